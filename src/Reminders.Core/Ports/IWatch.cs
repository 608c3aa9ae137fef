namespace Reminders.Core.Ports;

/// <summary>
/// What shows whether the system works: its last reports and its dead letters. The contract that all ports of a ledger share stands at
/// <see cref="Ledger"/>.
/// </summary>
public interface IWatch
{
    /// <summary>The last reports of the scan, the audit and the scheduled backup, in one read.</summary>
    Task<Watch> WatchAsync(CancellationToken cancellation);

    /// <summary>Replaces the report of the last scan.</summary>
    Task RecordScanAsync(ScanReport report, CancellationToken cancellation);

    /// <summary>Replaces the report of the last audit.</summary>
    Task RecordAuditAsync(AuditReport report, CancellationToken cancellation);

    /// <summary>Replaces the report of the last scheduled backup.</summary>
    Task RecordBackupAsync(BackupReport report, CancellationToken cancellation);

    /// <summary>Keeps a dead letter. An equal letter is kept once.</summary>
    Task AddDeadLetterAsync(DeadLetter letter, CancellationToken cancellation);

    /// <summary>The dead letters since the instant, oldest first.</summary>
    Task<IReadOnlyList<DeadLetter>> DeadLettersSinceAsync(Instant since, CancellationToken cancellation);
}
