namespace Reminders.Core.Notices;

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
