using System.Runtime.CompilerServices;

namespace Reminders.Rows;

/// <summary>
/// Moves the items of an earlier version, whose partitions were the plans, to the places of <see cref="PlanKeys"/>. The rows at their
/// earlier places are the work that is left, so this can break off and repeat. Two hosts may do it at once, and one may already change
/// items while the other still moves: a row that exists at its present place is never written, and rows of items and their files are never
/// deleted there. An earlier version must not run meanwhile; <see cref="BarrierRows.StopEarlierAsync"/> stops it.
/// </summary>
internal static class BlockMoving
{
    /// <summary>Whether rows stand at earlier places. One request.</summary>
    public static async Task<bool> IsLeftAsync(IRows items, CancellationToken cancellation) =>
        await FirstAsync(items, cancellation) is not null;

    public static async Task RunAsync(IRowStore store, CancellationToken cancellation)
    {
        while (await FirstAsync(store.Items, cancellation) is { Partition: var plan })
        {
            await TakeOffBoardAsync(store.Directory, plan, cancellation);
            var rows = store.Items.ReadAsync(RowRange.Of(plan), cancellation);
            var copies = rows.Where(ItemRows.IsOf).Select(row => PlanKeys.FromEarlier(BoardBuilding.Unmarked(row)));
            await copies.EachPartAsync(part => CopyAsync(store.Items, part, cancellation), cancellation);
            // Of this plan alone: another host may still copy others, and their boards would be taken for whole.
            if (await store.Directory.FindAsync(PlanRows.Partition, plan, cancellation) is { } moved)
                await BoardBuilding.EnsureAsync(store, moved, cancellation);
            // Not before every row is there, and the board made anew: the last row that is deleted puts the items into use.
            await rows.EachPartAsync(part => store.Items.DeleteAsync(part, cancellation), cancellation);
        }
    }

    private static async Task<Row?> FirstAsync(IRows items, CancellationToken cancellation) =>
        await items.ReadAsync(PlanKeys.Earlier with { Most = 1 }, cancellation).FirstOrDefaultAsync(cancellation);

    /// <summary>
    /// Inserts the rows that are missing. What a crashed host has copied is read first: a batch that meets a row that exists fails,
    /// and takes two or three requests.
    /// </summary>
    private static async Task CopyAsync(IRows items, List<Row> copies, CancellationToken cancellation)
    {
        var there = new HashSet<string>();
        // A range from one kind to another would pass through the other plans of the block.
        foreach (var kind in copies.GroupBy(row => row.Key[..row.Key.IndexOf(Keys.Between, StringComparison.Ordinal)]))
        {
            var copied = RowRange.Of(kind.First().Partition) with
            {
                From = kind.First().Key,
                Before = kind.Last().Key + Keys.AfterBetween,
            };
            await foreach (var row in items.ReadAsync(copied, cancellation))
                there.Add(row.Key);
        }
        await items.InsertFreeAsync(copies.Where(row => !there.Contains(row.Key)).Select(row => (Row[])[row]), cancellation);
    }

    /// <summary>Has the board of the plan made anew, also if a crash follows.</summary>
    private static async Task TakeOffBoardAsync(IRows directory, string plan, CancellationToken cancellation)
    {
        var isOff = false;
        while (!isOff)
        {
            var row = await directory.FindAsync(PlanRows.Partition, plan, cancellation);
            isOff = row is null || !row.Properties.ContainsKey(BoardBuilding.OnBoard)
                || await directory.TryReplaceAsync(BoardBuilding.Unmarked(row), row.Tag, cancellation) is not null;
        }
    }
}

/// <summary>
/// The items' table of a ledger that may still have rows of an earlier version. Nothing is read or written before those are moved: an item
/// at its earlier place would look as if it did not exist.
/// </summary>
internal sealed class MovedRows(IRows items) : IRows
{
    private volatile bool areMoved;

    public string Name => items.Name;

    public int MostTogether => items.MostTogether;

    public async Task<Row?> FindAsync(string partition, string key, CancellationToken cancellation)
    {
        await RequireMovedAsync(cancellation);
        return await items.FindAsync(partition, key, cancellation);
    }

    public async IAsyncEnumerable<Row> ReadAsync(RowRange range, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await RequireMovedAsync(cancellation);
        await foreach (var row in items.ReadAsync(range, cancellation))
            yield return row;
    }

    public async Task<string> UpsertAsync(Row row, CancellationToken cancellation)
    {
        await RequireMovedAsync(cancellation);
        return await items.UpsertAsync(row, cancellation);
    }

    public async Task UpsertAsync(IEnumerable<Row> rows, CancellationToken cancellation)
    {
        await RequireMovedAsync(cancellation);
        await items.UpsertAsync(rows, cancellation);
    }

    public async Task<IReadOnlySet<string>> InsertFreeAsync(IEnumerable<Row[]> sets, CancellationToken cancellation)
    {
        await RequireMovedAsync(cancellation);
        return await items.InsertFreeAsync(sets, cancellation);
    }

    public async Task DeleteAsync(IEnumerable<Row> rows, CancellationToken cancellation)
    {
        await RequireMovedAsync(cancellation);
        await items.DeleteAsync(rows, cancellation);
    }

    public async Task<RowsWritten> TryWriteAsync(IReadOnlyList<RowWrite> writes, CancellationToken cancellation)
    {
        await RequireMovedAsync(cancellation);
        return await items.TryWriteAsync(writes, cancellation);
    }

    private async ValueTask RequireMovedAsync(CancellationToken cancellation)
    {
        if (areMoved)
            return;
        if (await BlockMoving.IsLeftAsync(items, cancellation))
        {
            throw new LedgerUnavailableException(
                $"The ledger is being brought to this version; try again in some minutes, and restart the app if that does not help.");
        }
        areMoved = true;
    }
}
