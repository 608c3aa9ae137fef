using Azure.Data.Tables;

namespace Reminders.Tables;

/// <summary>
/// Replies, in the directory's table. Partition: <c>replies</c> and a hash of the number. One batch writes two rows for each reply: a hash
/// of the provider's id recognises a repetition, and <c>at|…</c> with an instant that counts down puts the latest reply first.
/// </summary>
internal sealed class ReplyRows(TableClient table) : IReplies
{
    private const string At = "at";

    public async Task<ReplyRecord?> FindReplyAsync(PhoneNumber from, string id, CancellationToken cancellation)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(Partition(from), Keys.Hash(id), cancellationToken: cancellation);
        return row.HasValue ? EntityJson.Value<ReplyRecord>(row.Value!) : null;
    }

    public async Task<IReadOnlyList<ReplyRecord>> LastRepliesAsync(PhoneNumber from, int most, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {Partition(from)} and RowKey ge {At + Keys.Between} and RowKey lt {At + Keys.AfterBetween}");
        var replies = new List<ReplyRecord>();
        // The first page holds all the wanted rows, so no second page is read.
        await foreach (var row in table.QueryAsync<TableEntity>(filter, maxPerPage: most, cancellationToken: cancellation))
        {
            replies.Add(EntityJson.Value<ReplyRecord>(row));
            if (replies.Count == most)
                break;
        }
        return replies;
    }

    public async Task<ReplyRecord> SaveReplyAsync(ReplyRecord reply, CancellationToken cancellation)
    {
        var (partition, id) = (Partition(reply.From), Keys.Hash(reply.Id));
        var inserted = await table.InsertFreeAsync(
            [[EntityJson.Row(partition, id, reply), EntityJson.Row(partition, Keys.Join(At, Keys.CountingDown(reply.At), id), reply)]],
            cancellation);
        return inserted.Count > 0 ? reply : (await FindReplyAsync(reply.From, reply.Id, cancellation))!;
    }

    private static string Partition(PhoneNumber number) => Keys.Join("replies", Keys.Hash(number.Value));
}
