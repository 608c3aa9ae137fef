using Azure.Data.Tables;

namespace Reminders.Tables;

/// <summary>
/// A random mark by which a write recognises its own repetition. The SDK repeats a request whose answer was lost. The repetition then finds
/// the row inserted (409) or its tag changed (412) by the first attempt. Every conditional write puts a mark on its row; after a conflict
/// the mark tells whether this write won.
/// </summary>
internal static class WriteMark
{
    public const string Property = "Write";

    public static string New() => Guid.NewGuid().ToString("N");

    public static TableEntity Marked(this TableEntity entity, string mark)
    {
        entity[Property] = mark;
        return entity;
    }

    public static bool IsMarked(this TableEntity? entity, string mark) => entity?.GetString(Property) == mark;

    /// <summary>The stored row with these keys if it has the mark; null if another write won.</summary>
    public static async Task<TableEntity?> FindMarkedAsync(
        this TableClient table, TableEntity row, string mark, CancellationToken cancellation)
    {
        var stored = await table.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, [Property], cancellation);
        return stored.HasValue && stored.Value.IsMarked(mark) ? stored.Value : null;
    }
}
