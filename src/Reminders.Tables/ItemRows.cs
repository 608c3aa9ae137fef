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

    public Task AddAsync(IReadOnlyCollection<Item> items, Instant at, Actor by, CancellationToken cancellation) =>
        table.InsertFreeAsync(items.Select(item => (TableEntity[])[Row(item), Row(HistoryEntry.Loaded(item, at, by))]), cancellation);

    public async Task<Stored<Item>?> FindAsync(ItemCode code, CancellationToken cancellation)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(Partition(code), ItemKey(code), cancellationToken: cancellation);
        return row.HasValue ? new(EntityJson.Value<Item>(row.Value!), row.Value!.ETag.ToString()) : null;
    }

    public async Task<ItemFile?> FindFileAsync(ItemCode code, CancellationToken cancellation)
    {
        var file = FileAsync(code, cancellation);
        var item = await FindAsync(code, cancellation);
        var (history, steps) = await file;
        return item is null ? null : new(item.Value, history, [.. steps.OrderBy(s => s.DueAt)]);
    }

    public async IAsyncEnumerable<Item> AllAsync(int plan, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Keys.Number(plan)} and RowKey ge {ItemPrefix} and RowKey lt {"i" + Keys.AfterBetween}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            yield return EntityJson.Value<Item>(row);
    }

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
