using NodaTime.TimeZones;

namespace Reminders.Core.Time;

/// <summary>
/// Local hours in which nothing goes out: from <see cref="From"/>, which is quiet, until <see cref="Until"/>, which is not; over
/// midnight when From is the later of the two.
/// </summary>
public readonly record struct QuietHours(LocalTime From, LocalTime Until)
{
    public bool Contains(LocalTime time) =>
        From <= Until ? From <= time && time < Until : time >= From || time < Until;

    public bool Contains(Instant instant, DateTimeZone zone) => Contains(instant.InZone(zone).TimeOfDay);

    /// <summary>When they begin next, after the instant; null when there are none. Where the zone skips their beginning, the first moment after the gap.</summary>
    public Instant? NextStart(Instant instant, DateTimeZone zone)
    {
        if (From == Until)
            return null;
        var today = instant.InZone(zone).Date;
        var start = zone.ResolveLocal(today + From, Zones.Lenient).ToInstant();
        return start > instant ? start : zone.ResolveLocal(today.PlusDays(1) + From, Zones.Lenient).ToInstant();
    }

    /// <summary>
    /// The instant itself outside quiet hours, else their end. Where the zone skips that end, the first moment after the gap; where
    /// it happens twice, the first that is not over.
    /// </summary>
    public Instant Defer(Instant instant, DateTimeZone zone)
    {
        var local = instant.InZone(zone);
        if (!Contains(local.TimeOfDay))
            return instant;
        var end = local.TimeOfDay < Until ? local.Date : local.Date.PlusDays(1);
        var first = zone.ResolveLocal(end + Until, Zones.Lenient).ToInstant();
        return first >= instant ? first : zone.MapLocal(end + Until).Last().ToInstant();
    }
}

internal static class Zones
{
    /// <summary>A local time that does not exist means the first moment after the gap; one that happens twice, the first of the two.</summary>
    public static ZoneLocalMappingResolver Lenient { get; } =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);
}
