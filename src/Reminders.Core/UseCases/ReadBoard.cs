using System.Runtime.CompilerServices;

namespace Reminders.Core.UseCases;

/// <summary>
/// Reads the board 台账 page by page. A page costs what it shows, not what the ledger holds: the counts come from the tallies, and the items
/// from the lists that the ledger keeps in order. A search in texts, and in the items of somebody with very many, goes through the items
/// part by part.
/// </summary>
public sealed class ReadBoard(Ledger ledger, ReadPeople readPeople, Schedule schedule, IClock clock)
{
    /// <summary>The most items that a page searches, and the most entries that it puts in the order of their codes.</summary>
    private const int MostSearched = 2000;

    /// <summary>The most items that are found by single reads; more are read in the order of their codes.</summary>
    private const int MostFound = 500;

    /// <summary>The most lists that are read for one person.</summary>
    private const int MostLists = 40;

    /// <summary>The most entries that are read for one person.</summary>
    private const int MostEntries = 5000;

    private const int AtOnce = 16;

    /// <summary>The counts of a plan, or of all complete plans.</summary>
    public async Task<IReadOnlyList<PlanTallies>> TalliesAsync(int? plan, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var plans = (await ledger.Plans.PlansAsync(cancellation)).Where(p => p.IsComplete && (plan is null || p.Number == plan)).ToList();
        var tallies = await ledger.Board.TalliesAsync([.. plans.Select(p => p.Number)], cancellation);
        return [.. plans.Select(p => new PlanTallies(p, now.InZone(p.TimeZone).Date, tallies[p.Number]))];
    }

    /// <summary>A page of the items that pass a filter. A page after the last means the last.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="order">The order.</param>
    /// <param name="isDescending">Whether the order is turned round; items without a day or a unit come last in both.</param>
    /// <param name="page">The number of the page, from 1; a search in parts has no numbers.</param>
    /// <param name="after">Where a search in parts goes on.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<BoardPage> PageAsync(
        ItemFilter filter, BoardOrder order, bool isDescending, int page, ItemCode? after, CancellationToken cancellation)
    {
        var plans = await TalliesAsync(filter.Plan, cancellation);
        if (filter is { Name: null, Text: null })
            return await ListedAsync(filter, plans, order, isDescending, page, BoardPage.RowsOnPage, cancellation);
        var found = await CandidatesAsync(filter with { Lights = null }, plans, cancellation) switch
        {
            { Count: <= MostFound } few => await FoundAsync(filter, plans, few, order, isDescending, page, cancellation),
            _ => await SearchedAsync(filter, plans, after, cancellation),
        };
        return found with { Tallies = plans };
    }

    /// <summary>
    /// The first items in the order of their deadlines that pass a filter without names and texts, and the number of all.
    /// </summary>
    /// <param name="filter">The filter.</param>
    /// <param name="plans">The counts, as they were just read.</param>
    /// <param name="most">The most items.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<(int Count, ImmutableArray<BoardRow> First)> FirstAsync(
        ItemFilter filter, IReadOnlyList<PlanTallies> plans, int most, CancellationToken cancellation)
    {
        var page = await ListedAsync(filter, plans, BoardOrder.Deadline, isDescending: false, 1, most, cancellation);
        return (page.Total!.Value, page.Rows);
    }

    /// <summary>The first open items whose people ask for a later deadline, and the number of all.</summary>
    /// <inheritdoc cref="FirstAsync"/>
    public async Task<(int Count, ImmutableArray<BoardRow> First)> AskedAsync(
        IReadOnlyList<PlanTallies> plans, int most, CancellationToken cancellation)
    {
        var asked = plans.Select(p => (p.Plan.Number, Items: p.Units.Sum(u => u.Lines.Sum(l => l.Asked)))).Where(p => p.Items > 0).ToList();
        var entries = await AllAsync(asked, p => ledger.Board.EntriesAsync(p.Number, new(BoardList.Asked, most), cancellation));
        var first = entries.SelectMany(e => e).OrderBy(e => e.Due).ThenBy(e => e.Code).Take(most).ToList();
        return (asked.Sum(p => p.Items), [.. await RowsAsync(first, plans, cancellation)]);
    }

    /// <summary>The items that may tell the people or numbers, and perhaps others, as they are told now.</summary>
    public async Task<IReadOnlyList<Item>> NamingAsync(IReadOnlyCollection<string> people, CancellationToken cancellation)
    {
        var directory = await readPeople.RunAsync(cancellation);
        var plans = await TalliesAsync(null, cancellation);
        if (!people.Any(directory.IsSupervisors) && await NamedAsync(people, plans, cancellation) is { } entries)
            return [.. (await RowsAsync([.. entries], plans, cancellation)).Select(r => r.Item)];
        return await ledger.Items.ItemsAsync(null, cancellation).Select(directory.Told).ToListAsync(cancellation);
    }

    /// <summary>Streams the items that pass a filter in the order of their codes.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="after">Only the items after this code; null for all.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async IAsyncEnumerable<BoardRow> ByCodeAsync(
        ItemFilter filter, ItemCode? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var plans = await TalliesAsync(filter.Plan, cancellation);
        if (await CandidatesAsync(filter, plans, cancellation) is { Count: <= MostFound } few)
        {
            foreach (var part in few.Where(e => after is null || e.Code > after).OrderBy(e => e.Code).Chunk(BoardPage.RowsOnPage))
            {
                foreach (var row in await RowsAsync(part, plans, cancellation))
                {
                    if (filter.Passes(row.Item, row.Light))
                        yield return row;
                }
            }
            yield break;
        }
        await foreach (var row in FromAsync(plans, after, cancellation))
        {
            if (filter.Passes(row.Item, row.Light))
                yield return row;
        }
    }

    /// <summary>The light of a line of a tally.</summary>
    public Light LightOf(TallyLine line, PlanTallies plan) => Lights.Of(line.State, line.Due, plan.Today, schedule.Policy.NearDays);

    /// <summary>A page of items that the tallies can count: a filter without names and texts.</summary>
    private async Task<BoardPage> ListedAsync(
        ItemFilter filter, IReadOnlyList<PlanTallies> plans, BoardOrder order, bool isDescending, int page, int most,
        CancellationToken cancellation)
    {
        var others = filter with { Lights = null };
        var counts = Segments(others, plans, BoardOrder.Light).GroupBy(s => s.Place.Light, s => s.Items)
            .ToDictionary(g => g.Key, g => g.Sum());
        var total = counts.Where(c => filter.Lights?.Contains(c.Key) != false).Sum(c => c.Value);
        var last = BoardPage.LastOf(total);
        var number = Math.Min(page, last);
        var skipped = (number - 1) * BoardPage.RowsOnPage;
        IReadOnlyList<BoardRow> rows;
        if (order == BoardOrder.Code && filter with { Plan = null } == new ItemFilter())
        {
            rows = await NumberedAsync(plans, total, skipped, isDescending, cancellation);
        }
        else
        {
            if (order == BoardOrder.Code && total > MostSearched)
                (order, isDescending) = (BoardOrder.Light, false);
            var segments = Segments(filter, plans, order, isDescending);
            var entries = order == BoardOrder.Code
                ? BoardPlace.Turned((await EntriesAsync(segments, cancellation)).OrderBy(e => e.Code), isDescending).Skip(skipped)
                : await PartAsync(segments, skipped, most, isDescending && order != BoardOrder.Unit, cancellation);
            rows = await RowsAsync([.. entries.Take(most)], plans, cancellation);
        }
        return new([.. rows], order, number, last) { Total = total, Counts = counts, Tallies = plans };
    }

    /// <summary>A page of all items by code. The codes of a plan count from 1 without gaps, so its place is known.</summary>
    private async Task<IReadOnlyList<BoardRow>> NumberedAsync(
        IReadOnlyList<PlanTallies> plans, int total, int skipped, bool isDescending, CancellationToken cancellation)
    {
        var people = await readPeople.RunAsync(cancellation);
        var shown = Math.Min(BoardPage.RowsOnPage, total - skipped);
        var (first, rows) = (isDescending ? total - skipped - shown : skipped, new List<BoardRow>());
        foreach (var plan in plans)
        {
            var size = plan.Units.Sum(u => u.Lines.Sum(l => l.Items));
            if (rows.Count < shown && first < size)
            {
                rows.AddRange(await ledger.Items.ItemsFromAsync(new(plan.Plan.Number, first + 1), cancellation)
                    .Take(shown - rows.Count).Select(item => Row(people.Told(item), plan)).ToListAsync(cancellation));
            }
            first = Math.Max(0, first - size);
        }
        return [.. BoardPlace.Turned(rows, isDescending)];
    }

    /// <summary>A page of few candidates, which are all read.</summary>
    private async Task<BoardPage> FoundAsync(
        ItemFilter filter, IReadOnlyList<PlanTallies> plans, IReadOnlyCollection<BoardEntry> candidates, BoardOrder order,
        bool isDescending, int page, CancellationToken cancellation)
    {
        var others = filter with { Lights = null };
        var passing = (await RowsAsync(candidates, plans, cancellation)).Where(r => others.Passes(r.Item, r.Light)).ToList();
        var found = passing.Where(r => filter.Passes(r.Item, r.Light)).ToList();
        var last = BoardPage.LastOf(found.Count);
        var number = Math.Min(page, last);
        var rows = BoardPlace.Sorted(found, r => new(r.Item.ListedUnder, r.Light, r.Item.Deadline.Date, r.Item.Code), order, isDescending);
        rows = rows.Skip((number - 1) * BoardPage.RowsOnPage).Take(BoardPage.RowsOnPage);
        return new([.. rows], order, number, last)
        {
            Total = found.Count,
            Counts = passing.CountBy(r => r.Light).ToDictionary(),
        };
    }

    /// <summary>The next items that pass, in the order of their codes, out of a bounded number of items.</summary>
    private async Task<BoardPage> SearchedAsync(
        ItemFilter filter, IReadOnlyList<PlanTallies> plans, ItemCode? after, CancellationToken cancellation)
    {
        var (rows, searched) = (ImmutableArray.CreateBuilder<BoardRow>(), 0);
        await foreach (var row in FromAsync(plans, after, cancellation))
        {
            if (filter.Passes(row.Item, row.Light))
                rows.Add(row);
            if (++searched == MostSearched || rows.Count == BoardPage.RowsOnPage)
                return new(rows.ToImmutable(), BoardOrder.Code, 1, 1) { SearchedTo = row.Item.Code };
        }
        return new(rows.ToImmutable(), BoardOrder.Code, 1, 1);
    }

    /// <summary>Streams the items after a code, or all, in the order of their codes.</summary>
    private async IAsyncEnumerable<BoardRow> FromAsync(
        IReadOnlyList<PlanTallies> plans, ItemCode? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var people = await readPeople.RunAsync(cancellation);
        foreach (var plan in plans.Where(p => !(p.Plan.Number < after?.Plan)))
        {
            var from = plan.Plan.Number == after?.Plan ? after.Value.Ordinal + 1 : 1;
            await foreach (var item in ledger.Items.ItemsFromAsync(new(plan.Plan.Number, from), cancellation))
                yield return Row(people.Told(item), plan);
        }
    }

    /// <summary>
    /// Entries of all items that may pass, and perhaps of others; null if they cannot be told without reading a large part of the ledger.
    /// </summary>
    private async Task<IReadOnlyCollection<BoardEntry>?> CandidatesAsync(
        ItemFilter filter, IReadOnlyList<PlanTallies> plans, CancellationToken cancellation)
    {
        if (filter.Name is not { } name)
        {
            var segments = Segments(filter, plans, BoardOrder.Light);
            return segments.Sum(s => s.Items) > MostFound ? null : [.. await EntriesAsync(segments, cancellation)];
        }
        return await NamedAsync([name], plans, cancellation) is { } entries
            ? [.. entries.Where(e => filter.Passes(e, LightOf(e, plans)))]
            : null;
    }

    /// <summary>The entries of the items that may tell the people; null if they are too many.</summary>
    private async Task<IEnumerable<BoardEntry>?> NamedAsync(
        IReadOnlyCollection<string> names, IReadOnlyList<PlanTallies> plans, CancellationToken cancellation)
    {
        var people = await readPeople.RunAsync(cancellation);
        var (texts, codes) = (new HashSet<string>(), new HashSet<string>());
        foreach (var name in names)
        {
            var traces = people.TracesOf(name);
            texts.UnionWith(traces.Texts);
            codes.UnionWith(traces.Codes);
        }
        if (texts.Count > MostLists)
            return null;
        var reads =
            from plan in plans
            from list in texts.Select(BoardList.OfPerson).Append(BoardList.Crowd)
            select (plan.Plan.Number, Range: new BoardRange(list, MostEntries));
        var entries = (await AllAsync(reads, r => ledger.Board.EntriesAsync(r.Number, r.Range, cancellation))).SelectMany(e => e).ToList();
        if (entries.Count >= MostEntries)
            return null;
        var complete = plans.Select(p => p.Plan.Number).ToHashSet();
        var listed = codes.Select(code => ItemCode.TryParse(code, out var item) ? item : default).Where(c => complete.Contains(c.Plan));
        entries.AddRange((await ledger.Items.FindItemsAsync([.. listed], cancellation)).Values.Select(BoardEntry.Of));
        return entries.DistinctBy(e => e.Code);
    }

    private List<BoardSegment> Segments(
        ItemFilter filter, IReadOnlyList<PlanTallies> plans, BoardOrder order, bool isDescending = false) =>
        BoardSegment.Of(filter, plans, order, isDescending, schedule.Policy.NearDays);

    /// <summary>All entries of segments.</summary>
    private async Task<IEnumerable<BoardEntry>> EntriesAsync(IReadOnlyCollection<BoardSegment> segments, CancellationToken cancellation)
    {
        var entries = await AllAsync(BoardSegment.Runs(segments), run => RunAsync(run, int.MaxValue, cancellation));
        return entries.SelectMany(e => e);
    }

    /// <summary>The entries of one page, out of segments in the order of the list.</summary>
    private async Task<IEnumerable<BoardEntry>> PartAsync(
        List<BoardSegment> segments, int skipped, int most, bool latestFirst, CancellationToken cancellation)
    {
        var first = 0;
        for (; first < segments.Count && skipped >= segments[first].Items; first++)
            skipped -= segments[first].Items;
        var (wanted, needed) = (skipped + most, new List<BoardSegment>());
        for (var items = 0; first < segments.Count && items < wanted; items += segments[first++].Items)
            needed.Add(segments[first]);
        var entries = await AllAsync(BoardSegment.Runs(needed), async run =>
        {
            // By date, the first entries of each list are enough.
            var read = await RunAsync(run, latestFirst ? run.Sum(s => s.Items) : wanted, cancellation);
            return (latestFirst ? read.OrderByDescending(e => e.Due) : read.OrderBy(e => e.Due)).ThenBy(e => e.Code);
        });
        return entries.SelectMany(e => e).Skip(skipped).Take(most);
    }

    /// <summary>The entries of segments of one unit, which are all dated or all not.</summary>
    private async Task<IEnumerable<BoardEntry>> RunAsync(IEnumerable<BoardSegment> run, int most, CancellationToken cancellation)
    {
        // Each list has days of its own, because today differs between zones.
        var sources =
            from segment in run
            from source in segment.Sources
            group segment.Place.Due by source;
        // No item has the last date, behind which the items without a date stand.
        var read = await AllAsync(sources, source => ledger.Board.EntriesAsync(
            source.Key.Plan,
            new(source.Key.List, most) { State = source.Key.State, From = source.Min() ?? LocalDate.MaxIsoValue, To = source.Max() },
            cancellation));
        return read.SelectMany(e => e);
    }

    private async Task<IReadOnlyList<BoardRow>> RowsAsync(
        IReadOnlyCollection<BoardEntry> entries, IReadOnlyList<PlanTallies> plans, CancellationToken cancellation)
    {
        var people = await readPeople.RunAsync(cancellation);
        var items = await ledger.Items.FindItemsAsync([.. entries.Select(e => e.Code)], cancellation);
        var homes = plans.ToDictionary(p => p.Plan.Number);
        return
        [
            .. from entry in entries
               where items.ContainsKey(entry.Code) && homes.ContainsKey(entry.Code.Plan)
               select Row(people.Told(items[entry.Code]), homes[entry.Code.Plan]),
        ];
    }

    private BoardRow Row(Item told, PlanTallies plan) => new(told, plan.Today, Lights.Of(told, plan.Today, schedule.Policy.NearDays));

    private Light LightOf(BoardEntry entry, IReadOnlyList<PlanTallies> plans) => Lights.Of(
        entry.State, entry.Due, plans.FirstOrDefault(p => p.Plan.Number == entry.Code.Plan)?.Today ?? default,
        schedule.Policy.NearDays);

    /// <summary>Reads several at the same time, in their order.</summary>
    private static async Task<IReadOnlyList<TRead>> AllAsync<T, TRead>(IEnumerable<T> all, Func<T, Task<TRead>> read)
    {
        var done = new List<TRead>();
        foreach (var part in all.Chunk(AtOnce))
            done.AddRange(await Task.WhenAll(part.Select(read)));
        return done;
    }
}
