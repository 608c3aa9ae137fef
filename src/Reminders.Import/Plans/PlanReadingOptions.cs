namespace Reminders.Import;

/// <summary>
/// What a reader must know beside the file: the year to give to dates without one, if somebody named it, and the local day of
/// loading, which is the last resort for it.
/// </summary>
public sealed record PlanReadingOptions(int? Year, LocalDate LoadedOn)
{
    public FileLimits Limits { get; init; } = new();
}
