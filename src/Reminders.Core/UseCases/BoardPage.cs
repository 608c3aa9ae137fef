namespace Reminders.Core.UseCases;

public enum BoardOrder
{
    Code,
    Deadline,
    Unit,

    /// <summary>By urgency of the light, then by deadline.</summary>
    Light,
}

/// <summary>An item on the board.</summary>
/// <param name="Item">The item with the people whom it tells now.</param>
/// <param name="Today">The local date of its plan.</param>
/// <param name="Light">Its light on that date.</param>
public sealed record BoardRow(Item Item, LocalDate Today, Light Light);

/// <summary>A page of the board.</summary>
/// <param name="Rows">The items of the page.</param>
/// <param name="Order">The order, which may be another one than was asked for.</param>
/// <param name="Number">The number of the page, from 1.</param>
/// <param name="Last">The number of the last page.</param>
public sealed record BoardPage(ImmutableArray<BoardRow> Rows, BoardOrder Order, int Number, int Last)
{
    public const int RowsOnPage = 50;

    /// <summary>The counts of the plans that the page was read from.</summary>
    public IReadOnlyList<PlanTallies> Tallies { get; init; } = [];

    /// <summary>The number of items that pass the filter; null if only a part was searched.</summary>
    public int? Total { get; init; }

    /// <summary>The items that pass the filter without its light, by light; null if only a part was searched.</summary>
    public IReadOnlyDictionary<Light, int>? Counts { get; init; }

    /// <summary>The last item that was searched, if more are to be searched.</summary>
    public ItemCode? SearchedTo { get; init; }

    public static int LastOf(int total) => Math.Max(1, (total + RowsOnPage - 1) / RowsOnPage);
}

/// <summary>The counts of a plan on a day.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Today">The local date in its zone.</param>
/// <param name="Units">The tallies of its units.</param>
public sealed record PlanTallies(Plan Plan, LocalDate Today, IReadOnlyList<Tally> Units);
