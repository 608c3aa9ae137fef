namespace Reminders.Core.Plans;

/// <summary>
/// A loaded rectification plan 整改方案. <see cref="Number"/> is the first part of the codes of its items. Its dates are local days in
/// <see cref="Zone"/> (a TZDB id).
/// </summary>
public sealed record Plan(int Number, string Title, int? Year, string Zone)
{
    public Wording? YearBasis { get; init; }
    public string? IssuingUnit { get; init; }

    /// <inheritdoc cref="PlanDraft.DocumentNumber"/>
    public string? DocumentNumber { get; init; }

    public int ItemCount { get; init; }
    public Instant LoadedAt { get; init; }
    public string LoadedBy { get; init; } = "";

    /// <summary>False while its items are being written; nothing is sent for such a plan.</summary>
    public bool IsComplete { get; init; }

    /// <summary>
    /// Whether both are the same plan: title, issuing unit, year and document number are equal. A missing document number equals any.
    /// </summary>
    public bool IsSameAs(Plan other) => IsNamedAs(other) && Year == other.Year;

    /// <summary>Whether both are the same plan except for the year.</summary>
    public bool IsNamedAs(Plan other) =>
        (Bare(Title), IssuingUnit) == (Bare(other.Title), other.IssuingUnit)
        && (DocumentNumber is null || other.DocumentNumber is null || DocumentNumber == other.DocumentNumber);

    private static string Bare(string title) => title.Replace(" ", "", StringComparison.Ordinal);

    /// <exception cref="NodaTime.TimeZones.DateTimeZoneNotFoundException">The zone is unknown to TZDB.</exception>
    public DateTimeZone TimeZone => DateTimeZoneProviders.Tzdb[Zone];
}
