namespace Reminders.InMemory;

/// <summary>The board in memory, counted from the items at every reading.</summary>
internal sealed class InMemoryBoard(IItems items) : IBoard
{
    public async Task<IReadOnlyDictionary<int, IReadOnlyList<Tally>>> TalliesAsync(
        IReadOnlyCollection<int> plans, CancellationToken cancellation)
    {
        var tallies = new Dictionary<int, IReadOnlyList<Tally>>();
        foreach (var plan in plans)
        {
            var all = await items.ItemsAsync(plan, cancellation).ToListAsync(cancellation);
            tallies[plan] =
                [.. all.GroupBy(i => i.ListedUnder).Select(unit => unit.Aggregate(Tally.Empty(unit.Key), (t, item) => t.With(item)))];
        }
        return tallies;
    }

    public async Task<IReadOnlyList<BoardEntry>> EntriesAsync(int plan, BoardRange range, CancellationToken cancellation)
    {
        var entries = await items.ItemsAsync(plan, cancellation)
            .Where(i => BoardList.Of(i).Contains(range.List))
            .Select(BoardEntry.Of)
            .Where(e => range.State is null || (e.State == range.State && !(e.Due < range.From) && (range.To is null || e.Due <= range.To)))
            .ToListAsync(cancellation);
        return
        [
            .. entries.OrderBy(e => e.State.ToString(), StringComparer.Ordinal)
                .ThenBy(e => e.Due ?? LocalDate.MaxIsoValue).ThenBy(e => e.Code).Take(range.Most),
        ];
    }
}
