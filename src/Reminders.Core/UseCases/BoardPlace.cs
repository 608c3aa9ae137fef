namespace Reminders.Core.UseCases;

/// <summary>
/// What an order of the board can look at. Properties that the order does not look at are empty in the place of several items.
/// </summary>
internal sealed record BoardPlace(string? Unit, Light Light, LocalDate? Due, ItemCode Code)
{
    /// <summary>Sorts, with those without a day or a unit last in both directions.</summary>
    public static IEnumerable<T> Sorted<T>(IEnumerable<T> all, Func<T, BoardPlace> place, BoardOrder order, bool isDescending)
    {
        var turn = isDescending ? -1 : 1;
        return all.OrderBy(place, Comparer<BoardPlace>.Create((one, other) =>
        {
            var light = Lights.ByUrgency.IndexOf(one.Light).CompareTo(Lights.ByUrgency.IndexOf(other.Light));
            var (undated, due) = ((one.Due is null).CompareTo(other.Due is null), Nullable.Compare(one.Due, other.Due));
            var code = one.Code.CompareTo(other.Code);
            return order switch
            {
                BoardOrder.Code => turn * code,
                BoardOrder.Deadline => First(undated, turn * due, code),
                BoardOrder.Unit => First(
                    (one.Unit is null).CompareTo(other.Unit is null), turn * string.CompareOrdinal(one.Unit, other.Unit), light,
                    undated, due, code),
                _ => First(turn * light, undated, turn * due, code),
            };
        }));

        static int First(params ReadOnlySpan<int> comparisons)
        {
            foreach (var comparison in comparisons)
            {
                if (comparison != 0)
                    return comparison;
            }
            return 0;
        }
    }

    public static IEnumerable<T> Turned<T>(IEnumerable<T> sorted, bool isDescending) => isDescending ? sorted.Reverse() : sorted;
}

/// <summary>A list of one plan, and a state in it. The light, if it is not null, keeps apart the days that are read.</summary>
internal sealed record BoardSource(int Plan, BoardList List, ItemState State, Light? Light);

/// <summary>Items that follow each other in an order, down to their codes.</summary>
internal sealed record BoardSegment(BoardPlace Place, int Items, ImmutableArray<BoardSource> Sources)
{
    /// <summary>The lines of the tallies that pass, in the order of the list, with the lists in which their items stand.</summary>
    public static List<BoardSegment> Of(
        ItemFilter filter, IReadOnlyList<PlanTallies> plans, BoardOrder order, bool isDescending, int nearDays)
    {
        var byUnit = order == BoardOrder.Unit || filter.Unit is not null;
        var segments =
            from plan in plans
            from unit in plan.Units
            where filter.Unit is null || unit.Unit == filter.Unit
            from line in unit.Lines
            let light = Lights.Of(line.State, line.Due, plan.Today, nearDays)
            where filter.Passes(new BoardEntry(new(plan.Plan.Number, 1), line.State, line.Due), light)
            let place = new BoardPlace(
                order == BoardOrder.Unit ? unit.Unit : null, order == BoardOrder.Deadline ? default : light, line.Due, default)
            let list = byUnit ? BoardList.OfUnit(unit.Unit) : BoardList.All
            // Between the days of two lights may be the days of a third.
            let source = new BoardSource(plan.Plan.Number, list, line.State, filter.Lights is null ? null : light)
            group (Source: source, line.Items) by place into same
            select new BoardSegment(same.Key, same.Sum(s => s.Items), [.. same.Select(s => s.Source).Distinct()]);
        return [.. BoardPlace.Sorted(segments, s => s.Place, order, isDescending)];
    }

    /// <summary>The segments in runs of one unit and light, which are all dated or all not.</summary>
    public static IEnumerable<IEnumerable<BoardSegment>> Runs(IEnumerable<BoardSegment> segments) =>
        segments.GroupBy(s => (s.Place.Unit, s.Place.Light, Undated: s.Place.Due is null));
}
