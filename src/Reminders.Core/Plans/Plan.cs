using NodaTime;

namespace Reminders.Core.Plans;

/// <summary>
/// A loaded rectification plan 整改方案. <see cref="Number"/> is the first half of its items' codes. Its dates are days in
/// <see cref="Zone"/> (a TZDB id).
/// </summary>
public sealed record Plan(int Number, string Title, int? Year, string Zone)
{
    public string? YearBasis { get; init; }
    public string? IssuingUnit { get; init; }
    public int ItemCount { get; init; }
    public Instant LoadedAt { get; init; }
    public string LoadedBy { get; init; } = "";

    /// <summary>False while the plan's items are still being written; nothing goes out about such a plan.</summary>
    public bool IsComplete { get; init; }

    /// <summary>What makes two files the same plan: title, issuing unit and year.</summary>
    public string Key => $"{Title.Replace(" ", "", StringComparison.Ordinal)}|{IssuingUnit}|{Year}";

    /// <exception cref="NodaTime.TimeZones.DateTimeZoneNotFoundException">The zone is unknown to TZDB.</exception>
    public DateTimeZone TimeZone => DateTimeZoneProviders.Tzdb[Zone];
}
