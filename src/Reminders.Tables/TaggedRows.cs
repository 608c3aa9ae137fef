using Azure;
using Azure.Data.Tables;

namespace Reminders.Tables;

/// <summary>
/// Values that are few and are changed in place by several callers, such as keys and absences: one partition of the directory's table for
/// each kind.
/// </summary>
/// <param name="table">The directory's table.</param>
/// <param name="partition">The kind.</param>
/// <param name="row">The value's row key.</param>
internal sealed class TaggedRows<T>(TableClient table, string partition, Func<T, string> row)
{
    public async Task<IReadOnlyList<Stored<T>>> AllAsync(CancellationToken cancellation) => await table.RowsAsync(partition, cancellation)
        .Select(row => new Stored<T>(EntityJson.Value<T>(row), row.ETag.ToString())).ToListAsync(cancellation);

    public async Task<bool> TryAddAsync(T value, CancellationToken cancellation) =>
        (await table.InsertFreeAsync([[Row(value)]], cancellation)).Count > 0;

    public async Task<bool> TrySaveAsync(Stored<T> value, CancellationToken cancellation)
    {
        var mark = WriteMark.New();
        var entity = Row(value.Value).Marked(mark);
        try
        {
            await table.UpdateEntityAsync(entity, new ETag(value.Tag), TableUpdateMode.Replace, cancellation);
            return true;
        }
        catch (RequestFailedException conflict) when (conflict.Status is 404 or 412)
        {
            var stored = await table.GetEntityIfExistsAsync<TableEntity>(entity.PartitionKey, entity.RowKey, [WriteMark.Property], cancellation);
            return stored.HasValue && stored.Value.IsMarked(mark);
        }
    }

    private TableEntity Row(T value) => EntityJson.Row(partition, row(value), value);
}
