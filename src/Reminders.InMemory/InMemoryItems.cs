using System.Runtime.CompilerServices;

namespace Reminders.InMemory;

internal sealed class InMemoryItems : InMemoryPort, IItems
{
    private readonly Dictionary<ItemCode, Stored<Item>> items = [];

    /// <summary>The ordinals of each plan, in order. Plans are loaded by ordinal, so a new one is nearly always the last.</summary>
    private readonly SortedDictionary<int, List<int>> ordinals = [];

    /// <summary>When and by whom the items were loaded that have not changed since. One object serves all items of a call.</summary>
    private readonly Dictionary<ItemCode, Loading> loadings = [];

    /// <summary>The histories of the items that have changed.</summary>
    private readonly Dictionary<ItemCode, List<HistoryEntry>> histories = [];

    private readonly Dictionary<ItemCode, Dictionary<(StepId Step, PhoneNumber To), StepRecord>> steps = [];

    public bool KeepsSteps { get; set; } = true;

    public Task<bool> AddItemsAsync(IReadOnlyCollection<Item> items, Instant at, Actor by, CancellationToken cancellation) => Locked(() =>
    {
        var (isNew, loading) = (true, new Loading(at, by));
        foreach (var item in items)
        {
            if (!this.items.TryAdd(item.Code, Tagged(item)))
            {
                isNew = false;
                continue;
            }
            var known = Of(ordinals, item.Code.Plan);
            known.Insert(PlaceOf(known, item.Code.Ordinal), item.Code.Ordinal);
            loadings[item.Code] = loading;
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
        items.ContainsKey(code) ? FileOf(code) with { History = [.. HistoryOf(code)] } : null);

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

        ItemFile? NextFile() => ordinals.TryGetValue(plan, out var known) && PlaceOf(known, from) is var next && next < known.Count
            ? FileOf(new(plan, known[next]))
            : null;
    }

    public async IAsyncEnumerable<HistoryEntry> HistoryAsync(int plan, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var entry in await Locked(() => Codes(plan).SelectMany(HistoryOf).ToList()))
            yield return entry;
    }

    public Task<bool> TrySaveItemAsync(
        Stored<Item> read, Item item, HistoryEntry entry, CancellationToken cancellation) => Locked(() =>
    {
        var before = items.GetValueOrDefault(item.Code);
        if (Replaced(items, item.Code, read with { Value = item }) is null)
            return false;
        if (loadings.Remove(item.Code, out var loading))
            histories[item.Code] = [loading.Of(before!.Value)];
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

    private IEnumerable<HistoryEntry> HistoryOf(ItemCode code) => loadings.TryGetValue(code, out var loading)
        ? [loading.Of(items[code].Value)]
        : histories.GetValueOrDefault(code, []).OrderBy(h => h.Number);

    private static int PlaceOf(List<int> ordinals, int ordinal) =>
        ordinals.BinarySearch(ordinal) is var place && place < 0 ? ~place : place;

    private IEnumerable<ItemCode> Codes(int? plan) =>
        from known in ordinals
        where plan is null || known.Key == plan
        from ordinal in known.Value
        select new ItemCode(known.Key, ordinal);

    private static T Of<TKey, T>(IDictionary<TKey, T> all, TKey key)
        where T : new() => all.TryGetValue(key, out var known) ? known : all[key] = new();

    private sealed record Loading(Instant At, Actor By)
    {
        public HistoryEntry Of(Item item) => HistoryEntry.Loaded(item, At, By);
    }
}
