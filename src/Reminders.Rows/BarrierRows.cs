using Reminders.Rows.Moving;

namespace Reminders.Rows;

/// <summary>
/// Holds the send barriers and the version of the office's people in the directory's table. The partition is <c>barriers</c>. The rows are
/// a hash of each flagged number, <c>halt</c>, <c>restored</c>, <c>people</c>, <c>move</c> and <c>layout</c>.
/// </summary>
internal sealed class BarrierRows(IRows table) : IBarriers
{
    public const string Partition = "barriers";
    public const string Restored = "restored";

    private const string Halt = "halt";
    private const string People = "people";
    private const string Version = "Version";
    private const string Layout = "layout";

    public async Task<SendBarriers> BarriersAsync(CancellationToken cancellation)
    {
        var rows = await table.ReadAsync(RowRange.Of(Partition), cancellation).ToListAsync(cancellation);
        return new(
            [.. rows.Where(r => r.Key is not (Halt or Restored or People or MoveSeal.Key or Layout)).Select(RowJson.Value<NumberFlag>)],
            rows.FirstOrDefault(r => r.Key == Halt) is { } halt ? RowJson.Value<SendingHalt>(halt) : null)
        {
            Restoration = rows.FirstOrDefault(r => r.Key == Restored) is { } restored ? RowJson.Value<Restoration>(restored) : null,
            Move = rows.FirstOrDefault(MoveSeal.IsOf) is { } move ? MoveSeal.Of(move).OutOfUse : null,
            PeopleVersion = rows.FirstOrDefault(r => r.Key == People) is { } people ? people.Text(Version) : "",
        };
    }

    /// <summary>
    /// Keeps versions away that know the items at their earlier places alone. They read this row as a flag without a readable number, so
    /// each of their scans and sends fails. Otherwise they would find no items and would think that nothing is due.
    /// </summary>
    public static async Task StopEarlierAsync(IRows table, CancellationToken cancellation)
    {
        if (await table.FindAsync(Partition, Layout, cancellation) is null)
            await table.UpsertAsync(RowJson.Row(Partition, Layout, new LayoutMark("none")), cancellation);
    }

    /// <summary>Whether it is the row of <see cref="StopEarlierAsync"/>. It stands in empty tables too, and is never copied.</summary>
    public static bool IsLayout(Row row) => row.Partition == Partition && row.Key == Layout;

    /// <summary>
    /// Removes the version of the office's people before a write, because nobody may keep a reading of a half-written change. Returns the
    /// tag that tells <see cref="EndPeopleAsync"/> whether another write has begun since.
    /// </summary>
    public static Task<string> BeginPeopleAsync(IRows table, CancellationToken cancellation) =>
        table.UpsertAsync(PeopleRow(), cancellation);

    /// <summary>Gives the office's people a new version, unless another write is under way; that write gives one when it ends.</summary>
    public static async Task EndPeopleAsync(IRows table, string begun)
    {
        var row = PeopleRow();
        row[Version] = Guid.NewGuid().ToString("N");
        if (await table.TryReplaceAsync(row, begun, CancellationToken.None) is null
            && (await table.FindAsync(Partition, People, CancellationToken.None))?.Text(Version) is not null)
        {
            await table.UpsertAsync(row, CancellationToken.None);
        }
    }

    // Older builds read every row of this partition as a flag. For them this row flags a number that does not exist.
    private static Row PeopleRow() =>
        RowJson.Row(Partition, People, new NumberFlag(PhoneNumber.Parse("+99900000000"), People, NodaConstants.UnixEpoch));

    public Task FlagAsync(NumberFlag flag, CancellationToken cancellation) =>
        table.InsertFreeAsync([[RowJson.Row(Partition, Keys.Hash(flag.Number.Value), flag)]], cancellation);

    public Task UnflagAsync(PhoneNumber number, CancellationToken cancellation) =>
        table.DeleteAsync([new Row(Partition, Keys.Hash(number.Value))], cancellation);

    public Task SaveHaltAsync(SendingHalt? halt, CancellationToken cancellation) => SaveAsync(Halt, halt, cancellation);

    public Task SaveRestorationAsync(Restoration? restoration, CancellationToken cancellation) =>
        SaveAsync(Restored, restoration, cancellation);

    private Task SaveAsync<T>(string row, T? value, CancellationToken cancellation)
        where T : class => value is null
            ? table.DeleteAsync([new Row(Partition, row)], cancellation)
            : table.UpsertAsync([RowJson.Row(Partition, row, value)], cancellation);

    private sealed record LayoutMark(string Number);
}
