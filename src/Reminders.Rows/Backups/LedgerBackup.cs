using System.Runtime.CompilerServices;
using Reminders.Rows.Moving;

namespace Reminders.Rows.Backups;

/// <summary>
/// Copies the rows of a ledger into a backup, and a backup into an empty ledger. The app may run meanwhile. A file of SQLite gives the rows
/// of one moment. Table Storage does not, so there the order of reading matters: the rows that the app writes first are read last
/// (docs/decisions/8-a-backup-of-tables-is-no-snapshot.md). A restored ledger sends nothing before <see cref="ResumeAsync"/>.
/// </summary>
public static class LedgerBackup
{
    /// <summary>Writes all rows, and the files of evidence that items name.</summary>
    /// <param name="store">The rows.</param>
    /// <param name="evidence">The store of the files; null leaves them out.</param>
    /// <param name="to">Receives the backup; it need not support seeking.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="cancellation">Cancels the writing.</param>
    /// <exception cref="InputRefusedException">There is no ledger, it has an unfinished restore, or it was not upgraded.</exception>
    public static async Task<BackupManifest> WriteAsync(
        IRowStore store, IEvidenceStore? evidence, Stream to, Instant now, CancellationToken cancellation)
    {
        if (await RestorationAsync(store, cancellation) is { IsComplete: false })
            throw new InputRefusedException("restore-unfinished", $"The ledger holds a part of a backup; finish that restore first.");
        if ((await new BarrierRows(store.Directory).BarriersAsync(cancellation)).Move is { } move)
            throw new InputRefusedException(AuditCodes.LedgerMoved, move.Words);
        if (await BlockMoving.IsLeftAsync(store.Items, cancellation))
        {
            throw new InputRefusedException(
                "ledger-older", $"An earlier version wrote the ledger; start this version once, then back it up.");
        }
        var (plans, files) = (new SortedSet<int>(), new List<EvidenceKey>());
        await using var writer = await BackupWriter.BeginAsync(to, now, cancellation);
        await store.ReadTogetherAsync(async rows =>
        {
            await WriteAsync(rows.Directory, OthersAsync(rows.Directory, plans, cancellation));
            await WriteAsync(rows.Agenda, rows.Agenda.ReadAsync(RowRange.All, cancellation).SelectMany(AgendaRows.ToEarlier));
            await WriteAsync(rows.Items, ItemsAsync(rows.Items, plans, files, cancellation));
            await WriteAsync(rows.Directory, rows.Directory.ReadAsync(RowRange.Of(PeopleRows.Contacts), cancellation));
            await WriteAsync(rows.Notices, rows.Notices.ReadAsync(RowRange.All, cancellation));
            await WriteAsync(rows.Agenda, rows.Agenda.ReadAsync(RowRange.All, cancellation).SelectMany(AgendaRows.ToEarlier));
        });
        // A file of evidence is stored before an item names it, and stays.
        var missing = evidence is null ? 0 : await WriteEvidenceAsync(writer, evidence, files, cancellation);
        return await writer.EndAsync(evidence is not null, missing, cancellation);

        Task WriteAsync(IRows table, IAsyncEnumerable<Row> rows) => writer.WriteAsync(table.Name, rows, cancellation);
    }

    /// <summary>
    /// Writes a backup into empty tables. After a crash the ledger sends nothing, and the same file can be restored again. Existing files
    /// of evidence stay.
    /// </summary>
    /// <param name="file">The backup.</param>
    /// <param name="store">The tables, which are created if they are missing.</param>
    /// <param name="evidence">Receives the files of evidence.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="cancellation">Cancels the restore.</param>
    /// <exception cref="InputRefusedException">The ledger is not empty.</exception>
    public static async Task<Restoration> RestoreAsync(
        BackupFile file, IRowStore store, IEvidenceStore evidence, Instant now, CancellationToken cancellation)
    {
        await store.CreateAsync(cancellation);
        var barriers = new BarrierRows(store.Directory);
        var begun = await RestorationAsync(store, cancellation);
        if (begun is { IsComplete: false } && begun.Backup != file.Seal)
        {
            throw new InputRefusedException(
                "restore-unfinished",
                $"The ledger holds a part of another backup, of {begun.BackupAt}; restore that one, or delete the tables first.");
        }
        if (begun is not { IsComplete: false })
            await RequireEmptyAsync(store, cancellation);

        await BarrierRows.StopEarlierAsync(store.Directory, cancellation);
        var restoration = new Restoration(file.Seal, file.Manifest.TakenAt, now, IsComplete: false);
        await barriers.SaveRestorationAsync(restoration, cancellation);
        // The agenda comes last, so a running host finds no work before all other rows are there.
        foreach (var part in file.Manifest.Parts.OrderBy(p => p.Table == store.Agenda.Name))
        {
            var (table, rows) = (Named(store, part.Table), file.RowsAsync(part, cancellation));
            if (table == store.Items)
                rows = rows.Select(PlanKeys.FromEarlier);
            await rows.EachPartAsync(some => table.UpsertAsync(some, cancellation), cancellation);
        }
        await foreach (var (key, content) in file.EvidenceAsync(cancellation))
            await evidence.SaveAsync(key, content, cancellation);
        // The rows of a restore that an earlier version began.
        await BlockMoving.RunAsync(store, cancellation);
        await BoardBuilding.RebuildAsync(store, cancellation);
        restoration = restoration with { IsComplete = true };
        await barriers.SaveRestorationAsync(restoration, cancellation);
        return restoration;
    }

    /// <summary>Lets a restored ledger send again. Null if no restore holds the ledger.</summary>
    /// <exception cref="InputRefusedException">The account has no ledger, or an unfinished restore.</exception>
    public static async Task<Restoration?> ResumeAsync(IRowStore store, CancellationToken cancellation)
    {
        var restoration = await RestorationAsync(store, cancellation);
        if (restoration is { IsComplete: false })
            throw new InputRefusedException("restore-unfinished", $"The ledger holds a part of a backup; finish that restore first.");
        if (restoration is not null)
            await new BarrierRows(store.Directory).SaveRestorationAsync(null, cancellation);
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

    private static async Task<Restoration?> RestorationAsync(IRowStore store, CancellationToken cancellation)
    {
        try
        {
            return (await new BarrierRows(store.Directory).BarriersAsync(cancellation)).Restoration;
        }
        catch (Exception missing) when (store.IsMissing(missing))
        {
            throw new InputRefusedException("ledger-missing", $"There is no ledger in {store.Place}.", inner: missing);
        }
    }

    private static async Task RequireEmptyAsync(IRowStore store, CancellationToken cancellation)
    {
        foreach (var table in store.Tables())
        {
            if (await table.ReadAsync(new() { Most = 2 }, cancellation).AnyAsync(row => !BarrierRows.IsLayout(row), cancellation))
            {
                throw new InputRefusedException(
                    "ledger-not-empty",
                    $"The ledger has rows in its table {table.Name}; restore into an empty account or data folder. Nothing was restored.");
            }
        }
    }

    /// <summary>The directory without the contacts, which are read after the items. Collects the partitions of the plans.</summary>
    private static async IAsyncEnumerable<Row> OthersAsync(
        IRows table, SortedSet<int> plans, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in table.ReadAsync(RowRange.All, cancellation))
        {
            if (row.Partition == PeopleRows.Contacts)
                continue;
            if (MoveSeal.IsOf(row) || BarrierRows.IsLayout(row)
                || (row.Partition == BarrierRows.Partition && row.Key == BarrierRows.Restored))
            {
                continue; // the marks of a move, of a layout and of a restore belong to this ledger alone
            }
            if (row.Partition == PlanRows.Partition)
                plans.Add(PlanKeys.PlanOf(row.Key));
            yield return BoardBuilding.Unmarked(row);
        }
    }

    /// <summary>
    /// The items of the plans in the backup, each with the file of its version. A history entry newer than its item would block the item's
    /// next change. Items without a plan would become items of the next plan that is loaded. The rows have the names that every version of
    /// the app gives them in a backup.
    /// </summary>
    private static async IAsyncEnumerable<Row> ItemsAsync(
        IRows table, SortedSet<int> plans, List<EvidenceKey> files, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var plan in plans)
        {
            var versions = new Dictionary<string, int>();
            await foreach (var (row, ordinal) in ItemRows.ItemRowsAsync(table, plan, cancellation))
            {
                var item = RowJson.Value<Item>(row);
                versions[ordinal] = item.Version;
                files.AddRange(item.Evidence.Where(e => e.Link is null).Select(e => new EvidenceKey(item.Code, e.Sha256)));
                yield return PlanKeys.ToEarlier(BoardBuilding.Unmarked(row));
            }
            await foreach (var (row, ordinal, entry) in ItemRows.FileRowsAsync(table, plan, cancellation))
            {
                if (versions.TryGetValue(ordinal, out var version) && (entry ?? 0) <= version)
                    yield return PlanKeys.ToEarlier(row);
            }
        }
    }

    private static IRows Named(IRowStore store, string name) => store.Tables().FirstOrDefault(t => t.Name == name)
        ?? throw new ArgumentException($"A ledger has no table {name}.", nameof(name));
}
