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
    public IEnumerable<StepRecord> Account => Steps.Select(
        r => r.Outcome == StepOutcome.Waiting && StepValidity.WhyOver(Item, r.Step, r.DueAt, r.To) is { } reason
            ? r with { Outcome = StepOutcome.Suppressed, Detail = reason }
            : r);

    /// <summary>The verification that closed the item; null while it is not closed, whatever earlier cycles came to.</summary>
    public HistoryEntry? Closing =>
        Item.State == ItemState.Closed ? History.LastOrDefault(h => h.Action == nameof(ItemAction.Verify)) : null;
}

/// <summary>Whether a step is still worth telling, by its item as it is now.</summary>
public static class StepValidity
{
    /// <summary>Why a step is not told to a number any more; null while its item waits for the same thing, of the same version, and has the same recipient.</summary>
    /// <param name="item">The item as it is now.</param>
    /// <param name="step">The step.</param>
    /// <param name="at">When the step fell due.</param>
    /// <param name="to">Who was to be told.</param>
    public static string? WhyOver(Item item, StepId step, Instant at, PhoneNumber to)
    {
        // Only the local day of an occasion depends on the zone, and nothing here asks for it.
        if (item.OccasionIn(DateTimeZone.Utc) is not { } occasion || occasion.Kind != step.Name.Occasion)
            return item.State.ToString().ToLowerInvariant();
        if (step.Name.TellsNews)
        {
            if (item.News.All(n => n.StepName != step.Name))
                return Reasons.Newer; // answered, or overtaken by other news
        }
        else if (occasion.Version != step.DeadlineVersion)
        {
            return Reasons.DeadlineChanged;
        }
        if (occasion.Kind != OccasionKind.Deadline && at <= occasion.Since)
            return Reasons.Newer; // of an earlier report, or an earlier look-back
        return item.Recipients(step.Role).Any(p => p.Phone == to) ? null : Reasons.RecipientChanged;
    }
}
