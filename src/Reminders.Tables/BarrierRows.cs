using Azure.Data.Tables;

namespace Reminders.Tables;

/// <summary>
/// The reasons not to send, and the version of the office's people, in the directory's table. Partition: <c>barriers</c>. Rows: a hash of
/// each flagged number, <c>halt</c>, <c>restored</c>, <c>people</c>.
/// </summary>
internal sealed class BarrierRows(TableClient table) : IBarriers
{
    public const string Partition = "barriers";
    public const string Restored = "restored";

    private const string Halt = "halt";
    private const string People = "people";
    private const string Version = "Version";

    public async Task<SendBarriers> BarriersAsync(CancellationToken cancellation)
    {
        var rows = await table.RowsAsync(Partition, cancellation).ToListAsync(cancellation);
        return new(
            [.. rows.Where(r => r.RowKey is not (Halt or Restored or People)).Select(EntityJson.Value<NumberFlag>)],
            rows.FirstOrDefault(r => r.RowKey == Halt) is { } halt ? EntityJson.Value<SendingHalt>(halt) : null)
        {
            Restoration = rows.FirstOrDefault(r => r.RowKey == Restored) is { } restored ? EntityJson.Value<Restoration>(restored) : null,
            PeopleVersion = rows.FirstOrDefault(r => r.RowKey == People) is { } people ? people.GetString(Version) : "",
        };
    }

    /// <summary>Removes the version of the office's people during a write, so that nobody caches a partial reading.</summary>
    public static Task BeginPeopleAsync(TableClient table, CancellationToken cancellation) =>
        table.UpsertAsync([new TableEntity(Partition, People)], cancellation);

    /// <summary>Gives the office's people a new version.</summary>
    public static Task EndPeopleAsync(TableClient table, CancellationToken cancellation) =>
        table.UpsertAsync([new TableEntity(Partition, People) { [Version] = Guid.NewGuid().ToString("N") }], cancellation);

    public Task FlagAsync(NumberFlag flag, CancellationToken cancellation) =>
        table.InsertFreeAsync([[EntityJson.Row(Partition, Keys.Hash(flag.Number.Value), flag)]], cancellation);

    public Task UnflagAsync(PhoneNumber number, CancellationToken cancellation) =>
        table.DeleteAsync([new TableEntity(Partition, Keys.Hash(number.Value))], cancellation);

    public Task SaveHaltAsync(SendingHalt? halt, CancellationToken cancellation) => SaveAsync(Halt, halt, cancellation);

    public Task SaveRestorationAsync(Restoration? restoration, CancellationToken cancellation) =>
        SaveAsync(Restored, restoration, cancellation);

    private Task SaveAsync<T>(string row, T? value, CancellationToken cancellation)
        where T : class => value is null
            ? table.DeleteAsync([new TableEntity(Partition, row)], cancellation)
            : table.UpsertAsync([EntityJson.Row(Partition, row, value)], cancellation);
}
