namespace Reminders.Core.People;

/// <summary>Which absences are refused, by name. Pure.</summary>
internal static class AbsenceRules
{
    /// <param name="asked">The absence that somebody asks for.</param>
    /// <param name="others">All absences that were ever recorded.</param>
    /// <param name="failing">Whether the deputy's number is known to fail for good.</param>
    /// <param name="now">The moment of asking.</param>
    /// <returns>Null where nothing is to be said against it.</returns>
    public static Refusal? Check(Absence asked, IEnumerable<Absence> others, bool failing, Instant now)
    {
        if (asked.Until < asked.From)
            return new("until-before-from", $"The last day of the absence, {asked.Until:uuuu-MM-dd}, is before its first, {asked.From:uuuu-MM-dd}.");
        if (asked.StageAt(now) == AbsenceStage.Over)
            return new("absence-over", $"The last day of the absence, {asked.Until:uuuu-MM-dd}, has passed.");
        if (Period.DaysBetween(asked.From, asked.Until) >= Absence.MostDays)
            return new("absence-too-long", $"An absence lasts {Absence.MostDays} days at most; hand over what somebody does who is away for longer.");
        if (asked.Deputy.NamesNobody)
            return new("name-names-nobody", $"\"{asked.Deputy.Name}\" is redacted or a group; name one person or one office.");
        if (asked.Deputy.Phone == asked.Number)
            return new("deputy-is-absent-one", "The deputy has the number of the absent one; nobody would stand in.");
        if (failing)
            return new("number-failed", $"The number of {asked.Deputy.Name} does not work; name another deputy, or give another number.");
        var overlapping = others.Where(a => a.CancelledAt is null && a.Overlaps(asked)).ToList();
        if (overlapping.FirstOrDefault(a => a.Number == asked.Number) is { } same)
            return new("absence-overlaps", $"{asked.Name} is recorded as absent from {same.From:uuuu-MM-dd} until {same.Until:uuuu-MM-dd} already; cancel that first.");
        if (overlapping.FirstOrDefault(a => a.Number == asked.Deputy.Phone) is { } away)
            return new("deputy-absent", $"{asked.Deputy.Name} is absent as well, from {away.From:uuuu-MM-dd} until {away.Until:uuuu-MM-dd}; name another deputy.");
        if (overlapping.FirstOrDefault(a => a.Deputy.Phone == asked.Number) is { } relied)
            return new("stands-in-then", $"{asked.Name} stands in for {relied.Name} from {relied.From:uuuu-MM-dd} until {relied.Until:uuuu-MM-dd}; name another deputy there first.");
        return null;
    }
}
