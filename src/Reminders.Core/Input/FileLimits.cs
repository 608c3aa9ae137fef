namespace Reminders.Core.Input;

/// <summary>Bounds on an uploaded file, which bound the time and memory of reading it. Settings <c>Reminders:Import:*</c>.</summary>
public sealed record FileLimits
{
    /// <summary>The largest upload. The hosts accept at most 25 MB.</summary>
    public int MaxMegabytes { get; init; } = 10;

    /// <summary>The unpacked size of a document or workbook.</summary>
    public int MaxUnpackedMegabytes { get; init; } = 100;

    /// <summary>Rows of one sheet, blank rows included.</summary>
    public int MaxRows { get; init; } = 100_000;

    /// <summary>Cells of a whole workbook.</summary>
    public int MaxCells { get; init; } = 2_000_000;

    public int MaxBytes => MaxMegabytes * 1024 * 1024;

    public long MaxUnpackedBytes => MaxUnpackedMegabytes * 1024L * 1024;

    /// <summary>One message for each setting that is out of bounds; empty when all are valid.</summary>
    public IEnumerable<Wording> Problems()
    {
        foreach (var (name, value, least, most) in new[]
        {
            (nameof(MaxMegabytes), MaxMegabytes, 1, 25), (nameof(MaxUnpackedMegabytes), MaxUnpackedMegabytes, 1, 500),
            (nameof(MaxRows), MaxRows, 100, 1_000_000), (nameof(MaxCells), MaxCells, 1000, 20_000_000),
        })
        {
            if (value < least || value > most)
                yield return $"{name} is {value}; it must be from {least} to {most}.";
        }
    }
}
