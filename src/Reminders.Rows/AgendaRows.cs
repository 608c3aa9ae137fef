using System.Globalization;

namespace Reminders.Rows;

/// <summary>
/// The agenda. Partition: the entry's day in UTC. Row: its whole identity, the instant first. The due entries are one range that ends at
/// now, so the number of requests grows with the due entries alone.
/// </summary>
internal sealed class AgendaRows(IRows table) : IAgenda
{
    private const int AtOnce = 32;

    public async Task<IReadOnlyList<AgendaEntry>> DueAsync(Instant now, CancellationToken cancellation) =>
        await table.ReadAsync(Until(now), cancellation).Select(Entry).ToListAsync(cancellation);

    public async Task<IReadOnlyList<AgendaEntry>> OldestAsync(Instant until, int most, CancellationToken cancellation) =>
        await table.ReadAsync(Until(until) with { Most = most }, cancellation).Select(Entry).ToListAsync(cancellation);

    /// <remarks>
    /// An entry is a row that its own values name, so twelve of one instant are one request. An item whose entry differs from the wanted
    /// one takes a request of its own.
    /// </remarks>
    public async Task<IReadOnlyList<AgendaEntry.OfItem>> FindLooksAsync(
        IReadOnlyCollection<AgendaEntry.OfItem> wanted, CancellationToken cancellation)
    {
        var exact =
            from at in wanted.Distinct().GroupBy(e => e.At)
            from some in at.Select(KeyOf).Order(StringComparer.Ordinal).Chunk(RowRange.MostKeys)
            select RowRange.Of(Keys.Day(at.Key)) with { Keys = some };
        var found = await LooksAsync(exact, cancellation);
        var others = wanted.Except(found).Select(e => (e.At, e.Item)).Distinct().Select(e => PlaceOf(e.At, e.Item));
        return [.. found, .. await LooksAsync(others, cancellation)];
    }

    public Task AddToAgendaAsync(IReadOnlyCollection<AgendaEntry> entries, CancellationToken cancellation) =>
        table.UpsertAsync(entries.Select(Row), cancellation);

    public Task RemoveFromAgendaAsync(IReadOnlyCollection<AgendaEntry> entries, CancellationToken cancellation) =>
        table.DeleteAsync(entries.Select(Row), cancellation);

    /// <summary>
    /// The rows as a backup has them. Earlier versions know no role: they would look at an entry with one at every scan and never remove
    /// it. Without it the entry covers every role, and a look more than needed is harmless. They also know no entry for several notices.
    /// </summary>
    public static IEnumerable<Row> ToEarlier(Row row) => Entry(row) switch
    {
        AgendaEntry.OfItem { Role: not null } look => [Row(look with { Role = null })],
        AgendaEntry.OfNotices { Notices.Length: > 1 } look => look.Notices.Select(id => Row(look with { Notices = [id] })),
        _ => [row],
    };

    private static RowRange Until(Instant until) =>
        new() { ToPartition = Keys.Day(until), Before = Keys.Exact(until) + Keys.AfterBetween };

    /// <summary>All entries of an item at an instant.</summary>
    private static RowRange PlaceOf(Instant at, ItemCode item)
    {
        var place = Keys.Join(Keys.Exact(at), PartOf(item));
        return RowRange.Of(Keys.Day(at)) with { From = place + Keys.Between, Before = place + Keys.AfterBetween };
    }

    private async Task<List<AgendaEntry.OfItem>> LooksAsync(IEnumerable<RowRange> ranges, CancellationToken cancellation)
    {
        var looks = new List<AgendaEntry.OfItem>();
        foreach (var some in ranges.Chunk(AtOnce))
        {
            var read = some.Select(range => table.ReadAsync(range, cancellation).Select(Entry).ToListAsync(cancellation).AsTask());
            looks.AddRange((await Task.WhenAll(read)).SelectMany(entries => entries).OfType<AgendaEntry.OfItem>());
        }
        return looks;
    }

    private static Row Row(AgendaEntry entry) => RowJson.Row(Keys.Day(entry.At), KeyOf(entry), FieldsOf(entry));

    private static string KeyOf(AgendaEntry entry)
    {
        var fields = FieldsOf(entry);
        return Keys.Join(
        [
            Keys.Exact(fields.At),
            fields.Item is { } code ? PartOf(code) : "",
            fields.Notice is { } id ? $"notice:{Keys.Safe(id)}"
                : fields.Notices is { } ids ? $"notices:{Keys.Hash(string.Join(Keys.Between, ids))}"
                : "",
            fields.Version.ToString(CultureInfo.InvariantCulture),
            Keys.Exact(fields.Since),
            .. fields.Role is { } role ? [role.ToString()] : (string[])[],
        ]);
    }

    private static string PartOf(ItemCode item) => $"item:{item}";

    private static Fields FieldsOf(AgendaEntry entry)
    {
        var fields = new Fields(entry.At, entry.Since, null, null, 1);
        return entry switch
        {
            AgendaEntry.OfItem look => fields with { Item = look.Item, Version = look.Version, Role = look.Role },
            AgendaEntry.OfNotices { Notices: [var only] } => fields with { Notice = only },
            AgendaEntry.OfNotices several => fields with { Notices = several.Notices },
            _ => throw new ArgumentOutOfRangeException(nameof(entry)),
        };
    }

    private static AgendaEntry Entry(Row row)
    {
        var fields = RowJson.Value<Fields>(row);
        return fields.Item is { } item
            ? new AgendaEntry.OfItem(fields.At, fields.Since, item, fields.Version, fields.Role)
            : new AgendaEntry.OfNotices(fields.At, fields.Since, fields.Notices ?? [fields.Notice!]);
    }

    private sealed record Fields(
        Instant At, Instant Since, ItemCode? Item, string? Notice, int Version, Role? Role = null, ImmutableArray<string>? Notices = null);
}
