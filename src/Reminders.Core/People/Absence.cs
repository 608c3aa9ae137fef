namespace Reminders.Core.People;

/// <summary>How far an absence has got.</summary>
public enum AbsenceStage
{
    /// <summary>Its first day has not begun.</summary>
    Ahead,

    /// <summary>The deputy stands in.</summary>
    InForce,

    /// <summary>Its last day has passed, or it was cancelled.</summary>
    Over,
}

/// <summary>
/// Somebody is away 请假 / 外出, and a deputy stands in for him in every item: from the first moment of <see cref="From"/> until the last of
/// <see cref="Until"/>, both days of <see cref="Zone"/> (a TZDB id). Whoever has the number is away, whatever he is called.
/// </summary>
public sealed record Absence(string Id, PhoneNumber Number, string Name, Party Deputy, LocalDate From, LocalDate Until, string Zone)
{
    public string Name { get; init => field = Folded.Name(value); } = Folded.Name(Name);

    /// <summary>How many days an absence may last; somebody who is away for longer hands over.</summary>
    public const int MostDays = 366;

    internal const char NameSeparator = '、';

    public string Reason { get; init; } = "";
    public Instant MadeAt { get; init; }
    public string MadeBy { get; init; } = "";
    public Instant? CancelledAt { get; init; }
    public string? CancelledBy { get; init; }

    /// <summary>The number that the absent one has given up meanwhile; he is found under both, since his items follow one by one.</summary>
    public PhoneNumber? Former { get; init; }

    /// <summary>The stage that has been carried into the items; where it is not the present one, they are still to follow.</summary>
    public AbsenceStage Carried { get; init; }

    public AbsenceStage StageAt(Instant now)
    {
        if (CancelledAt is not null)
            return AbsenceStage.Over;
        var today = now.InZone(DateTimeZoneProviders.Tzdb[Zone]).Date;
        return today < From ? AbsenceStage.Ahead : today > Until ? AbsenceStage.Over : AbsenceStage.InForce;
    }

    /// <summary>Whether the party is the absent one. Under the number that he has given up only he himself is, since somebody else may have it by now.</summary>
    public bool IsOf(Party party) => party.Phone == Number || (party.Phone == Former && Former is not null && Names.Contains(party.Name));

    /// <summary>Whoever had the number when the absence was recorded.</summary>
    internal IEnumerable<string> Names => Name.Split(NameSeparator);

    /// <summary>Whether both last on one day at least.</summary>
    public bool Overlaps(Absence other) => From <= other.Until && other.From <= Until;

    /// <summary>The deputy in the place of an absent party.</summary>
    public Party StandIn(Party absent) => Deputy with { StandsFor = absent.Name, AbsentPhone = absent.Phone };

    /// <summary>The absences in force at the moment.</summary>
    public static ImmutableArray<Absence> InForce(IEnumerable<Absence> absences, Instant now) =>
        [.. absences.Where(a => a.StageAt(now) == AbsenceStage.InForce)];
}

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
            return new(
                "until-before-from",
                $"The last day of the absence, {asked.Until:uuuu-MM-dd}, is before its first, {asked.From:uuuu-MM-dd}.");
        if (asked.StageAt(now) == AbsenceStage.Over)
            return new("absence-over", $"The last day of the absence, {asked.Until:uuuu-MM-dd}, has passed.");
        if (Period.DaysBetween(asked.From, asked.Until) >= Absence.MostDays)
            return new(
                "absence-too-long",
                $"An absence lasts {Absence.MostDays} days at most; hand over what somebody does who is away for longer.");
        if (asked.Deputy.NamesNobody)
            return new("name-names-nobody", $"\"{asked.Deputy.Name}\" is redacted or a group; name one person or one office.");
        if (asked.Deputy.Phone == asked.Number)
            return new("deputy-is-absent-one", "The deputy has the number of the absent one; nobody would stand in.");
        if (failing)
            return new("number-failed", $"The number of {asked.Deputy.Name} does not work; name another deputy, or give another number.");
        var overlapping = others.Where(a => a.CancelledAt is null && a.Overlaps(asked)).ToList();
        if (overlapping.FirstOrDefault(a => a.Number == asked.Number) is { } same)
            return new("absence-overlaps", $"{asked.Name} is recorded as absent {Days(same)} already; cancel that first.");
        if (overlapping.FirstOrDefault(a => a.Number == asked.Deputy.Phone) is { } away)
            return new("deputy-absent", $"{asked.Deputy.Name} is absent as well, {Days(away)}; name another deputy.");
        if (overlapping.FirstOrDefault(a => a.Deputy.Phone == asked.Number) is { } relied)
            return new("stands-in-then", $"{asked.Name} stands in for {relied.Name} {Days(relied)}; name another deputy there first.");
        return null;

        static string Days(Absence absence) => $"from {absence.From:uuuu-MM-dd} until {absence.Until:uuuu-MM-dd}";
    }
}
