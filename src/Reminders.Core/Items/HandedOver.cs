namespace Reminders.Core.Items;

/// <summary>
/// That somebody handed over 移交, kept for good. It is written before they leave the directory, so that an item which still names them finds who
/// took over, however late it is written.
/// </summary>
/// <param name="Id">Counts the handovers of one number.</param>
/// <param name="Succession">Who took over what from whom.</param>
/// <param name="Leaves">Whether nothing was left to them: then every item that still names them is the successor's.</param>
/// <param name="At">When it began.</param>
/// <param name="By">Who did it.</param>
public sealed record HandedOver(string Id, Succession Succession, bool Leaves, Instant At, string By);
