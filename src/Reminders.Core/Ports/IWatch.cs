namespace Reminders.Core.Ports;

/// <summary>The health of the system: its last reports and its dead letters. Shared contract: <see cref="Ledger"/>.</summary>
public interface IWatch
{
    /// <summary>Reads the last reports of the scan, the audit and the scheduled backup in one read.</summary>
    Task<Watch> WatchAsync(CancellationToken cancellation);

    /// <summary>Replaces the report of the last scan. The last write stays.</summary>
    Task RecordScanAsync(ScanReport report, CancellationToken cancellation);

    /// <summary>Replaces the report of the last audit. The last write stays.</summary>
    Task RecordAuditAsync(AuditReport report, CancellationToken cancellation);

    /// <summary>Replaces the report of the last scheduled backup. The last write stays.</summary>
    Task RecordBackupAsync(BackupReport report, CancellationToken cancellation);

    /// <summary>Stores a dead letter. Repeating is harmless: equal letters are kept once.</summary>
    Task AddDeadLetterAsync(DeadLetter letter, CancellationToken cancellation);

    /// <summary>Reads the dead letters since the instant (inclusive), oldest first.</summary>
    Task<IReadOnlyList<DeadLetter>> DeadLettersSinceAsync(Instant since, CancellationToken cancellation);
}
