using Azure;
using Azure.Data.Tables;
using Reminders.Core.Access;
using Reminders.Core.Ledgers;

namespace Reminders.Tables;

/// <summary>The keys to the API, in one partition of the directory's table. Row: the name in small letters, so that no other spelling of it is free.</summary>
internal sealed class KeyRows(TableClient table)
{
    private const string Partition = "keys";

    public async Task<IReadOnlyList<Stored<IssuedKey>>> AllAsync(CancellationToken cancellation)
    {
        var keys = new List<Stored<IssuedKey>>();
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken: cancellation))
            keys.Add(new(EntityJson.Value<IssuedKey>(row), row.ETag.ToString()));
        return [.. keys.OrderBy(k => k.Value.MadeAt)];
    }

    public async Task<bool> TryAddAsync(IssuedKey key, CancellationToken cancellation) =>
        (await table.InsertFreeAsync([[Row(key)]], cancellation)).Count > 0;

    public async Task<bool> TrySaveAsync(Stored<IssuedKey> key, CancellationToken cancellation)
    {
        var mark = WriteMark.New();
        var row = Row(key.Value).Marked(mark);
        try
        {
            await table.UpdateEntityAsync(row, new ETag(key.Tag), TableUpdateMode.Replace, cancellation);
            return true;
        }
        catch (RequestFailedException conflict) when (conflict.Status is 404 or 412)
        {
            var stored = await table.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, [WriteMark.Property], cancellation);
            return stored.HasValue && stored.Value.IsMarked(mark);
        }
    }

    private static TableEntity Row(IssuedKey key) => EntityJson.Row(Partition, Keys.Safe(key.Name.ToLowerInvariant()), key);
}
