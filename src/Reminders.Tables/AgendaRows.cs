using System.Globalization;
using System.Runtime.CompilerServices;
using Azure.Data.Tables;

namespace Reminders.Tables;

/// <summary>
/// The agenda. Partition: the entry's day in UTC. Row: its whole identity, the instant first. The due entries are one range that ends at
/// now, so the number of requests grows with the due entries alone.
/// </summary>
internal sealed class AgendaRows(TableClient table) : IAgenda
{
    public async Task<IReadOnlyList<AgendaEntry>> DueAsync(Instant now, CancellationToken cancellation)
    {
        // Both bounds are on keys and joined by "and"; with "or" the service reads the whole table.
        var filter = TableClient.CreateQueryFilter($"PartitionKey le {Keys.Day(now)} and RowKey lt {Keys.Exact(now) + Keys.AfterBetween}");
        var due = new List<AgendaEntry>();
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            due.Add(Entry(row));
        return due;
    }

    /// <remarks>Reads by key, so by instant: if a scan moves an entry on meanwhile, the entry is found at its new place.</remarks>
    public async IAsyncEnumerable<AgendaEntry> AgendaAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: cancellation))
            yield return Entry(row);
    }

    public Task AddToAgendaAsync(IReadOnlyCollection<AgendaEntry> entries, CancellationToken cancellation) =>
        table.UpsertAsync(entries.Select(Row), cancellation);

    public Task RemoveFromAgendaAsync(IReadOnlyCollection<AgendaEntry> entries, CancellationToken cancellation) =>
        table.DeleteAsync(entries.Select(Row), cancellation);

    private static TableEntity Row(AgendaEntry entry)
    {
        var (item, notice) = (entry as AgendaEntry.OfItem, entry as AgendaEntry.OfNotice);
        var row = new Fields(entry.At, entry.Since, item?.Item, notice?.Notice, item?.Version ?? 1);
        return EntityJson.Row(
            Keys.Day(row.At),
            Keys.Join(
                Keys.Exact(row.At),
                row.Item is { } code ? $"item:{code}" : "",
                row.Notice is { } id ? $"notice:{Keys.Safe(id)}" : "",
                row.Version.ToString(CultureInfo.InvariantCulture),
                Keys.Exact(row.Since)),
            row);
    }

    private static AgendaEntry Entry(TableEntity row)
    {
        var fields = EntityJson.Value<Fields>(row);
        return fields.Item is { } item
            ? new AgendaEntry.OfItem(fields.At, fields.Since, item, fields.Version)
            : new AgendaEntry.OfNotice(fields.At, fields.Since, fields.Notice!);
    }

    private sealed record Fields(Instant At, Instant Since, ItemCode? Item, string? Notice, int Version);
}
