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
    /// The next start after the instant; null when there are no quiet hours. If the zone skips the start, the end of the gap counts.
    /// </summary>
    public Instant? NextStart(Instant instant, DateTimeZone zone)
    {
        if (From == Until)
            return null;
        var today = instant.InZone(zone).Date;
        var start = zone.ResolveLocal(today + From, Zones.Lenient).ToInstant();
        return start > instant ? start : zone.ResolveLocal(today.PlusDays(1) + From, Zones.Lenient).ToInstant();
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
        var first = zone.ResolveLocal(end + Until, Zones.Lenient).ToInstant();
        return first >= instant ? first : zone.MapLocal(end + Until).Last().ToInstant();
    }
}

internal static class Zones
{
    /// <summary>A skipped local time maps to the end of the gap; an ambiguous one maps to its first occurrence.</summary>
    public static ZoneLocalMappingResolver Lenient { get; } =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);
}
