namespace Reminders.Core.Ports;

/// <summary>
/// The items with their histories and step records. Streams are read item by item and are not snapshots; a caller that stops early does not
/// read the rest. Shared contract: <see cref="Ledger"/>.
/// </summary>
public interface IItems
{
    /// <summary>
    /// Adds items of a plan that is not complete yet, each together with the first entry of its history
    /// (<see cref="HistoryEntry.Loaded"/>). An existing item stays unchanged.
    /// </summary>
    /// <returns>Whether all are new.</returns>
    Task<bool> AddItemsAsync(IReadOnlyCollection<Item> items, Instant at, Actor by, CancellationToken cancellation);

    /// <summary>Reads an item with its tag; null when there is none.</summary>
    Task<Stored<Item>?> FindItemAsync(ItemCode code, CancellationToken cancellation);

    /// <summary>
    /// Reads several items by code. The result has no entry for an unknown code. It takes at most one request for each code and one more,
    /// and fewer for items of one plan and of small plans whose numbers are close, at any size of the ledger.
    /// </summary>
    Task<IReadOnlyDictionary<ItemCode, Item>> FindItemsAsync(IReadOnlyCollection<ItemCode> codes, CancellationToken cancellation);

    /// <summary>Reads an item with its history, oldest first, and its step records by due instant; null when there is none.</summary>
    Task<ItemFile?> FindItemFileAsync(ItemCode code, CancellationToken cancellation);

    /// <summary>Streams the items of a plan by ordinal; null streams those of all plans.</summary>
    IAsyncEnumerable<Item> ItemsAsync(int? plan, CancellationToken cancellation);

    /// <summary>
    /// Streams the items of one plan from a code on, in order. A caller that stops early has read at most 50 items,
    /// or five times as many as it took.
    /// </summary>
    IAsyncEnumerable<Item> ItemsFromAsync(ItemCode from, CancellationToken cancellation);

    /// <summary>Streams the items of a plan from an ordinal on, in order, with their step records and without their histories.</summary>
    IAsyncEnumerable<ItemFile> ItemFilesAsync(int plan, int from, CancellationToken cancellation);

    /// <summary>
    /// Streams the histories of all items of a plan by code, each oldest first. Entries written before the reading began are included.
    /// </summary>
    IAsyncEnumerable<HistoryEntry> HistoryAsync(int plan, CancellationToken cancellation);

    /// <summary>
    /// Replaces an item and adds the entry to its history, both or neither. False when the item has changed since it was read; then nothing
    /// is written.
    /// </summary>
    /// <param name="read">The item as it was read.</param>
    /// <param name="item">The item as it is to be.</param>
    /// <param name="entry">The entry of its history.</param>
    /// <param name="cancellation">Cancels the write.</param>
    Task<bool> TrySaveItemAsync(Stored<Item> read, Item item, HistoryEntry entry, CancellationToken cancellation);

    /// <summary>Writes step records. A record replaces the previous one for the same step and recipient.</summary>
    Task RecordStepsAsync(IReadOnlyCollection<StepRecord> records, CancellationToken cancellation);
}
