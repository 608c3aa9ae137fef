using Azure;
using Azure.Data.Tables;

namespace Reminders.Tables;

/// <summary>
/// Notices. Partition: the day of the slot in UTC, which is the beginning of the id. Row: the id. One request claims up to a hundred
/// notices of a day, and the notices since a given day are one range.
/// </summary>
internal sealed class NoticeRows(TableClient table) : INotices
{
    public async Task<IReadOnlySet<string>> ClaimAsync(IReadOnlyCollection<Notice> notices, CancellationToken cancellation) =>
        await table.InsertFreeAsync(notices.Select(n => (TableEntity[])[Row(n)]), cancellation);

    public async Task<Stored<Notice>?> FindNoticeAsync(string id, CancellationToken cancellation)
    {
        if (!IsId(id))
            return null;
        var row = await table.GetEntityIfExistsAsync<TableEntity>(Partition(id), id, cancellationToken: cancellation);
        return row.HasValue ? new(EntityJson.Value<Notice>(row.Value!), row.Value!.ETag.ToString()) : null;
    }

    /// <remarks>
    /// If the answer to this write was lost and another writer has changed the notice since, this returns null. The caller stops, and the
    /// next scan finds the notice.
    /// </remarks>
    public async Task<Stored<Notice>?> TrySaveNoticeAsync(Stored<Notice> notice, CancellationToken cancellation)
    {
        var mark = WriteMark.New();
        var row = Row(notice.Value).Marked(mark);
        try
        {
            var answer = await table.UpdateEntityAsync(row, new ETag(notice.Tag), TableUpdateMode.Replace, cancellation);
            return notice with { Tag = answer.Headers.ETag!.Value.ToString() };
        }
        catch (RequestFailedException conflict) when (conflict.Status is 404 or 412)
        {
            return await table.FindMarkedAsync(row, mark, cancellation) is { } stored ? notice with { Tag = stored.ETag.ToString() } : null;
        }
    }

    public async Task<IReadOnlyList<Notice>> NoticesSinceAsync(Instant slotAt, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {Keys.Day(slotAt)}");
        return await table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation).Select(EntityJson.Value<Notice>)
            .Where(notice => notice.SlotAt >= slotAt).ToListAsync(cancellation);
    }

    /// <remarks>Filters by the names of the states: the service reads every notice and returns few.</remarks>
    public async Task<IReadOnlyList<Notice>> UnsettledNoticesAsync(CancellationToken cancellation)
    {
        var states = Enum.GetValues<NoticeState>().Where(s => !NoticeLife.IsSettled(s));
        var filter = string.Join(" or ", states.Select(s => TableClient.CreateQueryFilter($"State eq {s.ToString()}")));
        return await table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation).Select(EntityJson.Value<Notice>)
            .ToListAsync(cancellation);
    }

    private static TableEntity Row(Notice notice)
    {
        if (!IsId(notice.Id))
            throw new ArgumentException($"A notice's id must be as {nameof(Notice)}.{nameof(Notice.IdOf)} makes it.", nameof(notice));
        var row = EntityJson.Row(Partition(notice.Id), notice.Id, notice);
        row["State"] = notice.State.ToString();
        row["Kind"] = notice.Kind.ToString();
        row["To"] = notice.To.Value;
        return row;
    }

    private static string Partition(string id) => id[..8];

    /// <summary>Whether the text, which may come from a URL, has the form of an id.</summary>
    private static bool IsId(string id) =>
        id.Length is > 8 and <= 100 && id.AsSpan(0, 8).IndexOfAnyExceptInRange('0', '9') < 0 && Keys.Safe(id) == id;
}
