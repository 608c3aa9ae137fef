using System.Globalization;

namespace Reminders.Rows;

/// <summary>
/// The agenda. Partition: the entry's day in UTC. Row: its whole identity, the instant first. The due entries are one range that ends at
/// now, so the number of requests grows with the due entries alone. Looks at many items of one block of plans at one slot, which a load or
/// a scan writes at once, share a row. Its key names the items that were put together; those that are done are no longer in it.
/// </summary>
internal sealed class AgendaRows(IRows table) : IAgenda
{
    private const int AtOnce = 32;

    /// <summary>The most items of one row, so that they fit into one property.</summary>
    private const int MostItems = 500;

    private const string SharedKind = "items:";

    public async Task<IReadOnlyList<AgendaEntry>> DueAsync(Instant now, CancellationToken cancellation) =>
        await EntriesAsync(Until(now), cancellation).Distinct().ToListAsync(cancellation);

    public async Task<IReadOnlyList<AgendaEntry>> OldestAsync(Instant until, int most, CancellationToken cancellation) =>
        await EntriesAsync(Until(until), cancellation).Distinct().Take(most).ToListAsync(cancellation);

    /// <remarks>
    /// The shared rows of one instant and block are one request. Any other entry is a row that its own values name, so twelve of one
    /// instant are one request. An item whose entry differs from the wanted one takes a request of its own.
    /// </remarks>
    public async Task<IReadOnlyList<AgendaEntry.OfItem>> FindLooksAsync(
        IReadOnlyCollection<AgendaEntry.OfItem> wanted, CancellationToken cancellation)
    {
        var places = wanted.Where(e => MayShare(e.At)).Select(e => (e.At, Block: PlanKeys.Partition(e.Item.Plan))).Distinct();
        var shared = await LooksAsync(places.Select(p => SharedAt(p.At, p.Block)), cancellation);
        var found = wanted.Intersect(shared).ToList();
        var exact =
            from at in wanted.Except(found).GroupBy(e => e.At)
            from some in at.Select(KeyOf).Order(StringComparer.Ordinal).Chunk(RowRange.MostKeys)
            select RowRange.Of(Keys.Day(at.Key)) with { Keys = some };
        found.AddRange(await LooksAsync(exact, cancellation));
        var others = wanted.Except(found).Select(e => (e.At, e.Item)).ToHashSet();
        found.AddRange(shared.Where(e => others.Contains((e.At, e.Item))));
        found.AddRange(await LooksAsync(others.Select(o => PlaceOf(o.At, o.Item)), cancellation));
        return [.. found.Distinct()];
    }

    public Task AddToAgendaAsync(IReadOnlyCollection<AgendaEntry> entries, CancellationToken cancellation) =>
        table.UpsertAsync(Rows(entries), cancellation);

    public async Task RemoveFromAgendaAsync(IReadOnlyCollection<AgendaEntry> entries, CancellationToken cancellation)
    {
        var gone = entries.ToHashSet();
        var (alone, shared) = (entries.Where(e => !MayShare(e.At)).Select(Row).ToList(), new List<Row>());
        foreach (var at in entries.Select(e => e.At).Where(MayShare).Distinct())
        {
            foreach (var row in await table.ReadAsync(AllAt(at), cancellation).ToListAsync(cancellation))
            {
                var isUsedUp = Entries(row).All(gone.Contains);
                if (IsShared(row) && !isUsedUp)
                    await RemoveAsync(gone, row, cancellation);
                else if (isUsedUp)
                    (IsShared(row) ? shared : alone).Add(row);
            }
        }
        foreach (var some in shared.GroupBy(row => row.Partition).SelectMany(day => day.Chunk(table.MostTogether)))
        {
            if ((await table.TryWriteAsync([.. some.Select(row => RowWrite.Delete(row, row.Tag))], cancellation)).Conflict is null)
                continue;
            foreach (var row in some)
                await RemoveAsync(gone, row, cancellation);
        }
        await table.DeleteAsync(alone, cancellation);
    }

    /// <summary>
    /// The rows as a backup has them. Earlier versions know no role: they would look at an entry with one at every scan and never remove
    /// it. Without it the entry covers every role, and a look more than needed is harmless. They also know no row for several items or
    /// notices.
    /// </summary>
    public static IEnumerable<Row> ToEarlier(Row row) => Entries(row).SelectMany(entry => entry is AgendaEntry.OfItem look
        ? [Row(look with { Role = null })]
        : ((AgendaEntry.OfNotices)entry).Notices.Select(id => Row(new AgendaEntry.OfNotices(entry.At, entry.Since, [id]))));

    private static RowRange Until(Instant until) =>
        new() { ToPartition = Keys.Day(until), Before = Keys.Exact(until) + Keys.AfterBetween };

    /// <summary>
    /// Removes entries from a shared row. It compares the row's tag, because other looks may have been put into the row since.
    /// </summary>
    private async Task RemoveAsync(HashSet<AgendaEntry> gone, Row shared, CancellationToken cancellation)
    {
        for (var row = shared; row is not null; row = await table.FindAsync(row.Partition, row.Key, cancellation))
        {
            var looks = Entries(row).Cast<AgendaEntry.OfItem>().ToList();
            var left = looks.FindAll(look => !gone.Contains(look));
            if (left.Count == looks.Count)
                return;
            var fields = FieldsOf(looks[0]) with { Item = null, Items = [.. left.Select(look => look.Item)] };
            var write = left.Count == 0
                ? RowWrite.Delete(row, row.Tag)
                : RowWrite.Replace(RowJson.Row(row.Partition, row.Key, fields), row.Tag);
            if ((await table.TryWriteAsync([write], cancellation)).Conflict is null)
                return;
        }
    }

    // Slots are at whole minutes. Looks at the moment of an action hardly ever are, so they stand alone and their removal need not read.
    private static bool MayShare(Instant at) => at.ToUnixTimeTicks() % NodaConstants.TicksPerMinute == 0;

    private static bool IsShared(Row row) => row.Key.Split(Keys.Between)[1].StartsWith(SharedKind, StringComparison.Ordinal);

    private static RowRange AllAt(Instant at) => RowRange.Of(Keys.Day(at)) with
    {
        From = Keys.Exact(at) + Keys.Between,
        Before = Keys.Exact(at) + Keys.AfterBetween,
    };

    /// <summary>The shared rows of an instant and a block of plans.</summary>
    private static RowRange SharedAt(Instant at, string block)
    {
        var kind = Keys.Join(Keys.Exact(at), PartOf(block));
        return RowRange.Of(Keys.Day(at)) with { From = kind, Before = kind + Keys.AfterBetween };
    }

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
            var read = some.Select(range => EntriesAsync(range, cancellation).ToListAsync(cancellation).AsTask());
            looks.AddRange((await Task.WhenAll(read)).SelectMany(entries => entries).OfType<AgendaEntry.OfItem>());
        }
        return looks;
    }

    private IAsyncEnumerable<AgendaEntry> EntriesAsync(RowRange range, CancellationToken cancellation) =>
        table.ReadAsync(range, cancellation).SelectMany(Entries);

    private static IEnumerable<Row> Rows(IReadOnlyCollection<AgendaEntry> entries)
    {
        var shared =
            from look in entries.OfType<AgendaEntry.OfItem>()
            where MayShare(look.At)
            group look.Item by (Look: look with { Item = default }, Block: PlanKeys.Partition(look.Item.Plan)) into same
            from some in same.Distinct().Order().Chunk(MostItems)
            select Row(FieldsOf(same.Key.Look) with { Item = some is [var only] ? only : null, Items = some is [_] ? null : [.. some] });
        return [.. shared, .. entries.Where(e => e is not AgendaEntry.OfItem || !MayShare(e.At)).Select(Row)];
    }

    private static Row Row(AgendaEntry entry) => Row(FieldsOf(entry));

    private static Row Row(Fields fields) => RowJson.Row(Keys.Day(fields.At), KeyOf(fields), fields);

    private static string KeyOf(AgendaEntry entry) => KeyOf(FieldsOf(entry));

    private static string KeyOf(Fields fields) => Keys.Join(
    [
        Keys.Exact(fields.At),
        fields.Item is { } code ? PartOf(code) : fields.Items is { } items ? PartOf(PlanKeys.Partition(items[0].Plan)) + HashOf(items) : "",
        fields.Notice is { } id ? $"notice:{Keys.Safe(id)}" : fields.Notices is { } ids ? $"notices:{HashOf(ids)}" : "",
        fields.Version.ToString(CultureInfo.InvariantCulture),
        Keys.Exact(fields.Since),
        .. fields.Role is { } role ? [role.ToString()] : (string[])[],
    ]);

    private static string HashOf<T>(ImmutableArray<T> parts) => Keys.Hash(string.Join(Keys.Between, parts));

    private static string PartOf(ItemCode item) => $"item:{item}";

    private static string PartOf(string block) => $"{SharedKind}{block}:";

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

    private static IEnumerable<AgendaEntry> Entries(Row row)
    {
        var fields = RowJson.Value<Fields>(row);
        return fields switch
        {
            { Items: { } items } => items.Select(Look),
            { Item: { } item } => [Look(item)],
            _ => [new AgendaEntry.OfNotices(fields.At, fields.Since, fields.Notices ?? [fields.Notice!])],
        };

        AgendaEntry Look(ItemCode item) => new AgendaEntry.OfItem(fields.At, fields.Since, item, fields.Version, fields.Role);
    }

    /// <summary>A row: a look at an item or at several, or at a notice or at several.</summary>
    private sealed record Fields(
        Instant At, Instant Since, ItemCode? Item, string? Notice, int Version, Role? Role = null,
        ImmutableArray<string>? Notices = null, ImmutableArray<ItemCode>? Items = null);
}
