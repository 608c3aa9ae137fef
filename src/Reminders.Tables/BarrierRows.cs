using Azure;
using Azure.Data.Tables;

namespace Reminders.Tables;

/// <summary>
/// Holds the send barriers and the version of the office's people in the directory's table. The partition is <c>barriers</c>. The rows are
/// a hash of each flagged number, <c>halt</c>, <c>restored</c> and <c>people</c>.
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

    /// <summary>
    /// Removes the version of the office's people before a write, because nobody may keep a reading of a half-written change. Returns the
    /// tag that tells <see cref="EndPeopleAsync"/> whether another write has begun since.
    /// </summary>
    public static async Task<ETag> BeginPeopleAsync(TableClient table, CancellationToken cancellation) =>
        (await table.UpsertEntityAsync(PeopleRow(), TableUpdateMode.Replace, cancellation)).Headers.ETag!.Value;

    /// <summary>Gives the office's people a new version, unless another write is under way; that write gives one when it ends.</summary>
    public static async Task EndPeopleAsync(TableClient table, ETag begun)
    {
        var row = PeopleRow();
        row[Version] = Guid.NewGuid().ToString("N");
        try
        {
            await table.UpdateEntityAsync(row, begun, TableUpdateMode.Replace, CancellationToken.None);
        }
        catch (RequestFailedException other) when (other.Status is 404 or 412)
        {
            var stored = await table.GetEntityIfExistsAsync<TableEntity>(Partition, People, [Version], CancellationToken.None);
            if (stored.HasValue && stored.Value!.GetString(Version) is not null)
                await table.UpsertEntityAsync(row, TableUpdateMode.Replace, CancellationToken.None);
        }
    }

    // Older builds read every row of this partition as a flag. For them this row flags a number that does not exist.
    private static TableEntity PeopleRow() =>
        EntityJson.Row(Partition, People, new NumberFlag(PhoneNumber.Parse("+99900000000"), People, NodaConstants.UnixEpoch));

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
