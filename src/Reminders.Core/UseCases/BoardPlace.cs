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

/// <summary>A list of one plan, and a state in it.</summary>
internal sealed record BoardSource(int Plan, BoardList List, ItemState State);

/// <summary>Items that follow each other in an order, down to their codes.</summary>
internal sealed record BoardSegment(BoardPlace Place, int Items, ImmutableArray<BoardSource> Sources);
