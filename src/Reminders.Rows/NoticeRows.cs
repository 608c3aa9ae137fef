
namespace Reminders.Rows;

/// <summary>
/// Notices. Partition: the day of the slot in UTC, which is the beginning of the id. Row: the id. One request claims up to a hundred
/// notices of a day, and the notices since a given day are one range.
/// </summary>
internal sealed class NoticeRows(IRows table) : INotices
{
    private const string State = "State";

    private static readonly NoticeState[] Waiting = [NoticeState.Pending, NoticeState.Queued];

    public async Task<IReadOnlySet<string>> ClaimAsync(IReadOnlyCollection<Notice> notices, CancellationToken cancellation) =>
        await table.InsertFreeAsync(notices.Select(n => (Row[])[Row(n)]), cancellation);

    public async Task<Stored<Notice>?> FindNoticeAsync(string id, CancellationToken cancellation)
    {
        if (!IsId(id))
            return null;
        return await table.FindAsync(Partition(id), id, cancellation) is { } row ? new(RowJson.Value<Notice>(row), row.Tag) : null;
    }

    /// <remarks>
    /// If the answer to this write was lost and another writer has changed the notice since, this returns null. The caller stops, and the
    /// next scan finds the notice.
    /// </remarks>
    public async Task<Stored<Notice>?> TrySaveNoticeAsync(Stored<Notice> notice, CancellationToken cancellation) =>
        await table.TryReplaceAsync(Row(notice.Value), notice.Tag, cancellation) is { } tag ? notice with { Tag = tag } : null;

    public async Task<IReadOnlyList<Notice>> NoticesSinceAsync(Instant slotAt, CancellationToken cancellation) =>
        await table.ReadAsync(new() { FromPartition = Keys.Day(slotAt) }, cancellation).Select(RowJson.Value<Notice>)
            .Where(notice => notice.SlotAt >= slotAt).ToListAsync(cancellation);

    /// <remarks>Selects by the names of the states: Table Storage reads every notice and returns few.</remarks>
    public async Task<IReadOnlyList<Notice>> UnsettledNoticesAsync(CancellationToken cancellation)
    {
        var states = Enum.GetValues<NoticeState>().Where(s => !NoticeLife.IsSettled(s)).Select(s => s.ToString());
        return await table.ReadAsync(new() { Where = (State, [.. states]) }, cancellation).Select(RowJson.Value<Notice>)
            .ToListAsync(cancellation);
    }

    /// <summary>
    /// Gives every waiting notice another tag and leaves it as it is. A sender that has read one before can no longer claim it.
    /// </summary>
    public static async Task OvertakeSendersAsync(IRows table, CancellationToken cancellation)
    {
        var waiting = Waiting.Select(s => s.ToString()).ToImmutableArray();
        await foreach (var row in table.ReadAsync(new() { Where = (State, waiting) }, cancellation))
        {
            var read = row;
            while (read is not null && waiting.Contains(read.Text(State)!)
                && await table.TryReplaceAsync(read, read.Tag, cancellation) is null)
            {
                read = await table.FindAsync(read.Partition, read.Key, cancellation);
            }
        }
    }

    private static Row Row(Notice notice)
    {
        if (!IsId(notice.Id))
            throw new ArgumentException($"A notice's id must be as {nameof(Notice)}.{nameof(Notice.IdOf)} makes it.", nameof(notice));
        var row = RowJson.Row(Partition(notice.Id), notice.Id, notice);
        row[State] = notice.State.ToString();
        row["Kind"] = notice.Kind.ToString();
        row["To"] = notice.To.Value;
        return row;
    }

    private static string Partition(string id) => id[..8];

    /// <summary>Whether the text, which may come from a URL, has the form of an id.</summary>
    private static bool IsId(string id) =>
        id.Length is > 8 and <= 100 && id.AsSpan(0, 8).IndexOfAnyExceptInRange('0', '9') < 0 && Keys.Safe(id) == id;
}
