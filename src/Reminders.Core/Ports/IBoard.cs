namespace Reminders.Core.Ports;

/// <summary>
/// The counts and lists of the board. They change together with the items, so they are never behind. Shared contract: <see cref="Ledger"/>.
/// </summary>
public interface IBoard
{
    /// <summary>
    /// Reads the tallies of plans, one for each unit. Many plans take one read. A plan without items has an empty list.
    /// </summary>
    Task<IReadOnlyDictionary<int, IReadOnlyList<Tally>>> TalliesAsync(IReadOnlyCollection<int> plans, CancellationToken cancellation);

    /// <summary>Reads a part of a list, in its order.</summary>
    Task<IReadOnlyList<BoardEntry>> EntriesAsync(int plan, BoardRange range, CancellationToken cancellation);
}

/// <summary>A part of a list of the board.</summary>
/// <param name="List">The list.</param>
/// <param name="Most">The most entries, at least 1.</param>
public sealed record BoardRange(BoardList List, int Most)
{
    /// <summary>The only state; null for all states, one after the other.</summary>
    public ItemState? State { get; init; }

    /// <summary>The first deadline; null begins with the first of all. It does not count without a state.</summary>
    public LocalDate? From { get; init; }

    /// <summary>The last deadline (inclusive); null also takes the items without a date. It does not count without a state.</summary>
    public LocalDate? To { get; init; }
}
