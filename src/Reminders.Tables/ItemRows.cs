using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using NodaTime.Text;

namespace Reminders.Tables;

/// <summary>
/// Items with their files. Partition: the plan, so that an item and its history change in one batch. Rows: <c>i|ordinal</c> for the item,
/// <c>f|ordinal|h|number</c> for its history, <c>f|ordinal|s|…</c> for the records of its steps. A plan of 12,000 items soon has a hundred
/// thousand rows of files. They have their own prefix, so the board reads the range <c>i|</c> and none of them. The price: one item with
/// its file takes two requests.
/// </summary>
internal sealed class ItemRows(TableClient table, IPlans plans) : IItems
{
    private const string ItemPrefix = "i|";
    private const string HistoryKind = "h";
    private const string StepKind = "s";

    /// <summary>
    /// The service takes 15 comparisons in a filter (Querying tables and entities, Microsoft Learn); the range needs three of them.
    /// </summary>
    private const int MostWanted = 12;

    /// <summary>The number of items that one request may pass through between its first and its last wanted item.</summary>
    private const int Reach = 1000;

    private const int AtOnce = 32;

    public Task AddItemsAsync(IReadOnlyCollection<Item> items, Instant at, Actor by, CancellationToken cancellation) =>
        table.InsertFreeAsync(items.Select(item => (TableEntity[])[Row(item), Row(HistoryEntry.Loaded(item, at, by))]), cancellation);

    public async Task<Stored<Item>?> FindItemAsync(ItemCode code, CancellationToken cancellation)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(Partition(code), ItemKey(code), cancellationToken: cancellation);
        return row.HasValue ? new(EntityJson.Value<Item>(row.Value!), row.Value!.ETag.ToString()) : null;
    }

    public async Task<IReadOnlyDictionary<ItemCode, Item>> FindItemsAsync(
        IReadOnlyCollection<ItemCode> codes, CancellationToken cancellation)
    {
        var found = new Dictionary<ItemCode, Item>();
        foreach (var groups in Groups(codes.Distinct()).Chunk(AtOnce))
        {
            foreach (var item in (await Task.WhenAll(groups.Select(group => GroupAsync(group, cancellation)))).SelectMany(items => items))
                found[item.Code] = item;
        }
        return found;
    }

    /// <remarks>Items and files are two ranges in the same order, read side by side.</remarks>
    public async IAsyncEnumerable<ItemFile> ItemFilesAsync(int plan, int from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var records = FileRowsAsync<StepRecord>(plan, from, StepKind, cancellation).GetAsyncEnumerator(cancellation);
        await using var _ = records.ConfigureAwait(false);
        var more = await records.MoveNextAsync();
        await foreach (var item in RangeAsync(Keys.Number(plan), ItemPrefix + Keys.Number(from), "i" + Keys.AfterBetween, cancellation))
        {
            var steps = new List<StepRecord>();
            for (; more && records.Current.Step.Item.CompareTo(item.Code) <= 0; more = await records.MoveNextAsync())
            {
                if (records.Current.Step.Item == item.Code)
                    steps.Add(records.Current);
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

    /// <remarks>Reads plan by plan, because one range over the whole table passes through the file of every item.</remarks>
    public async IAsyncEnumerable<Item> ItemsAsync(int? plan, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var numbers = plan is { } one ? [one] : (await plans.PlansAsync(cancellation)).Select(p => p.Number);
        foreach (var number in numbers)
        {
            await foreach (var item in RangeAsync(Keys.Number(number), ItemPrefix, "i" + Keys.AfterBetween, cancellation))
                yield return item;
        }
    }

    public async Task<bool> TrySaveItemAsync(Stored<Item> item, HistoryEntry entry, CancellationToken cancellation)
    {
        var mark = WriteMark.New();
        var history = Row(entry).Marked(mark);
        try
        {
            await table.SubmitTransactionAsync(
                [
                    new(TableTransactionActionType.UpdateReplace, Row(item.Value).Marked(mark), new ETag(item.Tag)),
                    new(TableTransactionActionType.Add, history),
                ],
                cancellation);
            return true;
        }
        catch (TableTransactionFailedException conflict) when (conflict.Status is 404 or 409 or 412)
        {
            // The row of the history never changes, so its mark names the writer even after a later change of the item.
            if (await table.FindMarkedAsync(history, mark, cancellation) is not null)
                return true;
            if (conflict.Status == 409)
                throw;
            return false;
        }
    }

    public Task RecordStepsAsync(IReadOnlyCollection<StepRecord> records, CancellationToken cancellation) =>
        table.UpsertAsync(records.Select(Row), cancellation);

    /// <summary>The rows of a plan's items, each with its ordinal as the keys spell it.</summary>
    public static async IAsyncEnumerable<(TableEntity Row, string Ordinal)> ItemEntitiesAsync(
        TableClient table, string plan, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in Range(table, plan, ItemPrefix, "i" + Keys.AfterBetween, cancellation))
            yield return (row, row.RowKey.Split(Keys.Between)[1]);
    }

    /// <summary>The rows of the files of a plan's items; an entry of a history comes with its number.</summary>
    public static async IAsyncEnumerable<(TableEntity Row, string Ordinal, int? Entry)> FileEntitiesAsync(
        TableClient table, string plan, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {plan} and RowKey lt {ItemPrefix}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            var parts = row.RowKey.Split(Keys.Between);
            yield return (row, parts[1], parts[2] == HistoryKind ? int.Parse(parts[3], CultureInfo.InvariantCulture) : null);
        }
    }

    /// <summary>
    /// The codes in groups, one request each. A group depends on the wanted codes alone, so the number of requests does not depend on the
    /// items between them.
    /// </summary>
    private static IEnumerable<List<ItemCode>> Groups(IEnumerable<ItemCode> codes)
    {
        var group = new List<ItemCode>();
        foreach (var code in codes.Order())
        {
            if (group.Count == MostWanted || (group.Count > 0 && (code.Plan != group[0].Plan || code.Ordinal - group[0].Ordinal >= Reach)))
            {
                yield return group;
                group = [];
            }
            group.Add(code);
        }
        if (group.Count > 0)
            yield return group;
    }

    private async Task<List<Item>> GroupAsync(List<ItemCode> codes, CancellationToken cancellation)
    {
        if (codes is [var only])
            return await FindItemAsync(only, cancellation) is { } item ? [item.Value] : [];
        // The filter also names both ends: with "or" alone the service passes through the whole plan.
        var rows = string.Join(" or ", codes.Select(code => TableClient.CreateQueryFilter($"RowKey eq {ItemKey(code)}")));
        var (from, to) = (ItemKey(codes[0]), ItemKey(codes[^1]));
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(codes[0])} and RowKey ge {from} and RowKey le {to}")
            + $" and ({rows})";
        return await table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation)
            .Select(EntityJson.Value<Item>).ToListAsync(cancellation);
    }

    private IAsyncEnumerable<Item> RangeAsync(string partition, string from, string before, CancellationToken cancellation) =>
        Range(table, partition, from, before, cancellation).Select(EntityJson.Value<Item>);

    private static AsyncPageable<TableEntity> Range(
        TableClient table, string partition, string from, string before, CancellationToken cancellation) => table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {before}"),
            cancellationToken: cancellation);

    private IAsyncEnumerable<T> FileRowsAsync<T>(int plan, int from, string kind, CancellationToken cancellation) =>
        Range(table, Keys.Number(plan), FileKey(new(plan, from)), "f" + Keys.AfterBetween, cancellation)
            .Where(row => row.RowKey.Split(Keys.Between)[2] == kind)
            .Select(EntityJson.Value<T>);

    private async Task<(List<HistoryEntry> History, List<StepRecord> Steps)> FileAsync(ItemCode code, CancellationToken cancellation)
    {
        var file = FileKey(code);
        var (history, steps) = (new List<HistoryEntry>(), new List<StepRecord>());
        await foreach (var row in Range(table, Partition(code), file + Keys.Between, file + Keys.AfterBetween, cancellation))
        {
            if (row.RowKey.StartsWith(Keys.Join(file, HistoryKind, ""), StringComparison.Ordinal))
                history.Add(EntityJson.Value<HistoryEntry>(row));
            else
                steps.Add(EntityJson.Value<StepRecord>(row));
        }
        return (history, steps);
    }

    private static TableEntity Row(Item item)
    {
        var row = EntityJson.Row(Partition(item.Code), ItemKey(item.Code), item);
        row["State"] = item.State.ToString();
        row["Deadline"] = item.Deadline.Date is { } date ? LocalDatePattern.Iso.Format(date) : item.Deadline.Kind.ToString();
        return row;
    }

    private static TableEntity Row(HistoryEntry entry) =>
        EntityJson.Row(Partition(entry.Item), Keys.Join(FileKey(entry.Item), HistoryKind, Keys.Number(entry.Number)), entry);

    private static TableEntity Row(StepRecord record)
    {
        var step = record.Step;
        var row = EntityJson.Row(
            Partition(step.Item),
            Keys.Join(
                FileKey(step.Item), StepKind, step.DeadlineVersion.ToString(CultureInfo.InvariantCulture), Keys.Safe(step.Name.ToString()),
                step.Role.ToString(), Keys.Hash(record.To.Value)),
            record);
        row["Outcome"] = record.Outcome.ToString();
        return row;
    }

    private static string Partition(ItemCode code) => Keys.Number(code.Plan);

    private static string ItemKey(ItemCode code) => ItemPrefix + Keys.Number(code.Ordinal);

    private static string FileKey(ItemCode code) => Keys.Join("f", Keys.Number(code.Ordinal));
}
