using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Reminders.Tables.Backups;

/// <summary>
/// Copies a ledger from tables into a backup, and a backup into empty tables. The app may run meanwhile, so the order of reading matters:
/// the rows that the app writes first are read last (docs/decisions/8-a-backup-is-no-snapshot.md). A restored ledger sends nothing before
/// <see cref="ResumeAsync"/>.
/// </summary>
public static class LedgerBackup
{
    private const int MostRows = 1000;
    private const int MostBytes = 8_000_000;

    /// <summary>Writes all rows, and the files of evidence that items name.</summary>
    /// <param name="service">The account.</param>
    /// <param name="evidence">The store of the files; null leaves them out.</param>
    /// <param name="to">Receives the backup; it need not support seeking.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="cancellation">Cancels the writing.</param>
    /// <param name="prefix">The beginning of the tables' names.</param>
    /// <exception cref="InputRefusedException">The account has no ledger, or an unfinished restore.</exception>
    public static async Task<BackupManifest> WriteAsync(
        TableServiceClient service, IEvidenceStore? evidence, Stream to, Instant now, CancellationToken cancellation, string prefix = "")
    {
        var tables = LedgerTables.Of(service, prefix);
        if (await RestorationAsync(tables, cancellation) is { IsComplete: false })
            throw new InputRefusedException("restore-unfinished", "The ledger holds a part of a backup; finish that restore first.");
        var (plans, files) = (new SortedSet<string>(StringComparer.Ordinal), new List<EvidenceKey>());
        await using var writer = await BackupWriter.BeginAsync(to, now, cancellation);
        await WriteAsync(nameof(tables.Directory), OthersAsync(tables.Directory, plans, cancellation));
        await WriteAsync(nameof(tables.Agenda), RowsAsync(tables.Agenda, null, cancellation));
        await WriteAsync(nameof(tables.Items), ItemsAsync(tables.Items, plans, files, cancellation));
        await WriteAsync(nameof(tables.Directory), RowsAsync(tables.Directory, $"PartitionKey eq '{PeopleRows.Contacts}'", cancellation));
        await WriteAsync(nameof(tables.Notices), RowsAsync(tables.Notices, null, cancellation));
        await WriteAsync(nameof(tables.Agenda), RowsAsync(tables.Agenda, null, cancellation));
        var missing = evidence is null ? 0 : await WriteEvidenceAsync(writer, evidence, files, cancellation);
        return await writer.EndAsync(evidence is not null, missing, cancellation);

        Task WriteAsync(string table, IAsyncEnumerable<BackupRow> rows) => writer.WriteAsync(table, rows, cancellation);
    }

    /// <summary>
    /// Writes a backup into empty tables. After a crash the ledger sends nothing, and the same file can be restored again. Existing files
    /// of evidence stay.
    /// </summary>
    /// <param name="file">The backup.</param>
    /// <param name="service">The account.</param>
    /// <param name="evidence">Receives the files of evidence.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="cancellation">Cancels the restore.</param>
    /// <param name="prefix">The beginning of the tables' names.</param>
    /// <exception cref="InputRefusedException">The ledger is not empty.</exception>
    public static async Task<Restoration> RestoreAsync(
        BackupFile file,
        TableServiceClient service,
        IEvidenceStore evidence,
        Instant now,
        CancellationToken cancellation,
        string prefix = "")
    {
        var tables = LedgerTables.Of(service, prefix);
        await tables.CreateAsync(cancellation);
        var barriers = new BarrierRows(tables.Directory);
        var begun = await RestorationAsync(tables, cancellation);
        if (begun is { IsComplete: false } && begun.Backup != file.Seal)
        {
            throw new InputRefusedException(
                "restore-unfinished",
                $"The ledger holds a part of another backup, of {begun.BackupAt}; restore that one, or delete the tables first.");
        }
        if (begun is not { IsComplete: false })
            await RequireEmptyAsync(tables, cancellation);

        var restoration = new Restoration(file.Seal, file.Manifest.TakenAt, now, IsComplete: false);
        await barriers.SaveRestorationAsync(restoration, cancellation);
        // The agenda comes last, so a running host finds no work before all other rows are there.
        foreach (var part in file.Manifest.Parts.OrderBy(p => p.Table == nameof(tables.Agenda)))
            await RestoreAsync(tables.Named(part.Table), file.RowsAsync(part, cancellation), cancellation);
        await foreach (var (key, content) in file.EvidenceAsync(cancellation))
            await evidence.SaveAsync(key, content, cancellation);
        restoration = restoration with { IsComplete = true };
        await barriers.SaveRestorationAsync(restoration, cancellation);
        return restoration;
    }

    /// <summary>Lets a restored ledger send again. Null if no restore holds the ledger.</summary>
    /// <exception cref="InputRefusedException">The account has no ledger, or an unfinished restore.</exception>
    public static async Task<Restoration?> ResumeAsync(TableServiceClient service, CancellationToken cancellation, string prefix = "")
    {
        var tables = LedgerTables.Of(service, prefix);
        var restoration = await RestorationAsync(tables, cancellation);
        if (restoration is { IsComplete: false })
            throw new InputRefusedException("restore-unfinished", "The ledger holds a part of a backup; finish that restore first.");
        if (restoration is not null)
            await new BarrierRows(tables.Directory).SaveRestorationAsync(null, cancellation);
        return restoration;
    }

    private static async Task<int> WriteEvidenceAsync(
        BackupWriter writer, IEvidenceStore evidence, List<EvidenceKey> files, CancellationToken cancellation)
    {
        var missing = 0;
        foreach (var key in files)
        {
            await using var content = await evidence.OpenAsync(key, cancellation);
            if (content is null)
                missing++;
            else
                await writer.WriteAsync(key, content, cancellation);
        }
        return missing;
    }

    private static async Task<Restoration?> RestorationAsync(LedgerTables tables, CancellationToken cancellation)
    {
        try
        {
            return (await new BarrierRows(tables.Directory).BarriersAsync(cancellation)).Restoration;
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == TableErrorCode.TableNotFound)
        {
            throw new InputRefusedException(
                "ledger-missing", $"There is no ledger in the account {tables.Directory.AccountName}.", inner: missing);
        }
    }

    private static async Task RequireEmptyAsync(LedgerTables tables, CancellationToken cancellation)
    {
        foreach (var table in tables.All)
        {
            var rows = table.QueryAsync<TableEntity>(maxPerPage: 1, select: ["RowKey"], cancellationToken: cancellation);
            if (await rows.AnyAsync(cancellation))
            {
                throw new InputRefusedException(
                    "ledger-not-empty",
                    $"The ledger has rows in its table {table.Name}; restore into an empty account or data folder. Nothing was restored.");
            }
        }
    }

    private static async Task RestoreAsync(TableClient table, IAsyncEnumerable<BackupRow> rows, CancellationToken cancellation)
    {
        var (waiting, bytes) = (new List<TableEntity>(), 0);
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            var entity = new TableEntity(row.Properties.ToDictionary()) { PartitionKey = row.Partition, RowKey = row.Row };
            waiting.Add(entity);
            bytes += TableBatches.BytesOf(entity);
            if (waiting.Count < MostRows && bytes < MostBytes)
                continue;
            await table.UpsertAsync(waiting, cancellation);
            (waiting, bytes) = ([], 0);
        }
        await table.UpsertAsync(waiting, cancellation);
    }

    /// <summary>The directory without the contacts, which are read after the items. Collects the partitions of the plans.</summary>
    private static async IAsyncEnumerable<BackupRow> OthersAsync(
        TableClient table, SortedSet<string> plans, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in RowsAsync(table, $"PartitionKey ne '{PeopleRows.Contacts}'", cancellation))
        {
            if (row.Partition == BarrierRows.Partition && row.Row == BarrierRows.Restored)
                continue; // the mark of a restore belongs to this ledger alone
            if (row.Partition == PlanRows.Partition)
                plans.Add(row.Row);
            yield return row;
        }
    }

    /// <summary>
    /// The items of the plans in the backup, each with the file of its version. A history entry newer than its item would block the item's
    /// next change. Items without a plan would become items of the next plan that is loaded.
    /// </summary>
    private static async IAsyncEnumerable<BackupRow> ItemsAsync(
        TableClient table, SortedSet<string> plans, List<EvidenceKey> files, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var plan in plans)
        {
            var versions = new Dictionary<string, int>();
            await foreach (var (entity, ordinal) in ItemRows.ItemEntitiesAsync(table, plan, cancellation))
            {
                var item = EntityJson.Value<Item>(entity);
                versions[ordinal] = item.Version;
                files.AddRange(item.Evidence.Where(e => e.Link is null).Select(e => new EvidenceKey(item.Code, e.Sha256)));
                yield return Row(entity);
            }
            await foreach (var (entity, ordinal, entry) in ItemRows.FileEntitiesAsync(table, plan, cancellation))
            {
                if (versions.TryGetValue(ordinal, out var version) && (entry ?? 0) <= version)
                    yield return Row(entity);
            }
        }
    }

    private static async IAsyncEnumerable<BackupRow> RowsAsync(
        TableClient table, string? filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var entity in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            yield return Row(entity);
    }

    private static BackupRow Row(TableEntity entity) => new(
        entity.PartitionKey,
        entity.RowKey,
        entity.Where(p => p.Value is not null && p.Key is not ("PartitionKey" or "RowKey" or "Timestamp" or "odata.etag"))
            .ToDictionary(p => p.Key, p => p.Value is BinaryData data ? data.ToArray() : p.Value));
}
