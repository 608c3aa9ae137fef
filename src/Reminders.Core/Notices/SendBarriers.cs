namespace Reminders.Core.Notices;

/// <summary>A number that cannot be reached for good, why (the provider's code or <see cref="OptedOut"/>), and since when.</summary>
public sealed record NumberFlag(PhoneNumber Number, string Reason, Instant At)
{
    /// <summary>The reason of a number whose owner has asked not to be texted.</summary>
    public const string OptedOut = "opted-out";
}

/// <summary>
/// The provider takes nothing at all, since when and with which code. Nothing is handed to it before <see cref="Until"/>; the first message after
/// that finds out whether it is over.
/// </summary>
public sealed record SendingHalt(string Code, Instant Since, Instant Until);

/// <summary>
/// The ledger comes out of a backup, and nothing goes out until the office says so: what was sent after <see cref="BackupAt"/> is not in it
/// and would be told again.
/// </summary>
/// <param name="Backup">What the backup is recognised by.</param>
/// <param name="BackupAt">When it was taken.</param>
/// <param name="At">When it was restored.</param>
/// <param name="IsComplete">False while rows may be missing.</param>
public sealed record Restoration(string Backup, Instant BackupAt, Instant At, bool IsComplete);

/// <summary>What keeps messages from going out: numbers that fail, and a provider that has stopped taking anything (null: it has not).</summary>
public sealed record SendBarriers(IReadOnlyList<NumberFlag> Flags, SendingHalt? Halt)
{
    /// <summary>Null for a ledger that was not restored, or whose office has said go.</summary>
    public Restoration? Restoration { get; init; }

    /// <summary>
    /// Changes with every write of contacts, absences or handovers, so that a reading of them can be used again while it is the same. Null while such
    /// a write is under way, or after one that a crash cut off.
    /// </summary>
    public string? PeopleVersion { get; init; }

    public NumberFlag? FlagOf(PhoneNumber number) => Flags.FirstOrDefault(f => f.Number == number);
}
