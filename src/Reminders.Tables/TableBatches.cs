using System.Text.Json;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Reminders.Tables;

/// <summary>
/// Writes many rows in few requests. A batch (entity group transaction) takes at most 100 different rows of one partition in 4 MiB and is
/// atomic: it fails if a row to insert exists or a row to delete is missing. The stored rows are then read, and the rest is tried again.
/// </summary>
internal static class TableBatches
{
    private const int MaxRows = 100;
    private const int MaxBytes = 3_500_000;

    /// <summary>The rows of a partition by row key, from a row key on.</summary>
    public static IAsyncEnumerable<TableEntity> RowsAsync(
        this TableClient table, string partition, CancellationToken cancellation, string from = "") => table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from}"), cancellationToken: cancellation);

    /// <summary>Inserts or replaces rows; if two have the same keys, the later counts.</summary>
    public static async Task UpsertAsync(this TableClient table, IEnumerable<TableEntity> rows, CancellationToken cancellation)
    {
        foreach (var batch in Cut(rows.Reverse().Select(r => (TableEntity[])[r])))
            await table.SubmitTransactionAsync(Actions(TableTransactionActionType.UpsertReplace, batch), cancellation);
    }

    /// <summary>
    /// Inserts each set of rows whose first row does not exist. A set is inserted as a whole or not at all. Returns the row keys of the
    /// first rows that this call inserted, even if the answer to an insert was lost.
    /// </summary>
    public static async Task<HashSet<string>> InsertFreeAsync(
        this TableClient table, IEnumerable<TableEntity[]> sets, CancellationToken cancellation)
    {
        var mark = WriteMark.New();
        var inserted = new HashSet<string>();
        foreach (var batch in Cut(sets))
        {
            foreach (var row in batch.SelectMany(set => set))
                row.Marked(mark);
            var free = batch;
            while (free.Count > 0)
            {
                try
                {
                    await table.SubmitTransactionAsync(Actions(TableTransactionActionType.Add, free), cancellation);
                    inserted.UnionWith(free.Select(set => set[0].RowKey));
                    break;
                }
                catch (TableTransactionFailedException conflict) when (conflict.ErrorCode == TableErrorCode.EntityAlreadyExists)
                {
                    var stored = await table.StoredAsync(free, cancellation);
                    inserted.UnionWith(free.Select(set => set[0].RowKey).Where(key => stored.GetValueOrDefault(key).IsMarked(mark)));
                    var before = free.Count;
                    free = [.. free.Where(set => !stored.ContainsKey(set[0].RowKey))];
                    if (free.Count == before)
                        throw;
                }
            }
        }
        return inserted;
    }

    /// <summary>Deletes rows without comparing tags; missing rows are skipped.</summary>
    public static async Task DeleteAsync(this TableClient table, IEnumerable<TableEntity> rows, CancellationToken cancellation)
    {
        foreach (var batch in Cut(rows.Select(r => (TableEntity[])[r])))
        {
            var there = batch;
            while (there.Count > 0)
            {
                try
                {
                    await table.SubmitTransactionAsync(Actions(TableTransactionActionType.Delete, there), cancellation);
                    break;
                }
                catch (TableTransactionFailedException gone) when (gone.Status == 404 && gone.ErrorCode != TableErrorCode.TableNotFound)
                {
                    var stored = await table.StoredAsync(there, cancellation);
                    there = [.. there.Where(set => stored.ContainsKey(set[0].RowKey))];
                }
            }
        }
    }

    /// <summary>
    /// The size of a row in the body of a request, where the SDK writes a Chinese character or a quotation mark in six bytes.
    /// </summary>
    public static int BytesOf(TableEntity row) =>
        1_000 + row.Select(property => property.Value).OfType<string>().Sum(text => JsonEncodedText.Encode(text).EncodedUtf8Bytes.Length);

    private static IEnumerable<TableTransactionAction> Actions(TableTransactionActionType type, List<TableEntity[]> batch) =>
        batch.SelectMany(set => set).Select(row => new TableTransactionAction(type, row));

    /// <summary>The stored rows between the first and the last set of the batch, by row key, with their marks.</summary>
    private static async Task<Dictionary<string, TableEntity>> StoredAsync(
        this TableClient table, List<TableEntity[]> batch, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {batch[0][0].PartitionKey} and RowKey ge {batch[0][0].RowKey} and RowKey le {batch[^1][0].RowKey}");
        var stored = new Dictionary<string, TableEntity>();
        string[] columns = ["RowKey", WriteMark.Property];
        await foreach (var row in table.QueryAsync<TableEntity>(filter, select: columns, cancellationToken: cancellation))
            stored[row.RowKey] = row;
        return stored;
    }

    /// <summary>Cuts the sets into batches by partition, in the order of their keys. Of two equal keys the first counts.</summary>
    private static IEnumerable<List<TableEntity[]>> Cut(IEnumerable<TableEntity[]> sets)
    {
        foreach (var partition in sets.GroupBy(set => set[0].PartitionKey))
        {
            var batch = new List<TableEntity[]>();
            var (rows, bytes) = (0, 0);
            foreach (var set in partition.DistinctBy(set => set[0].RowKey).OrderBy(set => set[0].RowKey, StringComparer.Ordinal))
            {
                var size = set.Sum(BytesOf);
                if (rows + set.Length > MaxRows || (rows > 0 && bytes + size > MaxBytes))
                {
                    yield return batch;
                    (batch, rows, bytes) = ([], 0, 0);
                }
                batch.Add(set);
                (rows, bytes) = (rows + set.Length, bytes + size);
            }
            if (rows > 0)
                yield return batch;
        }
    }
}
