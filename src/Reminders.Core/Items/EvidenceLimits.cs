namespace Reminders.Core.Items;

/// <summary>How much evidence an item takes, so that a photo is bounded in memory and an item in its row of the ledger. Settings <c>Reminders:Evidence:*</c>.</summary>
public sealed record EvidenceLimits
{
    public const int LongestName = 120;
    public const int LongestNote = 500;
    public const int LongestLink = 2000;

    /// <summary>The largest file; 25 MB is what the hosts let through at most.</summary>
    public int MaxMegabytes { get; init; } = 10;

    /// <summary>Files and links of one item over all its cycles.</summary>
    public int MaxPerItem { get; init; } = 20;

    public int MaxBytes => MaxMegabytes * 1024 * 1024;

    /// <summary>What is out of bounds, each with its bounds; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var (name, value, most) in new[] { (nameof(MaxMegabytes), MaxMegabytes, 25), (nameof(MaxPerItem), MaxPerItem, 50) })
        {
            if (value < 1 || value > most)
                yield return $"{name} is {value}; it must be from 1 to {most}.";
        }
    }
}
