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
        var from = Keys.Join(head, range is { State: not null, From: { } first } ? LocalDatePattern.Iso.Format(first) : "");
        var before = (range is { State: not null, To: { } last } ? Keys.Join(head, LocalDatePattern.Iso.Format(last)) : head)
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

    /// <summary>The number of rows that an item has in lists.</summary>
    public static int EntriesOf(Item item) => BoardList.Of(item).Count();

    /// <summary>The writes that put new items of one plan into their lists and their tallies, tallies last.</summary>
    /// <param name="items">The items.</param>
    /// <param name="tallies">The tallies as they were read.</param>
    /// <returns>The writes, and the tallies that they change.</returns>
    public static (RowWrite[] Writes, (string Key, Tally Tally)[] Tallies) Adding(
        IReadOnlyCollection<Item> items, ImmutableDictionary<string, Stored<Tally>> tallies)
    {
        var plan = items.First().Code.Plan;
        (string Key, Tally Tally)[] changed =
        [
            .. items.GroupBy(i => i.ListedUnder).Select(unit => (Key: TallyKey(plan, unit.Key), Unit: unit)).Select(unit => (
                unit.Key,
                unit.Unit.Aggregate(tallies.GetValueOrDefault(unit.Key)?.Value ?? Tally.Empty(unit.Unit.Key), (t, i) => t.With(i)))),
        ];
        return (
            [
                .. items.SelectMany(EntryKeys).Select(key => RowWrite.Put(new(PlanKeys.Partition(plan), key))),
                .. changed.Select(c => Write(plan, c.Key, c.Tally, tallies.GetValueOrDefault(c.Key))),
            ],
            changed);
    }

    /// <summary>The writes that put one item on the board. Reads the tallies of its plan.</summary>
    public static async Task<IReadOnlyList<RowWrite>> AddingAsync(IRows table, Item item, CancellationToken cancellation) =>
        Adding([item], await TalliesAsync(table, item.Code.Plan, cancellation)).Writes;

    /// <summary>The tallies after a write whose last rows were those that changed.</summary>
    public static ImmutableDictionary<string, Stored<Tally>> Written(
        ImmutableDictionary<string, Stored<Tally>> before, (string Key, Tally Tally)[] changed, RowsWritten written) =>
        before.SetItems(changed.Zip(
            written.Tags.TakeLast(changed.Length), (c, tag) => KeyValuePair.Create(c.Key, new Stored<Tally>(c.Tally, tag))));

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
        var (partition, old, now) = (PlanKeys.Partition(plan), EntryKeys(before).ToHashSet(), EntryKeys(after).ToHashSet());
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

    private static IEnumerable<string> EntryKeys(Item item) => BoardList.Of(item).Select(list => Key(list, BoardEntry.Of(item)));

    private static string Key(BoardList list, BoardEntry entry) => PlanKeys.Key(
        EntryKind, entry.Code.Plan, Name(list), entry.State.ToString(), entry.Due is { } due ? LocalDatePattern.Iso.Format(due) : NoDate,
        Keys.Number(entry.Code.Ordinal));

    private static BoardEntry Entry(int plan, string key) => key.Split(Keys.Between) is [_, _, _, var state, var due, var ordinal]
        ? new(
            new(plan, int.Parse(ordinal, CultureInfo.InvariantCulture)), Enum.Parse<ItemState>(state),
            due == NoDate ? null : LocalDatePattern.Iso.Parse(due).Value)
        : throw new FormatException($"A row of the board has the key {key}.");

    private static string Name(BoardList list) => list.Kind switch
    {
        BoardListKind.All => "all",
        BoardListKind.Asked => "asked",
        BoardListKind.Unit => "unit-" + Keys.Hash(list.Text),
        _ => "person-" + Keys.Hash(list.Text),
    };

    private static string TallyKey(int plan, string? unit) => PlanKeys.Key(TallyKind, plan, Keys.Hash(unit ?? ""));
}
