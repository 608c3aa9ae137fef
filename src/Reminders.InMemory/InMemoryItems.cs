using System.Runtime.CompilerServices;

namespace Reminders.InMemory;

internal sealed class InMemoryItems : InMemoryPort, IItems
{
    private readonly Dictionary<ItemCode, Stored<Item>> items = [];
    private readonly SortedDictionary<int, SortedSet<int>> ordinals = [];
    private readonly Dictionary<ItemCode, List<HistoryEntry>> histories = [];
    private readonly Dictionary<ItemCode, Dictionary<(StepId Step, PhoneNumber To), StepRecord>> steps = [];

    public bool KeepsSteps { get; set; } = true;

    public Task<bool> AddItemsAsync(IReadOnlyCollection<Item> items, Instant at, Actor by, CancellationToken cancellation) => Locked(() =>
    {
        var isNew = true;
        foreach (var item in items)
        {
            if (!this.items.TryAdd(item.Code, Tagged(item)))
            {
                isNew = false;
                continue;
            }
            Of(ordinals, item.Code.Plan).Add(item.Code.Ordinal);
            // Most items of a large ledger have not changed yet.
            histories[item.Code] = new(1) { HistoryEntry.Loaded(item, at, by) };
        }
        return isNew;
    });

    public Task<Stored<Item>?> FindItemAsync(ItemCode code, CancellationToken cancellation) => Locked(() => items.GetValueOrDefault(code));

    public Task<IReadOnlyDictionary<ItemCode, Item>> FindItemsAsync(IReadOnlyCollection<ItemCode> codes, CancellationToken cancellation) =>
        Locked<IReadOnlyDictionary<ItemCode, Item>>(() =>
        {
            var found = new Dictionary<ItemCode, Item>(codes.Count);
            foreach (var code in codes)
            {
                if (items.TryGetValue(code, out var item))
                    found[code] = item.Value;
            }
            return found;
        });

    public Task<ItemFile?> FindItemFileAsync(ItemCode code, CancellationToken cancellation) => Locked(() =>
        items.ContainsKey(code) ? FileOf(code) with { History = [.. histories[code].OrderBy(h => h.Number)] } : null);

    public async IAsyncEnumerable<Item> ItemsAsync(int? plan, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var item in await Locked(() => Codes(plan).Select(c => items[c].Value).ToList()))
            yield return item;
    }

    public IAsyncEnumerable<Item> ItemsFromAsync(ItemCode from, CancellationToken cancellation) =>
        ItemsAsync(from.Plan, cancellation).Where(i => i.Code >= from);

    public async IAsyncEnumerable<ItemFile> ItemFilesAsync(int plan, int from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (await Locked(NextFile) is { } file)
        {
            yield return file;
            from = file.Item.Code.Ordinal + 1;
        }

        ItemFile? NextFile() => ordinals.TryGetValue(plan, out var known) && known.GetViewBetween(from, int.MaxValue) is { Count: > 0 } rest
            ? FileOf(new(plan, rest.Min))
            : null;
    }

    public async IAsyncEnumerable<HistoryEntry> HistoryAsync(int plan, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var entry in await Locked(() => Codes(plan).SelectMany(c => histories[c].OrderBy(h => h.Number)).ToList()))
            yield return entry;
    }

    public Task<bool> TrySaveItemAsync(
        Stored<Item> read, Item item, HistoryEntry entry, CancellationToken cancellation) => Locked(() =>
    {
        if (Replaced(items, item.Code, read with { Value = item }) is null)
            return false;
        histories[item.Code].Add(entry);
        return true;
    });

    public Task RecordStepsAsync(IReadOnlyCollection<StepRecord> records, CancellationToken cancellation) => Locked(() =>
    {
        if (!KeepsSteps)
            return;
        foreach (var record in records)
            Of(steps, record.Step.Item)[(record.Step, record.To)] = record;
    });

    private ItemFile FileOf(ItemCode code) =>
        new(items[code].Value, [], steps.TryGetValue(code, out var records) ? [.. records.Values.OrderBy(s => s.DueAt)] : []);

    private IEnumerable<ItemCode> Codes(int? plan) =>
        from known in ordinals
        where plan is null || known.Key == plan
        from ordinal in known.Value
        select new ItemCode(known.Key, ordinal);

    private static T Of<TKey, T>(IDictionary<TKey, T> all, TKey key)
        where T : new() => all.TryGetValue(key, out var known) ? known : all[key] = new();
}
