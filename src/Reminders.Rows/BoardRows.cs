using System.Globalization;
using NodaTime.Text;

namespace Reminders.Rows;

/// <summary>
/// The board, in the partitions of the items (<see cref="PlanKeys"/>), so that it changes in one write with them. Rows:
/// <c>k|plan|list|state|deadline|ordinal</c>, without properties, for an item in a list; <c>t|plan|unit</c> for the tally of a unit. Both
/// are made from the items, so a backup leaves them out and a restore makes them again.
/// </summary>
internal sealed class BoardRows(IRows table) : IBoard
{
    private const string EntryKind = "k";
    private const string TallyKind = "t";

    /// <summary>Stands for the deadline of an item without a date, behind all dates.</summary>
    private const string NoDate = "none";

    /// <remarks>One range for each block. It passes through the tallies of the plans between, of which a page wants most.</remarks>
    public async Task<IReadOnlyDictionary<int, IReadOnlyList<Tally>>> TalliesAsync(
        IReadOnlyCollection<int> plans, CancellationToken cancellation)
    {
        var tallies = plans.Distinct().ToDictionary(plan => plan, _ => new List<Tally>());
        await Task.WhenAll(tallies.Keys.Order().GroupBy(PlanKeys.Partition).Select(async block =>
        {
            await foreach (var row in table.ReadAsync(PlanKeys.Rows(TallyKind, block.First(), block.Last()), cancellation))
            {
                if (tallies.TryGetValue(PlanKeys.PlanOf(row.Key.Split(Keys.Between)[1]), out var plan))
                    plan.Add(RowJson.Value<Tally>(row));
            }
        }));
        return tallies.ToDictionary(t => t.Key, IReadOnlyList<Tally> (t) => t.Value);
    }

    public async Task<IReadOnlyList<BoardEntry>> EntriesAsync(int plan, BoardRange range, CancellationToken cancellation)
    {
        var list = PlanKeys.Key(EntryKind, plan, Name(range.List));
        var head = range.State is { } state ? Keys.Join(list, state.ToString()) : list;
        var from = Keys.Join(head, range is { State: not null, From: { } first } ? Keys.Date(first) : "");
        var before = (range is { State: not null, To: { } last } ? Keys.Join(head, Keys.Date(last)) : head)
            + Keys.AfterBetween;
        var rows = RowRange.Of(PlanKeys.Partition(plan)) with { From = from, Before = before, Most = range.Most };
        return await table.ReadAsync(rows, cancellation).Select(row => Entry(plan, row.Key)).ToListAsync(cancellation);
    }

    /// <summary>The tallies of a plan by row key.</summary>
    public static async Task<ImmutableDictionary<string, Stored<Tally>>> TalliesAsync(
        IRows table, int plan, CancellationToken cancellation)
    {
        var tallies = ImmutableDictionary.CreateBuilder<string, Stored<Tally>>();
        await foreach (var row in table.ReadAsync(PlanKeys.Rows(TallyKind, plan), cancellation))
            tallies[row.Key] = new(RowJson.Value<Tally>(row), row.Tag);
        return tallies.ToImmutable();
    }

    /// <summary>Deletes the board of a plan.</summary>
    public static async Task ClearAsync(IRows table, int plan, CancellationToken cancellation)
    {
        foreach (var kind in (string[])[EntryKind, TallyKind])
        {
            await table.DeleteAsync(
                await table.ReadAsync(PlanKeys.Rows(kind, plan), cancellation).ToListAsync(cancellation), cancellation);
        }
    }

    /// <summary>The writes that put new items of one plan into their lists and their tallies, tallies last.</summary>
    /// <param name="items">The items.</param>
    /// <param name="tallies">The tallies as they were read.</param>
    /// <returns>The writes, and the tallies that they change.</returns>
    public static (List<RowWrite> Writes, List<(string Key, Tally Tally)> Tallies) Adding(
        IReadOnlyCollection<ListedItem> items, ImmutableDictionary<string, Stored<Tally>> tallies)
    {
        var plan = items.First().Item.Code.Plan;
        var partition = PlanKeys.Partition(plan);
        var (writes, changed) = (new List<RowWrite>(), new List<(string Key, Tally Tally)>());
        foreach (var item in items)
        {
            foreach (var key in item.Entries)
                writes.Add(RowWrite.Put(new(partition, key)));
        }
        foreach (var unit in items.Select(i => i.Item).GroupBy(i => i.ListedUnder))
        {
            var key = TallyKey(plan, unit.Key);
            var read = tallies.GetValueOrDefault(key);
            var tally = (read?.Value ?? Tally.Empty(unit.Key)).With(unit);
            writes.Add(Write(plan, key, tally, read));
            changed.Add((key, tally));
        }
        return (writes, changed);
    }

    /// <summary>The writes that put one item on the board. Reads the tallies of its plan.</summary>
    public static async Task<IReadOnlyList<RowWrite>> AddingAsync(IRows table, Item item, CancellationToken cancellation) =>
        Adding([new EntryKeys().Listed(item)], await TalliesAsync(table, item.Code.Plan, cancellation)).Writes;

    /// <summary>The tallies after a write whose last rows were those that changed.</summary>
    public static ImmutableDictionary<string, Stored<Tally>> Written(
        ImmutableDictionary<string, Stored<Tally>> before, List<(string Key, Tally Tally)> changed, RowsWritten written) =>
        before.SetItems(changed.Zip(
            written.Tags.TakeLast(changed.Count), (c, tag) => KeyValuePair.Create(c.Key, new Stored<Tally>(c.Tally, tag))));

    /// <summary>The write of a changed tally, which must be as it was read.</summary>
    private static RowWrite Write(int plan, string key, Tally tally, Stored<Tally>? read)
    {
        var row = RowJson.Row(PlanKeys.Partition(plan), key, tally);
        return read is null ? RowWrite.Insert(row) : RowWrite.Replace(row, read.Tag);
    }

    /// <summary>The writes that move a changed item between lists and tallies. Reads the tallies that change.</summary>
    /// <param name="table">The items' table.</param>
    /// <param name="before">The item as it stands on the board.</param>
    /// <param name="after">The item as it is to be.</param>
    /// <param name="gone">The keys of entries that do not exist although they should.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    public static async Task<IReadOnlyList<RowWrite>> MovingAsync(
        IRows table, Item before, Item after, IReadOnlySet<string> gone, CancellationToken cancellation)
    {
        var plan = after.Code.Plan;
        var (partition, keys) = (PlanKeys.Partition(plan), new EntryKeys());
        var (old, now) = (keys.Listed(before).Entries.ToHashSet(), keys.Listed(after).Entries.ToHashSet());
        List<RowWrite> writes =
        [
            .. old.Except(now).Except(gone).Select(key => RowWrite.Delete(new(partition, key))),
            .. now.Except(old).Select(key => RowWrite.Put(new(partition, key))),
        ];
        if (old.SetEquals(now))
            return writes;
        foreach (var unit in (string?[])[.. ((string?[])[before.ListedUnder, after.ListedUnder]).Distinct()])
        {
            var row = await table.FindAsync(partition, TallyKey(plan, unit), cancellation);
            var read = row is null ? null : new Stored<Tally>(RowJson.Value<Tally>(row), row.Tag);
            var tally = read?.Value ?? Tally.Empty(unit);
            var counted = tally;
            if (before.ListedUnder == unit)
                counted = counted.Without(before);
            if (after.ListedUnder == unit)
                counted = counted.With(after);
            if (!counted.Lines.SequenceEqual(tally.Lines))
                writes.Add(Write(plan, TallyKey(plan, unit), counted, read));
        }
        return writes;
    }

    private static BoardEntry Entry(int plan, string key) => key.Split(Keys.Between) is [_, _, _, var state, var due, var ordinal]
        ? new(
            new(plan, int.Parse(ordinal, CultureInfo.InvariantCulture)), Enum.Parse<ItemState>(state),
            due == NoDate ? null : LocalDatePattern.Iso.Parse(due).Value)
        : throw new FormatException($"A row of the board has the key {key}.");

    private static string Name(BoardList list) => Head(list) + (HasText(list) ? Keys.Hash(list.Text) : "");

    private static string Head(BoardList list) => list.Kind switch
    {
        BoardListKind.All => "all",
        BoardListKind.Asked => "asked",
        BoardListKind.Unit => "unit-",
        _ => "person-",
    };

    private static bool HasText(BoardList list) => list.Kind is BoardListKind.Unit or BoardListKind.Person;

    private static string TallyKey(int plan, string? unit) => PlanKeys.Key(TallyKind, plan, Keys.Hash(unit ?? ""));

    /// <summary>An item with the keys of its rows in lists.</summary>
    public sealed record ListedItem(Item Item, string[] Entries);

    /// <summary>Spells the keys of entries. It keeps the hashes of texts, because many items of a plan name the same people.</summary>
    public sealed class EntryKeys
    {
        private readonly Dictionary<string, string> hashes = [];

        public ListedItem Listed(Item item)
        {
            var (entry, lists) = (BoardEntry.Of(item), BoardList.Of(item));
            var head = PlanKeys.Key(EntryKind, entry.Code.Plan, "");
            var due = entry.Due is { } date ? Keys.Date(date) : NoDate;
            var tail = Keys.Join("", entry.State.ToString(), due, Keys.Number(entry.Code.Ordinal));
            var keys = new string[lists.Count];
            for (var n = 0; n < keys.Length; n++)
                keys[n] = string.Concat(head, Head(lists[n]), HasText(lists[n]) ? Hash(lists[n].Text) : "", tail);
            return new(item, keys);
        }

        private string Hash(string text) => hashes.TryGetValue(text, out var known) ? known : hashes[text] = Keys.Hash(text);
    }
}
