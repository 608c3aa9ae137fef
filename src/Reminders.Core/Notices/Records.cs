namespace Reminders.Core.Notices;

/// <summary>How a step stands towards one recipient.</summary>
public enum StepOutcome
{
    /// <summary>Told by a notice, whose own state says how far it got.</summary>
    Noticed,

    /// <summary>A later step took its place.</summary>
    Superseded,

    /// <summary>Not told, for a named reason.</summary>
    Suppressed,

    /// <summary>Due, and held back until a later slot for a named reason.</summary>
    Waiting,
}

/// <summary>
/// What became of a step for one recipient: promise 1 as a row. <see cref="Detail"/> is the notice's id, the later step's name, or the reason.
/// </summary>
public sealed record StepRecord(StepId Step, PhoneNumber To, string Name, Instant DueAt, StepOutcome Outcome, string Detail, Instant At);

/// <summary>An item with all that the ledger knows of it.</summary>
public sealed record ItemFile(Item Item, IReadOnlyList<HistoryEntry> History, IReadOnlyList<StepRecord> Steps)
{
    /// <summary>
    /// What became of the steps, as it is now: what waited for a later slot when the item ended, moved its deadline or changed hands is not told any more, and says why.
    /// </summary>
    public IEnumerable<StepRecord> Account => Steps.Select(r => r.Outcome == StepOutcome.Waiting && StepValidity.WhyOver(Item, r.Step, r.DueAt, r.To) is { } reason
        ? r with { Outcome = StepOutcome.Suppressed, Detail = reason }
        : r);

    /// <summary>The verification that closed the item; null while it is not closed, whatever earlier cycles came to.</summary>
    public HistoryEntry? Closing => Item.State == ItemState.Closed ? History.LastOrDefault(h => h.Action == nameof(ItemAction.Verify)) : null;
}
