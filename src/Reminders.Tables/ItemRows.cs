using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using NodaTime.Text;

namespace Reminders.Tables;

/// <summary>
/// Items with their files. Partition: the plan, so that an item and its history change in one batch. Rows: <c>i|ordinal</c> the item,
/// <c>f|ordinal|h|number</c> its history, <c>f|ordinal|s|…</c> what became of its steps. The files have a prefix of their own because a
/// plan of 12,000 items has a hundred thousand such rows before long: a board reads <c>i|</c> to its end and none of them. The price is
/// that one item with its file takes two requests, which only a person looking at that item asks for.
/// </summary>
internal sealed class ItemRows(TableClient table, IPlans plans) : IItems
{
    private const string ItemPrefix = "i|";
    private const string HistoryKind = "h";
    private const string StepKind = "s";

    /// <summary>
    /// The service takes 15 comparisons in a filter (Querying tables and entities, Microsoft Learn); three of them say where to look.
    /// </summary>
    private const int MostWanted = 12;

    /// <summary>How many items of a plan one request may pass through on its way from the first that is wanted to the last.</summary>
    private const int Reach = 1000;

    private const int AtOnce = 32;

    public Task AddItemsAsync(IReadOnlyCollection<Item> items, Instant at, Actor by, CancellationToken cancellation) =>
        table.InsertFreeAsync(items.Select(item => (TableEntity[])[Row(item), Row(HistoryEntry.Loaded(item, at, by))]), cancellation);

    public async Task<Stored<Item>?> FindItemAsync(ItemCode code, CancellationToken cancellation)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(Partition(code), ItemKey(code), cancellationToken: cancellation);
        return row.HasValue ? new(EntityJson.Value<Item>(row.Value!), row.Value!.ETag.ToString()) : null;
    }

    public async Task<IReadOnlyDictionary<ItemCode, Item>> FindItemsAsync(IReadOnlyCollection<ItemCode> codes, CancellationToken cancellation)
    {
        var found = new Dictionary<ItemCode, Item>();
        foreach (var groups in Groups(codes.Distinct()).Chunk(AtOnce))
        {
            foreach (var item in (await Task.WhenAll(groups.Select(group => GroupAsync(group, cancellation)))).SelectMany(items => items))
                found[item.Code] = item;
        }
        return found;
    }

    /// <summary>
    /// The items of a plan from an ordinal on, each with its steps. Items and files are two ranges in the same order, read side by side.
    /// </summary>
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

    /// <summary>
    /// The histories of a plan's items, which come with the steps that stand between them: rows of both kinds share the range of an item's
    /// file.
    /// </summary>
    public IAsyncEnumerable<HistoryEntry> HistoryAsync(int plan, CancellationToken cancellation) =>
        FileRowsAsync<HistoryEntry>(plan, 0, HistoryKind, cancellation);

    public async Task<ItemFile?> FindItemFileAsync(ItemCode code, CancellationToken cancellation)
    {
        var file = FileAsync(code, cancellation);
        var item = await FindItemAsync(code, cancellation);
        var (history, steps) = await file;
        return item is null ? null : new(item.Value, history, [.. steps.OrderBy(s => s.DueAt)]);
    }

    /// <remarks>All plans are read plan by plan: one range over the whole table would pass through every item's file.</remarks>
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
            // The history's row is never written over, so it tells whose change it was even when the item has changed again.
            var stored = await table.GetEntityIfExistsAsync<TableEntity>(history.PartitionKey, history.RowKey, [WriteMark.Property], cancellation);
            if (stored.HasValue && stored.Value.IsMarked(mark))
                return true;
            if (conflict.Status == 409)
                throw;
            return false;
        }
    }

    public Task RecordStepsAsync(IReadOnlyCollection<StepRecord> records, CancellationToken cancellation) =>
        table.UpsertAsync(records.Select(Row), cancellation);

    /// <summary>The rows of a plan's items as they are, each with its ordinal as the keys spell it.</summary>
    public static async IAsyncEnumerable<(TableEntity Row, string Ordinal)> ItemEntitiesAsync(
        TableClient table, string plan, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {plan} and RowKey ge {ItemPrefix} and RowKey lt {"i" + Keys.AfterBetween}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            yield return (row, row.RowKey.Split(Keys.Between)[1]);
    }

    /// <summary>The rows of all files of a plan's items as they are; of a history's entry with its number.</summary>
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
    /// The codes in groups of one request each. Groups are made by what is wanted alone, and not wider for items that stand in a row, so
    /// that a scan costs the same whatever stands between.
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
        // Both ends are named beside the rows: with "or" alone the service would pass through the whole plan.
        var rows = string.Join(" or ", codes.Select(code => TableClient.CreateQueryFilter($"RowKey eq {ItemKey(code)}")));
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {Partition(codes[0])} and RowKey ge {ItemKey(codes[0])} and RowKey le {ItemKey(codes[^1])}") + $" and ({rows})";
        return await MatchingAsync(filter, cancellation).ToListAsync(cancellation);
    }

    private IAsyncEnumerable<Item> RangeAsync(string partition, string from, string before, CancellationToken cancellation) => MatchingAsync(
        TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {before}"), cancellation);

    private async IAsyncEnumerable<Item> MatchingAsync(string filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            yield return EntityJson.Value<Item>(row);
    }

    private async IAsyncEnumerable<T> FileRowsAsync<T>(int plan, int from, string kind, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {Keys.Number(plan)} and RowKey ge {FileKey(new(plan, from))} and RowKey lt {"f" + Keys.AfterBetween}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            if (row.RowKey.Split(Keys.Between)[2] == kind)
                yield return EntityJson.Value<T>(row);
        }
    }

    private async Task<(List<HistoryEntry> History, List<StepRecord> Steps)> FileAsync(ItemCode code, CancellationToken cancellation)
    {
        var file = FileKey(code);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {Partition(code)} and RowKey ge {file + Keys.Between} and RowKey lt {file + Keys.AfterBetween}");
        var (history, steps) = (new List<HistoryEntry>(), new List<StepRecord>());
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
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
