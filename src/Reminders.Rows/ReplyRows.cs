
namespace Reminders.Rows;

/// <summary>
/// Replies, in the directory's table. Partition: <c>replies</c> and a hash of the number. One batch writes two rows for each reply: a hash
/// of the provider's id recognises a repetition, and <c>at|…</c> with an instant that counts down puts the latest reply first.
/// </summary>
internal sealed class ReplyRows(IRows table) : IReplies
{
    private const string At = "at";

    public async Task<ReplyRecord?> FindReplyAsync(PhoneNumber from, string id, CancellationToken cancellation) =>
        await table.FindAsync(Partition(from), Keys.Hash(id), cancellation) is { } row ? RowJson.Value<ReplyRecord>(row) : null;

    public async Task<IReadOnlyList<ReplyRecord>> LastRepliesAsync(PhoneNumber from, int most, CancellationToken cancellation)
    {
        var last = RowRange.Of(Partition(from)) with { From = At + Keys.Between, Before = At + Keys.AfterBetween, Most = most };
        return await table.ReadAsync(last, cancellation).Select(RowJson.Value<ReplyRecord>).ToListAsync(cancellation);
    }

    public async Task<ReplyRecord> SaveReplyAsync(ReplyRecord reply, CancellationToken cancellation)
    {
        var (partition, id) = (Partition(reply.From), Keys.Hash(reply.Id));
        var inserted = await table.InsertFreeAsync(
            [[RowJson.Row(partition, id, reply), RowJson.Row(partition, Keys.Join(At, Keys.CountingDown(reply.At), id), reply)]],
            cancellation);
        return inserted.Count > 0 ? reply : (await FindReplyAsync(reply.From, reply.Id, cancellation))!;
    }

    private static string Partition(PhoneNumber number) => Keys.Join("replies", Keys.Hash(number.Value));
}
