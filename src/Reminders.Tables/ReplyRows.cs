using Azure.Data.Tables;
using Reminders.Core.Contacts;
using Reminders.Core.Replies;

namespace Reminders.Tables;

/// <summary>Replies, in the table of the directory. Partition: <c>replies</c> and a hash of the number; row: a hash of the provider's id.</summary>
internal sealed class ReplyRows(TableClient table)
{
    public async Task<IReadOnlyList<ReplyRecord>> FromAsync(PhoneNumber from, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(from)}");
        var replies = new List<ReplyRecord>();
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            replies.Add(EntityJson.Value<ReplyRecord>(row));
        return replies;
    }

    public Task SaveAsync(ReplyRecord reply, CancellationToken cancellation) =>
        table.InsertFreeAsync([[EntityJson.Row(Partition(reply.From), Keys.Hash(reply.Id), reply)]], cancellation);

    private static string Partition(PhoneNumber number) => Keys.Join("replies", Keys.Hash(number.Value));
}
