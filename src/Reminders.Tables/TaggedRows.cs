using Azure;
using Azure.Data.Tables;

namespace Reminders.Tables;

/// <summary>
/// A few values that several callers change in place, such as keys and absences. Each kind has its own partition of the directory's table.
/// </summary>
/// <param name="table">The directory's table.</param>
/// <param name="partition">The partition of the kind.</param>
/// <param name="row">Makes the row key of a value.</param>
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
            return await table.FindMarkedAsync(entity, mark, cancellation) is not null;
        }
    }

    private TableEntity Row(T value) => EntityJson.Row(partition, row(value), value);
}
