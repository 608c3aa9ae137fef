
namespace Reminders.Rows;

/// <summary>
/// The last reports and the dead letters, in the directory's table. Partition <c>watch</c> has the report's type as row; partition
/// <c>dead-letters</c> has the instant and a hash of the message's id as row.
/// </summary>
internal sealed class WatchRows(IRows table) : IWatch
{
    public const string Reports = "watch";
    private const string DeadLetters = "dead-letters";

    public async Task<Watch> WatchAsync(CancellationToken cancellation)
    {
        var rows = await table.ReadAsync(RowRange.Of(Reports), cancellation).ToDictionaryAsync(r => r.Key, cancellationToken: cancellation);
        return new(Last<ScanReport>(), Last<AuditReport>(), Last<BackupReport>());

        T? Last<T>()
            where T : class => rows.TryGetValue(typeof(T).Name, out var row) ? RowJson.Value<T>(row) : null;
    }

    public Task RecordScanAsync(ScanReport report, CancellationToken cancellation) => RecordAsync(report, cancellation);

    public Task RecordAuditAsync(AuditReport report, CancellationToken cancellation) => RecordAsync(report, cancellation);

    public Task RecordBackupAsync(BackupReport report, CancellationToken cancellation) => RecordAsync(report, cancellation);

    public Task AddDeadLetterAsync(DeadLetter letter, CancellationToken cancellation) =>
        table.InsertFreeAsync(
            [[RowJson.Row(DeadLetters, Keys.Join(Keys.Exact(letter.At), Keys.Hash(letter.MessageId)), letter)]], cancellation);

    public async Task<IReadOnlyList<DeadLetter>> DeadLettersSinceAsync(Instant since, CancellationToken cancellation) =>
        await table.ReadAsync(RowRange.Of(DeadLetters) with { From = Keys.Exact(since) }, cancellation).Select(RowJson.Value<DeadLetter>)
            .DistinctBy(l => l.MessageId).ToListAsync(cancellation);

    private Task RecordAsync<T>(T report, CancellationToken cancellation) =>
        table.UpsertAsync([RowJson.Row(Reports, typeof(T).Name, report)], cancellation);
}
