using Azure;
using Azure.Data.Tables;

namespace Reminders.Tables;

/// <summary>
/// Notices. Partition: the day of the slot in UTC, with which an id begins. Row: the id. A day's notices are claimed a hundred to a
/// request, and those since some day are one range.
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

    /// <summary>
    /// When our own answer was lost and somebody has changed the notice since, this answers null: the caller does not go on, and the next
    /// scan finds the notice as it stands.
    /// </summary>
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
            var stored = await table.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, [WriteMark.Property], cancellation);
            return stored.HasValue && stored.Value.IsMarked(mark) ? notice with { Tag = stored.Value!.ETag.ToString() } : null;
        }
    }

    public async Task<IReadOnlyList<Notice>> NoticesSinceAsync(Instant slotAt, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {Keys.Day(slotAt)}");
        var notices = new List<Notice>();
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            var notice = EntityJson.Value<Notice>(row);
            if (notice.SlotAt >= slotAt)
                notices.Add(notice);
        }
        return notices;
    }

    /// <remarks>Asks for the states by name; the service looks at every notice and answers few.</remarks>
    public async Task<IReadOnlyList<Notice>> UnsettledNoticesAsync(CancellationToken cancellation)
    {
        var filter = string.Join(" or ", Enum.GetValues<NoticeState>().Where(s => !NoticeLife.IsSettled(s)).Select(s => TableClient.CreateQueryFilter($"State eq {s.ToString()}")));
        var notices = new List<Notice>();
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            notices.Add(EntityJson.Value<Notice>(row));
        return notices;
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

    /// <summary>Whether a text, perhaps out of a URL, can be an id at all.</summary>
    private static bool IsId(string id) =>
        id.Length is > 8 and <= 100 && id.AsSpan(0, 8).IndexOfAnyExceptInRange('0', '9') < 0 && Keys.Safe(id) == id;
}
