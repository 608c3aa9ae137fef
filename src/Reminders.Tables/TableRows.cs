using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Reminders.Tables;

/// <summary>
/// Rows in a table of Azure Table Storage. A batch (entity group transaction) takes at most 100 different rows of one partition in 4 MiB
/// and is atomic: it fails if a row to insert exists or a row to delete is missing. The stored rows are then read, and the rest is tried
/// again.
/// </summary>
/// <remarks>
/// The SDK repeats a request whose answer was lost. The repetition then finds the row inserted (409) or its tag changed (412) by the first
/// attempt. So every conditional write puts a random mark on its rows; after a conflict the mark tells whether this write won.
/// </remarks>
internal sealed class TableRows(TableClient table, string name) : IRows
{
    private const int MaxRows = 100;

    /// <summary>The batches of one call that are under way at once. More of them only meet the limit of their partition.</summary>
    private const int AtOnce = 4;

    /// <summary>
    /// The service refuses a query for more rows:
    /// https://learn.microsoft.com/rest/api/storageservices/query-timeout-and-pagination. Azurite does not check.
    /// </summary>
    private const int MaxPage = 1000;
    private const int MaxBytes = 3_500_000;
    private const string Mark = "Write";

    /// <summary>The tag of no row.</summary>
    private const string NoTag = "W/\"datetime'0001-01-01T00%3A00%3A00.0000000Z'\"";

    public string Name => name;

    public async Task<Row?> FindAsync(string partition, string key, CancellationToken cancellation)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(partition, key, cancellationToken: cancellation);
        return row.HasValue ? Row(row.Value!) : null;
    }

    public async IAsyncEnumerable<Row> ReadAsync(RowRange range, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // A page of the wanted size makes a second request unnecessary.
        var page = Math.Min(range.Most ?? MaxPage, MaxPage);
        var rows = table.QueryAsync<TableEntity>(Filter(range), maxPerPage: page, cancellationToken: cancellation);
        var read = 0;
        await foreach (var row in rows)
        {
            yield return Row(row);
            if (++read == range.Most)
                yield break;
        }
    }

    public async Task<string> UpsertAsync(Row row, CancellationToken cancellation) =>
        (await table.UpsertEntityAsync(Entity(row), TableUpdateMode.Replace, cancellation)).Headers.ETag!.Value.ToString();

    public Task UpsertAsync(IEnumerable<Row> rows, CancellationToken cancellation) =>
        EachBatchAsync(rows.Reverse().Select(r => (TableEntity[])[Entity(r)]), UpsertAsync, cancellation);

    public async Task<IReadOnlySet<string>> InsertFreeAsync(IEnumerable<Row[]> sets, CancellationToken cancellation)
    {
        var mark = NewMark();
        var inserted = new ConcurrentBag<string>();
        await EachBatchAsync(
            sets.Select(set => set.Select(row => Marked(row, mark)).ToArray()),
            async (batch, cancelled) =>
            {
                foreach (var key in await InsertFreeAsync(batch, mark, cancelled))
                    inserted.Add(key);
            },
            cancellation);
        return inserted.ToHashSet();
    }

    public Task DeleteAsync(IEnumerable<Row> rows, CancellationToken cancellation) =>
        EachBatchAsync(rows.Select(r => (TableEntity[])[new(r.Partition, r.Key)]), DeleteAsync, cancellation);

    public int MostTogether => MaxRows;

    public async Task<RowsWritten> TryWriteAsync(IReadOnlyList<RowWrite> writes, CancellationToken cancellation)
    {
        var mark = NewMark();
        var rows = writes.Select(w => w.Change == RowChange.Delete ? new(w.Row.Partition, w.Row.Key) : Marked(w.Row, mark)).ToList();
        try
        {
            if (writes is [{ Change: RowChange.Replace, Tag: var tag }])
            {
                var answer = await table.UpdateEntityAsync(rows[0], new ETag(tag), TableUpdateMode.Replace, cancellation);
                return new([Tag(answer)]);
            }
            var actions = writes.Select((w, n) => new TableTransactionAction(Type(w.Change), rows[n], TagOf(w)));
            return new([.. (await table.SubmitTransactionAsync(actions, cancellation)).Value.Select(Tag)]);
        }
        catch (RequestFailedException conflict)
            when (conflict.Status is 404 or 409 or 412 && conflict.ErrorCode != TableErrorCode.TableNotFound)
        {
            // A row that was inserted stays, so it alone tells whose write it was. Otherwise any row does.
            if (writes.ToList().FindIndex(w => w.Change == RowChange.Insert) is >= 0 and var first && await TagAsync(rows[first]) is null)
                return Conflict(conflict);
            // One by one: between the rows of an item there may be those of a whole block of plans.
            var tags = await Task.WhenAll(rows.Select(TagAsync));
            if (tags.All(t => t is null))
                return Conflict(conflict);
            // A row that somebody has changed since must not be written again by its new tag.
            return new([.. tags.Select(t => t ?? NoTag)]);
        }

        // Null if the row is not as this write has left it.
        async Task<string?> TagAsync(TableEntity row)
        {
            var stored = await table.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, [Mark], cancellation);
            return stored.HasValue && IsMarked(stored.Value, mark) ? stored.Value!.ETag.ToString() : null;
        }

        static RowsWritten Conflict(RequestFailedException conflict) =>
            RowsWritten.InConflict((conflict as TableTransactionFailedException)?.FailedTransactionActionIndex ?? 0);
    }

    private static TableTransactionActionType Type(RowChange change) => change switch
    {
        RowChange.Insert => TableTransactionActionType.Add,
        RowChange.Replace => TableTransactionActionType.UpdateReplace,
        RowChange.Put => TableTransactionActionType.UpsertReplace,
        _ => TableTransactionActionType.Delete,
    };

    private static ETag TagOf(RowWrite write) => write.Change switch
    {
        RowChange.Replace => new(write.Tag),
        RowChange.Delete => write.Tag.Length > 0 ? new(write.Tag) : ETag.All,
        _ => default,
    };

    private static string Tag(Response answer) => answer.Headers.ETag?.ToString() ?? "";

    /// <summary>Both ends are on keys and joined by "and"; with "or" alone the service reads the whole table.</summary>
    private static string? Filter(RowRange range)
    {
        var parts = new List<string>();
        if (range.FromPartition is { } one && one == range.ToPartition)
            parts.Add(TableClient.CreateQueryFilter($"PartitionKey eq {one}"));
        else if (range.FromPartition is { } from)
            parts.Add(TableClient.CreateQueryFilter($"PartitionKey ge {from}"));
        if (range.ToPartition is { } to && to != range.FromPartition)
            parts.Add(TableClient.CreateQueryFilter($"PartitionKey le {to}"));
        if (range.Keys is [var least, .., var greatest])
            parts.Add(TableClient.CreateQueryFilter($"RowKey ge {least} and RowKey le {greatest}"));
        if (range.From is { } start)
            parts.Add(TableClient.CreateQueryFilter($"RowKey ge {start}"));
        if (range.Before is { } end)
            parts.Add(TableClient.CreateQueryFilter($"RowKey lt {end}"));
        if (range.Keys.Count > 0)
            parts.Add($"({string.Join(" or ", range.Keys.Select(key => TableClient.CreateQueryFilter($"RowKey eq {key}")))})");
        if (range.Where.Values.Length > 0)
        {
            var values = range.Where.Values.Select(v => $"{range.Where.Property} {TableClient.CreateQueryFilter($"eq {v}")}");
            parts.Add($"({string.Join(" or ", values)})");
        }
        return parts.Count == 0 ? null : string.Join(" and ", parts);
    }

    private static string NewMark() => Guid.NewGuid().ToString("N");

    private static TableEntity Marked(Row row, string mark)
    {
        var entity = Entity(row);
        entity[Mark] = mark;
        return entity;
    }

    private static bool IsMarked(TableEntity? entity, string mark) => entity?.GetString(Mark) == mark;

    private static TableEntity Entity(Row row) =>
        new(new Dictionary<string, object>(row.Properties)) { PartitionKey = row.Partition, RowKey = row.Key };

    private static Row Row(TableEntity entity)
    {
        var properties = entity.Where(
            p => p.Value is not null && p.Key is not ("PartitionKey" or "RowKey" or "Timestamp" or "odata.etag" or Mark));
        return new(
            entity.PartitionKey, entity.RowKey,
            properties.ToDictionary(p => p.Key, p => p.Value is BinaryData data ? data.ToArray() : p.Value),
            entity.ETag.ToString());
    }

    private static IEnumerable<TableTransactionAction> Actions(TableTransactionActionType type, List<TableEntity[]> batch) =>
        batch.SelectMany(set => set).Select(row => new TableTransactionAction(type, row));

    // After a fault no new batch begins. Those under way end before the call does: the service may write a request that is broken off.
    private static Task EachBatchAsync(
        IEnumerable<TableEntity[]> sets, Func<List<TableEntity[]>, CancellationToken, ValueTask> write, CancellationToken cancellation) =>
        Parallel.ForEachAsync(
            Cut(sets),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            (batch, _) => write(batch, cancellation));

    private async ValueTask UpsertAsync(List<TableEntity[]> batch, CancellationToken cancellation) =>
        await table.SubmitTransactionAsync(Actions(TableTransactionActionType.UpsertReplace, batch), cancellation);

    /// <summary>The keys of the first rows that were inserted with the mark.</summary>
    private async Task<HashSet<string>> InsertFreeAsync(List<TableEntity[]> batch, string mark, CancellationToken cancellation)
    {
        var (free, inserted) = (batch, new HashSet<string>());
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
                var stored = await StoredAsync(free, cancellation);
                inserted.UnionWith(free.Select(set => set[0].RowKey).Where(key => IsMarked(stored.GetValueOrDefault(key), mark)));
                var before = free.Count;
                free = [.. free.Where(set => !stored.ContainsKey(set[0].RowKey))];
                if (free.Count == before)
                    throw;
            }
        }
        return inserted;
    }

    private async ValueTask DeleteAsync(List<TableEntity[]> batch, CancellationToken cancellation)
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
                var stored = await StoredAsync(there, cancellation);
                there = [.. there.Where(set => stored.ContainsKey(set[0].RowKey))];
            }
        }
    }

    /// <summary>The stored rows between the first and the last set of the batch, by row key, with their marks.</summary>
    private async Task<Dictionary<string, TableEntity>> StoredAsync(List<TableEntity[]> batch, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {batch[0][0].PartitionKey} and RowKey ge {batch[0][0].RowKey} and RowKey le {batch[^1][0].RowKey}");
        var stored = new Dictionary<string, TableEntity>();
        string[] columns = ["RowKey", Mark];
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

    /// <summary>
    /// The size of a row in the body of a request, where the SDK writes a Chinese character or a quotation mark in six bytes.
    /// </summary>
    private static int BytesOf(TableEntity row) =>
        1_000 + row.Select(property => property.Value).OfType<string>().Sum(text => JsonEncodedText.Encode(text).EncodedUtf8Bytes.Length);
}
