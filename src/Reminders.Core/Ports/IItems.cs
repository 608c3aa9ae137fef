namespace Reminders.Core.Ports;

/// <summary>
/// The items, each with its history and its step records. Streams read item by item and are not a snapshot. A caller that stops early does
/// not read the rest. The contract that all ports of a ledger share stands at <see cref="Ledger"/>.
/// </summary>
public interface IItems
{
    /// <summary>
    /// Adds items of one plan that is not complete yet, each with the first entry of its history (<see cref="HistoryEntry.Loaded"/>), both
    /// or neither. An item that exists already is left unchanged.
    /// </summary>
    Task AddItemsAsync(IReadOnlyCollection<Item> items, Instant at, Actor by, CancellationToken cancellation);

    /// <summary>One item with its tag; null when there is none.</summary>
    Task<Stored<Item>?> FindItemAsync(ItemCode code, CancellationToken cancellation);

    /// <summary>
    /// Several items by code; a code without an item is missing from the answer. The number of requests grows with the codes, at most one
    /// for each, and not with the size of the ledger; items of one plan share requests.
    /// </summary>
    Task<IReadOnlyDictionary<ItemCode, Item>> FindItemsAsync(IReadOnlyCollection<ItemCode> codes, CancellationToken cancellation);

    /// <summary>The item with its history, oldest first, and its step records by due instant; null when there is none.</summary>
    Task<ItemFile?> FindItemFileAsync(ItemCode code, CancellationToken cancellation);

    /// <summary>The items of a plan by ordinal, or of all plans.</summary>
    IAsyncEnumerable<Item> ItemsAsync(int? plan, CancellationToken cancellation);

    /// <summary>The items of a plan from an ordinal on, in order, each with its step records and without its history.</summary>
    IAsyncEnumerable<ItemFile> ItemFilesAsync(int plan, int from, CancellationToken cancellation);

    /// <summary>
    /// The histories of all items of a plan, by code and each oldest first. An entry that was written before the reading began is included.
    /// </summary>
    IAsyncEnumerable<HistoryEntry> HistoryAsync(int plan, CancellationToken cancellation);

    /// <summary>
    /// Replaces an item and adds to its history, both or neither. False when another call has changed the item since it was read.
    /// </summary>
    Task<bool> TrySaveItemAsync(Stored<Item> item, HistoryEntry entry, CancellationToken cancellation);

    /// <summary>Writes the outcomes of steps. A record replaces the one before for the same step and recipient.</summary>
    Task RecordStepsAsync(IReadOnlyCollection<StepRecord> records, CancellationToken cancellation);
}
