using NodaTime;

namespace Reminders.Core.Contacts;

/// <summary>
/// That somebody handed over 移交, kept for good. It is written before the directory loses whoever handed over, so that an item which still names them, however late
/// it is written, finds who took over.
/// </summary>
public sealed record HandedOver(string Id, Succession Succession, Instant At, string By);
