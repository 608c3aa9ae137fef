namespace Reminders.Core.Notices;

/// <summary>The outcome of a step for one recipient.</summary>
public enum StepOutcome
{
    /// <summary>Told by a notice, whose state says how far it got.</summary>
    Noticed,

    /// <summary>A later step replaces it.</summary>
    Superseded,

    /// <summary>Not told, for a named reason.</summary>
    Suppressed,

    /// <summary>Due, and held until a later slot for a named reason.</summary>
    Waiting,
}

/// <summary>
/// The account of a step for one recipient: promise 1 as a row. <see cref="Detail"/> is the id of the notice, the name of the later step,
/// or the reason.
/// </summary>
public sealed record StepRecord(StepId Step, PhoneNumber To, string Name, Instant DueAt, StepOutcome Outcome, string Detail, Instant At)
{
    /// <summary>The slot for which the step waits; null for a step that does not wait.</summary>
    public Instant? Until { get; init; }
}

/// <summary>An item with its history and step records.</summary>
public sealed record ItemFile(Item Item, IReadOnlyList<HistoryEntry> History, IReadOnlyList<StepRecord> Steps)
{
    /// <summary>
    /// The present account of the steps. A step that waited for a slot when the item ended, got another deadline or other people is
    /// suppressed, with the reason.
    /// </summary>
    public IEnumerable<StepRecord> Account => Steps.Select(
        r => r.Outcome == StepOutcome.Waiting && StepValidity.WhyOver(Item, r.Step, r.DueAt, r.To) is { } reason
            ? r with { Outcome = StepOutcome.Suppressed, Detail = reason }
            : r);

    /// <summary>The verification that closed the item; null while it is not closed, also after earlier cycles.</summary>
    public HistoryEntry? Closing =>
        Item.State == ItemState.Closed ? History.LastOrDefault(h => h.Action == nameof(ItemAction.Verify)) : null;
}

/// <summary>Whether a step must still be told, by the present item.</summary>
public static class StepValidity
{
    /// <summary>
    /// The reason why a step is not told to a number any more; null while the item waits for the same event and version and has the same
    /// recipient.
    /// </summary>
    /// <param name="item">The present item.</param>
    /// <param name="step">The step.</param>
    /// <param name="at">When the step was due.</param>
    /// <param name="to">The recipient.</param>
    public static string? WhyOver(Item item, StepId step, Instant at, PhoneNumber to)
    {
        // Any zone does: only the local day depends on it, and that is not used here.
        if (item.OccasionIn(DateTimeZone.Utc) is not { } occasion || occasion.Kind != step.Name.Occasion)
            return item.State.ToString().ToLowerInvariant();
        if (step.Name.TellsNews)
        {
            if (!item.News.Select(n => n.StepName).Contains(step.Name))
                return Reasons.Newer; // answered, or followed by other news
        }
        else if (occasion.Version != step.DeadlineVersion)
        {
            return Reasons.DeadlineChanged;
        }
        if (occasion.Kind != OccasionKind.Deadline && at <= occasion.Since)
            return Reasons.Newer; // belongs to an earlier report or look-back
        return item.Reaches(step.Role, to) ? null : Reasons.RecipientChanged;
    }
}
