namespace Reminders.Core.Notices;

/// <summary>
/// A number that fails for good, with the reason (the code of the provider or <see cref="OptedOut"/>), since the instant.
/// </summary>
public sealed record NumberFlag(PhoneNumber Number, string Reason, Instant At)
{
    /// <summary>The reason when the owner opted out.</summary>
    public const string OptedOut = "opted-out";
}

/// <summary>
/// The provider accepts no messages since <see cref="Since"/>, with its code. Nothing is sent before <see cref="Until"/>; the first message
/// after that shows whether the halt is over.
/// </summary>
public sealed record SendingHalt(string Code, Instant Since, Instant Until);

/// <summary>
/// The ledger was restored from a backup. Nothing is sent until the office releases it, because messages after <see cref="BackupAt"/> are
/// not in the backup and would be sent again.
/// </summary>
/// <param name="Backup">The identity of the backup.</param>
/// <param name="BackupAt">When the backup was taken.</param>
/// <param name="At">When it was restored.</param>
/// <param name="IsComplete">False while rows may be missing.</param>
public sealed record Restoration(string Backup, Instant BackupAt, Instant At, bool IsComplete);

/// <summary>A ledger out of use, because it is elsewhere. An office has at most one ledger in use, so that two never send for it.</summary>
/// <param name="Words">One line for people: where the ledger is, and what to do.</param>
public sealed record LedgerMove(Wording Words) : IWorded
{
    public string Message => Words.English;
}

/// <summary>The barriers that stop messages: flagged numbers, and a halt of the provider (null for none).</summary>
public sealed record SendBarriers(IReadOnlyList<NumberFlag> Flags, SendingHalt? Halt)
{
    /// <summary>Null for a ledger that was not restored, or that the office released.</summary>
    public Restoration? Restoration { get; init; }

    /// <summary>Null for a ledger in use.</summary>
    public LedgerMove? Move { get; init; }

    /// <summary>
    /// Changes with every write of contacts, absences or handovers, so that a reading of them is reused while it is equal. Null during such
    /// a write, and after a crash in one.
    /// </summary>
    public string? PeopleVersion { get; init; }

    public NumberFlag? FlagOf(PhoneNumber number)
    {
        foreach (var flag in Flags)
        {
            if (flag.Number == number)
                return flag;
        }
        return null;
    }
}
