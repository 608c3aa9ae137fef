namespace Reminders.Core.Input;

/// <summary>How large a file may be that somebody uploads, so that reading it takes bounded time and memory. Settings <c>Reminders:Import:*</c>.</summary>
public sealed record FileLimits
{
    /// <summary>The largest upload; 25 MB is what the hosts let through at most.</summary>
    public int MaxMegabytes { get; init; } = 10;

    /// <summary>What a document or workbook, which is packed, may unpack to.</summary>
    public int MaxUnpackedMegabytes { get; init; } = 100;

    /// <summary>Rows of one sheet, blank ones among them.</summary>
    public int MaxRows { get; init; } = 100_000;

    /// <summary>Cells of a whole workbook.</summary>
    public int MaxCells { get; init; } = 2_000_000;

    public int MaxBytes => MaxMegabytes * 1024 * 1024;

    public long MaxUnpackedBytes => MaxUnpackedMegabytes * 1024L * 1024;

    /// <summary>What is out of bounds, each with its bounds; empty when all is well.</summary>
    public IEnumerable<string> Problems()
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
