
namespace Reminders.Rows;

/// <summary>
/// A few values that several callers change in place, such as keys and absences. Each kind has its own partition of the directory's table.
/// </summary>
/// <param name="table">The directory's table.</param>
/// <param name="partition">The partition of the kind.</param>
/// <param name="row">Makes the row key of a value.</param>
internal sealed class TaggedRows<T>(IRows table, string partition, Func<T, string> row)
{
    public async Task<IReadOnlyList<Stored<T>>> AllAsync(CancellationToken cancellation) => await table
        .ReadAsync(RowRange.Of(partition), cancellation)
        .Select(row => new Stored<T>(RowJson.Value<T>(row), row.Tag)).ToListAsync(cancellation);

    public async Task<Stored<T>?> FindAsync(string key, CancellationToken cancellation) =>
        await table.FindAsync(partition, key, cancellation) is { } row ? new(RowJson.Value<T>(row), row.Tag) : null;

    public Task DeleteAsync(IEnumerable<string> keys, CancellationToken cancellation) =>
        table.DeleteAsync(keys.Select(key => new Row(partition, key)), cancellation);

    public async Task<bool> TryAddAsync(T value, CancellationToken cancellation) =>
        (await table.InsertFreeAsync([[Row(value)]], cancellation)).Count > 0;

    public async Task<bool> TrySaveAsync(Stored<T> value, CancellationToken cancellation) =>
        await table.TryReplaceAsync(Row(value.Value), value.Tag, cancellation) is not null;

    private Row Row(T value) => RowJson.Row(partition, row(value), value);
}
