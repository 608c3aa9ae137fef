namespace Reminders.Rows;

/// <summary>
/// Puts the items of a ledger on the board that an earlier version wrote, or a restore. Safe to repeat and to overlap: the row of an item
/// says whether the item is on the board, and changes in one write with it. The row of a plan says so of all its items.
/// </summary>
internal static class BoardBuilding
{
    /// <summary>The property that says that an item, or all items of a plan, are on the board.</summary>
    public const string OnBoard = "OnBoard";

    /// <summary>Builds the boards of the plans that have none. One request if all have.</summary>
    public static async Task EnsureAsync(IRowStore store, CancellationToken cancellation)
    {
        await foreach (var row in store.Directory.ReadAsync(RowRange.Of(PlanRows.Partition), cancellation))
            await EnsureAsync(store, row, cancellation);
    }

    /// <summary>Builds the board of a plan that has none.</summary>
    public static async Task EnsureAsync(IRowStore store, Row plan, CancellationToken cancellation)
    {
        if (plan.Properties.ContainsKey(OnBoard))
            return;
        await BuildAsync(store.Items, RowJson.Value<Plan>(plan).Number, cancellation);
        // A plan that another host has changed meanwhile is looked at again at the next start.
        await store.Directory.TryReplaceAsync(Marked(plan), plan.Tag, cancellation);
    }

    /// <summary>Builds the boards of a ledger that nobody uses anew.</summary>
    public static async Task RebuildAsync(IRowStore store, CancellationToken cancellation)
    {
        foreach (var plan in await new PlanRows(store.Directory).PlansAsync(cancellation))
            await BoardRows.ClearAsync(store.Items, plan.Number, cancellation);
        await EnsureAsync(store, cancellation);
    }

    private static async Task BuildAsync(IRows table, int plan, CancellationToken cancellation)
    {
        // Rows that change meanwhile are read again.
        while (await BuildOnceAsync(table, plan, cancellation))
            cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Whether another pass is needed.</summary>
    private static async Task<bool> BuildOnceAsync(IRows table, int plan, CancellationToken cancellation)
    {
        var (again, waiting, keys) = (false, new List<(Row Row, BoardRows.ListedItem Item)>(), new BoardRows.EntryKeys());
        var tallies = await BoardRows.TalliesAsync(table, plan, cancellation);
        var (needed, characters) = (0, 0);
        await foreach (var (row, _) in ItemRows.ItemRowsAsync(table, plan, cancellation))
        {
            if (row.Properties.ContainsKey(OnBoard))
                continue;
            var item = keys.Listed(RowJson.Value<Item>(row));
            var (rows, size) = (2 + item.Entries.Length, row.Characters);
            if (waiting.Count > 0 && (needed + rows > table.MostTogether || characters + size > RowWrites.MostCharacters))
                await WriteAsync();
            waiting.Add((row, item));
            (needed, characters) = (needed + rows, characters + size);
        }
        if (waiting.Count > 0)
            await WriteAsync();
        return again;

        async Task WriteAsync()
        {
            var (added, counted) = BoardRows.Adding(waiting.ConvertAll(w => w.Item), tallies);
            var marks = waiting.Select(w => RowWrite.Replace(Marked(w.Row), w.Row.Tag));
            var written = await table.TryWriteAsync([.. marks, .. added], cancellation);
            again |= written.Conflict is not null;
            tallies = written.Conflict is null
                ? BoardRows.Written(tallies, counted, written)
                : await BoardRows.TalliesAsync(table, plan, cancellation);
            (needed, characters, waiting) = (0, 0, []);
        }
    }

    /// <summary>The row of a plan or an item that is not on the board.</summary>
    public static Row Unmarked(Row row) => new(row.Partition, row.Key, new(row.Properties.Where(p => p.Key != OnBoard)), row.Tag);

    private static Row Marked(Row row) => new(row.Partition, row.Key, new(row.Properties) { [OnBoard] = true });
}
