using NodaTime.TimeZones;

namespace Reminders.Core.Time;

internal static class Zones
{
    /// <summary>A local time that does not exist means the first moment after the gap; one that happens twice, the first of the two.</summary>
    public static ZoneLocalMappingResolver Lenient { get; } =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);
}
