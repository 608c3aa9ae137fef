using System.Globalization;

namespace Reminders.Rows;

/// <summary>
/// The agenda. Partition: the entry's day in UTC. Row: its whole identity, the instant first. The due entries are one range that ends at
/// now, so the number of requests grows with the due entries alone.
/// </summary>
internal sealed class AgendaRows(IRows table) : IAgenda
{
    public async Task<IReadOnlyList<AgendaEntry>> DueAsync(Instant now, CancellationToken cancellation)
    {
        var due = new RowRange { ToPartition = Keys.Day(now), Before = Keys.Exact(now) + Keys.AfterBetween };
        return await table.ReadAsync(due, cancellation).Select(Entry).ToListAsync(cancellation);
    }

    /// <remarks>Reads by key, so by instant: if a scan moves an entry on meanwhile, the entry is found at its new place.</remarks>
    public IAsyncEnumerable<AgendaEntry> AgendaAsync(CancellationToken cancellation) =>
        table.ReadAsync(RowRange.All, cancellation).Select(Entry);

    public Task AddToAgendaAsync(IReadOnlyCollection<AgendaEntry> entries, CancellationToken cancellation) =>
        table.UpsertAsync(entries.Select(Row), cancellation);

    public Task RemoveFromAgendaAsync(IReadOnlyCollection<AgendaEntry> entries, CancellationToken cancellation) =>
        table.DeleteAsync(entries.Select(Row), cancellation);

    private static Row Row(AgendaEntry entry)
    {
        var (item, notice) = (entry as AgendaEntry.OfItem, entry as AgendaEntry.OfNotice);
        var fields = new Fields(entry.At, entry.Since, item?.Item, notice?.Notice, item?.Version ?? 1, item?.Role);
        return RowJson.Row(
            Keys.Day(fields.At),
            Keys.Join(
            [
                Keys.Exact(fields.At),
                fields.Item is { } code ? $"item:{code}" : "",
                fields.Notice is { } id ? $"notice:{Keys.Safe(id)}" : "",
                fields.Version.ToString(CultureInfo.InvariantCulture),
                Keys.Exact(fields.Since),
                .. fields.Role is { } role ? [role.ToString()] : (string[])[],
            ]),
            fields);
    }

    private static AgendaEntry Entry(Row row)
    {
        var fields = RowJson.Value<Fields>(row);
        return fields.Item is { } item
            ? new AgendaEntry.OfItem(fields.At, fields.Since, item, fields.Version, fields.Role)
            : new AgendaEntry.OfNotice(fields.At, fields.Since, fields.Notice!);
    }

    private sealed record Fields(Instant At, Instant Since, ItemCode? Item, string? Notice, int Version, Role? Role = null);
}
