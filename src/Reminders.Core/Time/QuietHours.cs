using NodaTime.TimeZones;

namespace Reminders.Core.Time;

/// <summary>
/// Local hours in which no message is sent: from <see cref="From"/> (inclusive) to <see cref="Until"/> (exclusive), across midnight when
/// From is the later time.
/// </summary>
public readonly record struct QuietHours(LocalTime From, LocalTime Until)
{
    public bool Contains(LocalTime time) =>
        From <= Until ? From <= time && time < Until : time >= From || time < Until;

    public bool Contains(Instant instant, DateTimeZone zone) => Contains(instant.InZone(zone).TimeOfDay);

    /// <summary>
    /// The next start after the instant; null when there are no quiet hours. If the zone skips the start, the end of the gap counts; if the
    /// start occurs twice, both count.
    /// </summary>
    public Instant? NextStart(Instant instant, DateTimeZone zone)
    {
        if (From == Until)
            return null;
        var today = instant.InZone(zone).Date;
        return Zones.Occurrences(today + From, zone).Concat(Zones.Occurrences(today.PlusDays(1) + From, zone)).First(at => at > instant);
    }

    /// <summary>
    /// The instant itself outside quiet hours, otherwise their end. If the zone skips that end, the end of the gap counts; if the end
    /// occurs twice, the first occurrence that is not past counts.
    /// </summary>
    public Instant Defer(Instant instant, DateTimeZone zone)
    {
        var local = instant.InZone(zone);
        if (!Contains(local.TimeOfDay))
            return instant;
        var end = local.TimeOfDay < Until ? local.Date : local.Date.PlusDays(1);
        return Zones.Occurrences(end + Until, zone).First(at => at >= instant);
    }
}

internal static class Zones
{
    /// <summary>A skipped local time maps to the end of the gap; an ambiguous one maps to its first occurrence.</summary>
    public static ZoneLocalMappingResolver Lenient { get; } =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    /// <summary>The instants of a local time, in order: two if it is ambiguous, the end of the gap if it is skipped.</summary>
    public static IEnumerable<Instant> Occurrences(LocalDateTime local, DateTimeZone zone) => zone.MapLocal(local) is { Count: 2 } both
        ? [both.First().ToInstant(), both.Last().ToInstant()]
        : [zone.ResolveLocal(local, Lenient).ToInstant()];
}
