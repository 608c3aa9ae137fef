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
