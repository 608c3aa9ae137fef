namespace Reminders.Core.People;

/// <summary>The stage of an absence at an instant.</summary>
public enum AbsenceStage
{
    /// <summary>The first day has not begun.</summary>
    Ahead,

    /// <summary>The deputy stands in.</summary>
    InForce,

    /// <summary>The last day has passed, or the absence was cancelled.</summary>
    Over,
}

/// <summary>
/// A person is away 请假 / 外出, and a deputy stands in for them in every item, from the start of <see cref="From"/> to the end of
/// <see cref="Until"/>, as local days in <see cref="Zone"/> (a TZDB id). The absentee is identified by number, not by name.
/// </summary>
public sealed record Absence(string Id, PhoneNumber Number, string Name, Party Deputy, LocalDate From, LocalDate Until, string Zone)
{
    public string Name { get; init => field = Folded.Name(value); } = Folded.Name(Name);

    /// <summary>The longest absence in days. A person who is away for longer hands over instead.</summary>
    public const int MostDays = 366;

    internal const char NameSeparator = '、';

    public string Reason { get; init; } = "";
    public Instant MadeAt { get; init; }
    public string MadeBy { get; init; } = "";
    public Instant? CancelledAt { get; init; }
    public string? CancelledBy { get; init; }

    /// <summary>
    /// The number that the absentee gave up during the absence. Both numbers count, because items may still have the old one.
    /// </summary>
    public PhoneNumber? Former { get; init; }

    /// <summary>The stage for which the absentee's items have been looked at. If it is not the present one, the next scan looks.</summary>
    public AbsenceStage Carried { get; init; }

    public AbsenceStage StageAt(Instant now)
    {
        if (CancelledAt is not null)
            return AbsenceStage.Over;
        var today = now.InZone(DateTimeZoneProviders.Tzdb[Zone]).Date;
        return today < From ? AbsenceStage.Ahead : today > Until ? AbsenceStage.Over : AbsenceStage.InForce;
    }

    /// <summary>When it begins or ends next; null once it is over.</summary>
    public Instant? NextTurn(Instant now)
    {
        var zone = DateTimeZoneProviders.Tzdb[Zone];
        return StageAt(now) switch
        {
            AbsenceStage.Ahead => zone.AtStartOfDay(From).ToInstant(),
            AbsenceStage.InForce => zone.AtStartOfDay(Until.PlusDays(1)).ToInstant(),
            _ => null,
        };
    }

    /// <summary>
    /// Whether the party is the absentee. The former number counts only together with the name, because another person may have it now.
    /// </summary>
    public bool IsOf(Party party) => party.Phone == Number || (party.Phone == Former && Former is not null && Names.Contains(party.Name));

    /// <summary>The names of all people who had the number when the absence was recorded.</summary>
    internal IEnumerable<string> Names => Name.Split(NameSeparator);

    /// <summary>Whether both absences include a common day.</summary>
    public bool Overlaps(Absence other) => From <= other.Until && other.From <= Until;

    /// <summary>The deputy as the stand-in for the absentee.</summary>
    public Party StandIn(Party absent) => Deputy with { StandsFor = absent.Name, AbsentPhone = absent.Phone };

    /// <summary>The absences that are in force at the instant.</summary>
    public static ImmutableArray<Absence> InForce(IEnumerable<Absence> absences, Instant now) =>
        [.. absences.Where(a => a.StageAt(now) == AbsenceStage.InForce)];
}

/// <summary>Refuses an invalid absence by a named reason. Pure.</summary>
internal static class AbsenceRules
{
    /// <param name="asked">The requested absence.</param>
    /// <param name="others">All absences ever recorded.</param>
    /// <param name="failing">Whether the deputy's number is flagged as failing for good.</param>
    /// <param name="now">The instant of the request.</param>
    /// <returns>Null when the absence is valid.</returns>
    public static Refusal? Check(Absence asked, IEnumerable<Absence> others, bool failing, Instant now)
    {
        if (asked.Until < asked.From)
        {
            return new(
                "until-before-from",
                $"The last day of the absence, {asked.Until:uuuu-MM-dd}, is before its first, {asked.From:uuuu-MM-dd}.");
        }
        if (asked.StageAt(now) == AbsenceStage.Over)
            return new("absence-over", $"The last day of the absence, {asked.Until:uuuu-MM-dd}, has passed.");
        if (Period.DaysBetween(asked.From, asked.Until) >= Absence.MostDays)
        {
            return new(
                "absence-too-long",
                $"An absence lasts {Absence.MostDays} days at most; hand over what somebody does who is away for longer.");
        }
        if (asked.Deputy.NamesNobody)
            return asked.Deputy.NamesNobodyRefusal;
        if (asked.Deputy.Phone == asked.Number)
            return new("deputy-is-absent-one", $"The deputy has the number of the absentee; nobody would stand in.");
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

        static Wording Days(Absence absence) => $"from {absence.From:uuuu-MM-dd} until {absence.Until:uuuu-MM-dd}";
    }
}
