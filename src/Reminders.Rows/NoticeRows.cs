
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

    public async Task<IReadOnlyDictionary<string, Stored<Notice>>> FindNoticesAsync(
        IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        var parts = ids.Where(IsId).Distinct().GroupBy(Partition)
            .SelectMany(day => day.Order(StringComparer.Ordinal).Chunk(RowRange.MostKeys));
        var found = await Task.WhenAll(parts.Select(part => PartAsync(part, cancellation)));
        return found.SelectMany(rows => rows).ToDictionary(row => row.Key, row => new Stored<Notice>(RowJson.Value<Notice>(row), row.Tag));
    }

    /// <remarks>
    /// If the answer to this write was lost and another writer has changed a notice since, the notice is returned with a tag that fits no
    /// row. So the next write of it is refused, and the next scan finds the notice.
    /// </remarks>
    public async Task<IReadOnlyDictionary<string, Stored<Notice>>> TrySaveNoticesAsync(
        IReadOnlyCollection<Stored<Notice>> notices, CancellationToken cancellation)
    {
        var saved = new Dictionary<string, Stored<Notice>>();
        var rows = notices.Select(notice => (Notice: notice, Write: RowWrite.Replace(Row(notice.Value), notice.Tag)));
        var parts = rows.GroupBy(r => r.Write.Row.Partition).SelectMany(day => table.Parts(day, r => (1, r.Write.Row.Characters)));
        foreach (var together in parts)
        {
            while (together.Count > 0)
            {
                var written = await table.TryWriteAsync([.. together.Select(r => r.Write)], cancellation);
                if (written.Conflict is { } place)
                {
                    together.RemoveAt(place);
                    continue;
                }
                foreach (var ((notice, _), tag) in together.Zip(written.Tags))
                    saved[notice.Value.Id] = notice with { Tag = tag };
                break;
            }
        }
        return saved;
    }

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

    private async Task<IReadOnlyCollection<Row>> PartAsync(string[] ids, CancellationToken cancellation)
    {
        var day = Partition(ids[0]);
        if (ids is [var only])
            return await table.FindAsync(day, only, cancellation) is { } row ? [row] : [];
        return await table.ReadAsync(RowRange.Of(day) with { Keys = ids }, cancellation).ToListAsync(cancellation);
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
