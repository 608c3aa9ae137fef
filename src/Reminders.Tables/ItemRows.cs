using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using NodaTime;
using NodaTime.Text;
using Reminders.Core.Items;
using Reminders.Core.Ledgers;

namespace Reminders.Tables;

/// <summary>
/// Items with their files. Partition: the plan, so that an item and its history change in one batch. Rows: <c>i|ordinal</c> the item,
/// <c>f|ordinal|h|number</c> its history, <c>f|ordinal|s|…</c> what became of its steps. The files have a prefix of their own because a
/// plan of 12,000 items has a hundred thousand such rows before long: a board reads <c>i|</c> to its end and none of them. The price is that one
/// item with its file takes two requests, which only a person looking at that item asks for.
/// </summary>
internal sealed class ItemRows(TableClient table)
{
    private const string ItemPrefix = "i|";

    /// <summary>Two items that are wanted share a request when no more than so many others stand between them: what is read grows with what is wanted, never with what the plan holds.</summary>
    private const int WorthPassing = 8;

    private const int AtOnce = 32;

    public Task AddAsync(IReadOnlyCollection<Item> items, Instant at, Actor by, CancellationToken cancellation) =>
        table.InsertFreeAsync(items.Select(item => (TableEntity[])[Row(item), Row(HistoryEntry.Loaded(item, at, by))]), cancellation);

    public async Task<Stored<Item>?> FindAsync(ItemCode code, CancellationToken cancellation)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(Partition(code), ItemKey(code), cancellationToken: cancellation);
        return row.HasValue ? new(EntityJson.Value<Item>(row.Value!), row.Value!.ETag.ToString()) : null;
    }

    public async Task<IReadOnlyDictionary<ItemCode, Item>> FindAsync(IReadOnlyCollection<ItemCode> codes, CancellationToken cancellation)
    {
        var wanted = codes.ToHashSet();
        var found = new Dictionary<ItemCode, Item>();
        foreach (var runs in Runs(wanted).Chunk(AtOnce))
        {
            foreach (var item in (await Task.WhenAll(runs.Select(run => RunAsync(run.First, run.Last, cancellation)))).SelectMany(items => items))
            {
                if (wanted.Contains(item.Code))
                    found[item.Code] = item;
            }
        }
        return found;
    }

    /// <summary>The items of a plan from an ordinal on, each with its steps. Items and files are two ranges in the same order, read side by side.</summary>
    public async IAsyncEnumerable<ItemFile> FilesAsync(int plan, int from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var records = StepsAsync(plan, from, cancellation).GetAsyncEnumerator(cancellation);
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

    public async Task<ItemFile?> FindFileAsync(ItemCode code, CancellationToken cancellation)
    {
        var file = FileAsync(code, cancellation);
        var item = await FindAsync(code, cancellation);
        var (history, steps) = await file;
        return item is null ? null : new(item.Value, history, [.. steps.OrderBy(s => s.DueAt)]);
    }

    public IAsyncEnumerable<Item> AllAsync(int plan, CancellationToken cancellation) =>
        RangeAsync(Keys.Number(plan), ItemPrefix, "i" + Keys.AfterBetween, cancellation);

    public async Task<bool> TrySaveAsync(Stored<Item> item, HistoryEntry entry, CancellationToken cancellation)
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

    /// <summary>The codes in runs that are worth one request each.</summary>
    private static IEnumerable<(ItemCode First, ItemCode Last)> Runs(IEnumerable<ItemCode> codes)
    {
        (ItemCode First, ItemCode Last)? run = null;
        foreach (var code in codes.Order())
        {
            if (run is { } open && open.Last.Plan == code.Plan && code.Ordinal - open.Last.Ordinal <= WorthPassing + 1)
            {
                run = (open.First, code);
                continue;
            }
            if (run is { } done)
                yield return done;
            run = (code, code);
        }
        if (run is { } last)
            yield return last;
    }

    private async Task<List<Item>> RunAsync(ItemCode first, ItemCode last, CancellationToken cancellation)
    {
        if (first == last)
            return await FindAsync(first, cancellation) is { } item ? [item.Value] : [];
        var items = new List<Item>();
        await foreach (var item in RangeAsync(Partition(first), ItemKey(first), ItemKey(last) + Keys.Between, cancellation))
            items.Add(item);
        return items;
    }

    private async IAsyncEnumerable<Item> RangeAsync(string partition, string from, string before, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {before}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            yield return EntityJson.Value<Item>(row);
    }

    private async IAsyncEnumerable<StepRecord> StepsAsync(int plan, int from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {Keys.Number(plan)} and RowKey ge {FileKey(new(plan, from))} and RowKey lt {"f" + Keys.AfterBetween}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            if (row.RowKey.Split(Keys.Between)[2] == "s")
                yield return EntityJson.Value<StepRecord>(row);
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
            if (row.RowKey.StartsWith(Keys.Join(file, "h", ""), StringComparison.Ordinal))
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
        EntityJson.Row(Partition(entry.Item), Keys.Join(FileKey(entry.Item), "h", Keys.Number(entry.Number)), entry);

    private static TableEntity Row(StepRecord record)
    {
        var step = record.Step;
        var row = EntityJson.Row(
            Partition(step.Item),
            Keys.Join(
                FileKey(step.Item), "s", step.DeadlineVersion.ToString(CultureInfo.InvariantCulture), Keys.Safe(step.Name),
                step.Role.ToString(), Keys.Hash(record.To.Value)),
            record);
        row["Outcome"] = record.Outcome.ToString();
        return row;
    }

    private static string Partition(ItemCode code) => Keys.Number(code.Plan);

    private static string ItemKey(ItemCode code) => ItemPrefix + Keys.Number(code.Ordinal);

    private static string FileKey(ItemCode code) => Keys.Join("f", Keys.Number(code.Ordinal));
}
