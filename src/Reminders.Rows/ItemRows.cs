using System.Globalization;
using System.Runtime.CompilerServices;

namespace Reminders.Rows;

/// <summary>
/// Items with their files, where <see cref="PlanKeys"/> says, so that an item and its history change in one batch. Rows:
/// <c>i|plan|ordinal</c> for the item, <c>f|plan|ordinal|h|number</c> for its history, <c>f|plan|ordinal|s|…</c> for the records of its
/// steps. A plan of 12,000 items soon has a hundred thousand rows of files. They are a kind of their own, so a read of items passes
/// through none of them. The price: one item with its file takes two requests.
/// </summary>
internal sealed class ItemRows(IRows table, PlanRows plans) : IItems
{
    private const string ItemKind = "i";
    private const string FileKind = "f";
    private const string HistoryKind = "h";
    private const string StepKind = "s";

    /// <summary>The number of items that one request may pass through between its first and its last wanted item.</summary>
    private const int Reach = 1000;

    /// <summary>How many items one request reads at most for each that is wanted, where the wanted ones stand close together.</summary>
    private const int ReadAlong = 4;

    private const int AtOnce = 32;

    /// <summary>Begins the tag of an item that an earlier version wrote, so that a change puts it on the board.</summary>
    private const string NotOnBoard = "off-board ";

    /// <summary>The first part of a stream that may be read to its end or not.</summary>
    private const int FirstPart = 50;

    public async Task<bool> AddItemsAsync(IReadOnlyCollection<Item> items, Instant at, Actor by, CancellationToken cancellation)
    {
        var (areNew, keys) = (true, new BoardRows.EntryKeys());
        foreach (var plan in items.GroupBy(i => i.Code.Plan))
        {
            var tallies = await BoardRows.TalliesAsync(table, plan.Key, cancellation);
            var added = plan.DistinctBy(i => i.Code.Ordinal).Select(i => new NewItem(keys.Listed(i), Row(i)));
            foreach (var part in table.Parts(added, i => i.Size))
            {
                (tallies, var isNew) = await AddAsync(part, tallies, at, by, cancellation);
                areNew &= isNew;
            }
        }
        return areNew;
    }

    public async Task<Stored<Item>?> FindItemAsync(ItemCode code, CancellationToken cancellation) =>
        await table.FindAsync(Partition(code), ItemKey(code), cancellation) is { } row
            ? new(RowJson.Value<Item>(row), row.Properties.ContainsKey(BoardBuilding.OnBoard) ? row.Tag : NotOnBoard + row.Tag)
            : null;

    public async Task<IReadOnlyDictionary<ItemCode, Item>> FindItemsAsync(
        IReadOnlyCollection<ItemCode> codes, CancellationToken cancellation)
    {
        var found = new Dictionary<ItemCode, Item>();
        var wanted = codes.Distinct().Order().ToList();
        var sizes = await plans.SizesAsync(wanted, cancellation);
        foreach (var groups in Groups(wanted, sizes).Chunk(AtOnce))
        {
            foreach (var item in (await Task.WhenAll(groups.Select(group => GroupAsync(group, cancellation)))).SelectMany(items => items))
                found[item.Code] = item;
        }
        return found;
    }

    /// <remarks>
    /// Items and files are two ranges in the same order, read side by side. Rows of history are passed one by one: a caller that stops
    /// early must not have read on to the next step of the plan.
    /// </remarks>
    public async IAsyncEnumerable<ItemFile> ItemFilesAsync(int plan, int from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var rows = table.ReadAsync(PlanKeys.Rows(FileKind, plan) with { From = FileKey(new(plan, from)) }, cancellation)
            .GetAsyncEnumerator(cancellation);
        await using var _ = rows.ConfigureAwait(false);
        var more = await rows.MoveNextAsync();
        var range = PlanKeys.Rows(ItemKind, plan) with { From = ItemKey(new(plan, from)) };
        await foreach (var item in table.ReadAsync(range, cancellation).Select(RowJson.Value<Item>))
        {
            var (file, steps) = (FileKey(item.Code), new List<StepRecord>());
            for (; more && string.CompareOrdinal(rows.Current.Key, file + Keys.AfterBetween) < 0; more = await rows.MoveNextAsync())
            {
                if (rows.Current.Key.StartsWith(Keys.Join(file, StepKind, ""), StringComparison.Ordinal))
                    steps.Add(RowJson.Value<StepRecord>(rows.Current));
            }
            yield return new(item, [], [.. steps.OrderBy(s => s.DueAt)]);
        }
    }

    /// <remarks>Also reads the steps, which share the range of an item's file with the history.</remarks>
    public IAsyncEnumerable<HistoryEntry> HistoryAsync(int plan, CancellationToken cancellation) =>
        FileRowsAsync<HistoryEntry>(plan, 0, HistoryKind, cancellation);

    public async Task<ItemFile?> FindItemFileAsync(ItemCode code, CancellationToken cancellation)
    {
        var file = FileAsync(code, cancellation);
        var item = await FindItemAsync(code, cancellation);
        var (history, steps) = await file;
        return item is null ? null : new(item.Value, history, [.. steps.OrderBy(s => s.DueAt)]);
    }

    /// <remarks>Reads block by block, because one range over the whole table passes through the file of every item.</remarks>
    public async IAsyncEnumerable<Item> ItemsAsync(int? plan, [EnumeratorCancellation] CancellationToken cancellation)
    {
        int[] numbers = plan is { } one ? [one] : [.. (await plans.PlansAsync(cancellation)).Select(p => p.Number).Order()];
        foreach (var block in numbers.GroupBy(PlanKeys.Partition))
        {
            var (range, known) = (PlanKeys.Rows(ItemKind, block.First(), block.Last()), block.ToHashSet());
            await foreach (var item in table.ReadAsync(range, cancellation).Select(RowJson.Value<Item>))
            {
                if (known.Contains(item.Code.Plan))
                    yield return item;
            }
        }
    }

    public async IAsyncEnumerable<Item> ItemsFromAsync(ItemCode from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var next = ItemKey(from);
        for (var most = FirstPart; ; most = Math.Min(4 * most, Reach))
        {
            var read = 0;
            var part = PlanKeys.Rows(ItemKind, from.Plan) with { From = next, Most = most };
            await foreach (var row in table.ReadAsync(part, cancellation))
            {
                yield return RowJson.Value<Item>(row);
                (read, next) = (read + 1, row.Key + Keys.Between);
            }
            if (read < most)
                yield break;
        }
    }

    public async Task<bool> TrySaveItemAsync(Stored<Item> read, Item item, HistoryEntry entry, CancellationToken cancellation)
    {
        var (gone, isNew) = (new HashSet<string>(), read.Tag.StartsWith(NotOnBoard, StringComparison.Ordinal));
        var tag = isNew ? read.Tag[NotOnBoard.Length..] : read.Tag;
        while (true)
        {
            RowWrite[] writes =
            [
                RowWrite.Replace(Row(item), tag), RowWrite.Insert(Row(entry)),
                .. isNew
                    ? await BoardRows.AddingAsync(table, item, cancellation)
                    : await BoardRows.MovingAsync(table, read.Value, item, gone, cancellation),
            ];
            var written = await table.TryWriteAsync(writes, cancellation);
            if (written.Conflict is not { } place)
                return true;
            if (place < 2)
                return false;
            // A tally that another change wrote is read again. An entry that does not exist must not hold up the item.
            if (writes[place] is { Change: RowChange.Delete, Row.Key: var key })
                gone.Add(key);
        }
    }

    public Task RecordStepsAsync(IReadOnlyCollection<StepRecord> records, CancellationToken cancellation) =>
        table.UpsertAsync(records.Select(Row), cancellation);

    /// <summary>The rows of a plan's items, each with its ordinal as the keys spell it.</summary>
    public static IAsyncEnumerable<(Row Row, string Ordinal)> ItemRowsAsync(IRows table, int plan, CancellationToken cancellation) =>
        table.ReadAsync(PlanKeys.Rows(ItemKind, plan), cancellation).Select(row => (row, row.Key.Split(Keys.Between)[2]));

    /// <summary>The rows of the files of a plan's items; an entry of a history comes with its number.</summary>
    public static async IAsyncEnumerable<(Row Row, string Ordinal, int? Entry)> FileRowsAsync(
        IRows table, int plan, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in table.ReadAsync(PlanKeys.Rows(FileKind, plan), cancellation))
        {
            var parts = row.Key.Split(Keys.Between);
            yield return (row, parts[2], parts[3] == HistoryKind ? int.Parse(parts[4], CultureInfo.InvariantCulture) : null);
        }
    }

    /// <summary>Whether the row is that of an item or of its file, under its present name or an earlier one.</summary>
    public static bool IsOf(Row row) => row.Key.Split(Keys.Between)[0] is ItemKind or FileKind;

    /// <summary>The files of evidence that the items of a ledger name, in the present layout or an earlier one.</summary>
    public static IAsyncEnumerable<EvidenceKey> EvidenceAsync(IRowStore store, CancellationToken cancellation) =>
        store.Items
            .ReadAsync(new() { From = ItemKind + Keys.Between, Before = ItemKind + Keys.AfterBetween }, cancellation)
            .Select(RowJson.Value<Item>)
            .SelectMany(item => item.Evidence.Where(e => e.Link is null).Select(e => new EvidenceKey(item.Code, e.Sha256)))
            .Distinct(); // a crash while the rows are moved leaves some at both places

    /// <summary>Adds the items of one plan that do not exist. Returns the tallies after that, and whether all were new.</summary>
    private async Task<(ImmutableDictionary<string, Stored<Tally>> Tallies, bool AreNew)> AddAsync(
        List<NewItem> items, ImmutableDictionary<string, Stored<Tally>> tallies, Instant at, Actor by, CancellationToken cancellation)
    {
        var count = items.Count;
        while (items.Count > 0)
        {
            var plan = items[0].Item.Code.Plan;
            var (added, counted) = BoardRows.Adding(items.ConvertAll(i => i.Listed), tallies);
            RowWrite[] writes =
            [
                .. items.Select(i => RowWrite.Insert(Row(HistoryEntry.Loaded(i.Item, at, by)))),
                .. items.Select(i => RowWrite.Insert(i.Row)),
                .. added,
            ];
            var written = await table.TryWriteAsync(writes, cancellation);
            if (written.Conflict is null)
                return (BoardRows.Written(tallies, counted, written), items.Count == count);
            var there = await FindItemsAsync([.. items.Select(i => i.Item.Code)], cancellation);
            items = [.. items.Where(i => !there.ContainsKey(i.Item.Code))];
            tallies = await BoardRows.TalliesAsync(table, plan, cancellation);
        }
        return (tallies, false);
    }

    /// <summary>
    /// The codes, which are in order, in groups, one request each. A group depends on the wanted codes and the sizes of the plans alone, so
    /// the number of requests does not depend on which items stand between them.
    /// </summary>
    private static IEnumerable<List<ItemCode>> Groups(List<ItemCode> codes, IReadOnlyDictionary<int, int> sizes)
    {
        var group = new List<ItemCode>();
        foreach (var code in codes)
        {
            if (group.Count > 0 && !Fits(group, code, sizes))
            {
                yield return group;
                group = [];
            }
            group.Add(code);
        }
        if (group.Count > 0)
            yield return group;
    }

    /// <summary>Whether the next code fits into a group: by its key, or because the items between are few and can be read along.</summary>
    private static bool Fits(List<ItemCode> group, ItemCode code, IReadOnlyDictionary<int, int> sizes)
    {
        var first = group[0];
        if (PlanKeys.Partition(code.Plan) != PlanKeys.Partition(first.Plan))
            return false;
        var span = code.Ordinal - first.Ordinal + 1
            + Enumerable.Range(first.Plan, code.Plan - first.Plan).Sum(plan => sizes.GetValueOrDefault(plan));
        return span <= Reach && (group.Count < RowRange.MostKeys || span <= ReadAlong * (group.Count + 1));
    }

    private async Task<List<Item>> GroupAsync(List<ItemCode> codes, CancellationToken cancellation)
    {
        if (codes is [var only])
            return await FindItemAsync(only, cancellation) is { } item ? [item.Value] : [];
        List<string> keys = [.. codes.Select(ItemKey)];
        var all = RowRange.Of(PlanKeys.Partition(codes[0].Plan));
        var group = keys.Count <= RowRange.MostKeys
            ? all with { Keys = keys }
            : all with { From = keys[0], Before = keys[^1] + Keys.Between };
        var wanted = keys.ToHashSet();
        return await table.ReadAsync(group, cancellation).Where(row => wanted.Contains(row.Key)).Select(RowJson.Value<Item>)
            .ToListAsync(cancellation);
    }

    private IAsyncEnumerable<T> FileRowsAsync<T>(int plan, int from, string kind, CancellationToken cancellation) =>
        table.ReadAsync(PlanKeys.Rows(FileKind, plan) with { From = FileKey(new(plan, from)) }, cancellation)
            .Where(row => row.Key.Split(Keys.Between)[3] == kind)
            .Select(RowJson.Value<T>);

    private async Task<(List<HistoryEntry> History, List<StepRecord> Steps)> FileAsync(ItemCode code, CancellationToken cancellation)
    {
        var file = FileKey(code);
        var (history, steps) = (new List<HistoryEntry>(), new List<StepRecord>());
        var range = RowRange.Of(Partition(code)) with { From = file + Keys.Between, Before = file + Keys.AfterBetween };
        await foreach (var row in table.ReadAsync(range, cancellation))
        {
            if (row.Key.StartsWith(Keys.Join(file, HistoryKind, ""), StringComparison.Ordinal))
                history.Add(RowJson.Value<HistoryEntry>(row));
            else
                steps.Add(RowJson.Value<StepRecord>(row));
        }
        return (history, steps);
    }

    private static Row Row(Item item)
    {
        var row = RowJson.Row(Partition(item.Code), ItemKey(item.Code), item);
        row[BoardBuilding.OnBoard] = true;
        row["State"] = item.State.ToString();
        row["Deadline"] = item.Deadline.Date is { } date ? Keys.Date(date) : item.Deadline.Kind.ToString();
        return row;
    }

    private static Row Row(HistoryEntry entry) =>
        RowJson.Row(Partition(entry.Item), Keys.Join(FileKey(entry.Item), HistoryKind, Keys.Number(entry.Number)), entry);

    private static Row Row(StepRecord record)
    {
        var step = record.Step;
        var row = RowJson.Row(
            Partition(step.Item),
            Keys.Join(
                FileKey(step.Item), StepKind, step.DeadlineVersion.ToString(CultureInfo.InvariantCulture), Keys.Safe(step.Name.ToString()),
                step.Role.ToString(), Keys.Hash(record.To.Value)),
            record);
        row["Outcome"] = record.Outcome.ToString();
        return row;
    }

    private static string Partition(ItemCode code) => PlanKeys.Partition(code.Plan);

    private static string ItemKey(ItemCode code) => PlanKeys.Key(ItemKind, code.Plan, Keys.Number(code.Ordinal));

    private static string FileKey(ItemCode code) => PlanKeys.Key(FileKind, code.Plan, Keys.Number(code.Ordinal));

    private sealed record NewItem(BoardRows.ListedItem Listed, Row Row)
    {
        public Item Item => Listed.Item;

        /// <summary>Its row, its history, its entries on the board and the tally of its unit; the characters of its row.</summary>
        public (int Rows, int Characters) Size => (3 + Listed.Entries.Length, Row.Characters);
    }
}
