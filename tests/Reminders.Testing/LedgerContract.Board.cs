using Xunit;

namespace Reminders.Testing;

public abstract partial class LedgerContract
{
    private static readonly ItemState[] States = Enum.GetValues<ItemState>();

    [Fact]
    public async Task A_plan_without_items_has_an_empty_board()
    {
        var ledger = await LedgerWithAsync(Build.Item(plan: 2));
        Assert.Empty((await ledger.Board.TalliesAsync([1], Cancellation))[1]);
        Assert.Empty(await ledger.Board.EntriesAsync(1, new(BoardList.All, 10), Cancellation));
    }

    [Fact]
    public async Task The_tallies_of_many_plans_are_read_at_once_and_kept_apart()
    {
        int[] plans = [1, 2, 63, 64, 200];
        var ledger = await LedgerWithAsync(
            [.. plans.SelectMany(plan => Enumerable.Range(1, plan % 7).Select(n => Build.Item(n, plan)))]);
        var tallies = await ledger.Board.TalliesAsync([200, 1, 64, 3, 2], Cancellation);
        Assert.Equal([1, 2, 3, 64, 200], tallies.Keys.Order());
        Assert.All(tallies, plan => Assert.Equal(plan.Key == 3 ? 0 : plan.Key % 7, plan.Value.Sum(t => t.Lines.Sum(l => l.Items))));
    }

    [Fact]
    public async Task A_list_is_in_the_order_of_deadlines_with_undated_items_last()
    {
        var ledger = await LedgerWithAsync(
            Open(1, null), Open(2, "2020-06-01"), Open(10, "2020-05-20"), Open(3, "2020-05-20"), Open(4, "2020-05-20") with
            {
                State = ItemState.Closed,
            });
        Assert.Equal("3 10 2 1", await OrdinalsAsync(new(BoardList.All, 10) { State = ItemState.Open }));
        Assert.Equal("3 10", await OrdinalsAsync(new(BoardList.All, 2) { State = ItemState.Open }));
        Assert.Equal("2", await OrdinalsAsync(
            new(BoardList.All, 10) { State = ItemState.Open, From = new(2020, 5, 21), To = new(2020, 6, 1) }));
        Assert.Equal("1", await OrdinalsAsync(new(BoardList.All, 10) { State = ItemState.Open, From = LocalDate.MaxIsoValue }));
        Assert.Equal("4 3 10 2 1", await OrdinalsAsync(new(BoardList.All, 10)));

        async Task<string> OrdinalsAsync(BoardRange range) =>
            string.Join(' ', (await ledger.Board.EntriesAsync(1, range, Cancellation)).Select(e => e.Code.Ordinal));
    }

    /// <summary>Items are added, some twice, and changed at random, and the board always says what the items say.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_board_follows_every_change_of_the_items(int seed)
    {
        var random = new Random(seed);
        var ledger = await LedgerWithAsync([.. Enumerable.Range(1, 40).Select(n => Any(n, random))]);
        await ledger.Items.AddItemsAsync(
            [.. Enumerable.Range(30, 30).Select(n => Any(n, random))], Build.Now, Build.Office, Cancellation);
        for (var n = 0; n < 60; n++)
        {
            var read = (await ledger.Items.FindItemAsync(new(1, random.Next(1, 60)), Cancellation))!;
            var next = Any(read.Value.Code.Ordinal, random) with { Version = read.Value.Version + 1 };
            Assert.True(await ledger.Items.TrySaveItemAsync(read, next, Build.Entry(next), Cancellation));
            Assert.False(await ledger.Items.TrySaveItemAsync(read, read.Value, Build.Entry(next), Cancellation));
        }
        await AssertBoardAsync(ledger);
    }

    [Fact]
    public async Task Changes_at_the_same_time_are_all_on_the_board()
    {
        var ledger = await LedgerWithAsync([.. Enumerable.Range(1, 12).Select(n => Open(n, "2020-05-20"))]);
        await Parallel.ForEachAsync(Enumerable.Range(1, 12), async (ordinal, _) =>
        {
            var read = (await ledger.Items.FindItemAsync(new(1, ordinal), Cancellation))!;
            var next = read.Value with { State = ItemState.Reported, Version = read.Value.Version + 1 };
            Assert.True(await ledger.Items.TrySaveItemAsync(read, next, Build.Entry(next), Cancellation));
        });
        await AssertBoardAsync(ledger);
    }

    /// <summary>The board says what the items of plan 1 say.</summary>
    public static async Task AssertBoardAsync(Ledger ledger)
    {
        var items = await ledger.Items.ItemsAsync(1, Cancellation).ToListAsync(Cancellation);
        var tallies = (await ledger.Board.TalliesAsync([1], Cancellation))[1];
        var counted = items.GroupBy(i => i.ListedUnder).Select(g => g.Aggregate(Tally.Empty(g.Key), (t, i) => t.With(i)));
        Assert.Equal(Lines(counted), Lines(tallies));
        foreach (var list in items.SelectMany(BoardList.Of).Append(BoardList.OfPerson("nobody")).Distinct())
        {
            var expected = items.Where(i => BoardList.Of(i).Contains(list)).Select(BoardEntry.Of).OrderBy(e => e.Code);
            Assert.Equal(expected, (await ledger.Board.EntriesAsync(1, new(list, 1000), Cancellation)).OrderBy(e => e.Code));
        }

        static IEnumerable<string> Lines(IEnumerable<Tally> tallies) =>
            tallies.SelectMany(t => t.Lines.Select(l => $"{t.Unit} {l.State} {l.Due} {l.Items} {l.Asked}")).Order(StringComparer.Ordinal);
    }

    private static Item Open(int ordinal, string? due) => Build.Item(ordinal) with
    {
        State = ItemState.Open,
        Deadline = due is null ? Deadline.None(DeadlineKind.Missing, "") : Deadline.On(Given.Day(due), due),
    };

    private static Item Any(int ordinal, Random random) => Build.Item(ordinal) with
    {
        State = States[random.Next(States.Length)],
        Unit = random.Next(3) == 0 ? null : $"第{random.Next(3)}村",
        Units = random.Next(2) == 0 ? [] : ["扶贫办"],
        Deadline = random.Next(5) == 0
            ? Deadline.None(DeadlineKind.Missing, "")
            : Deadline.On(new LocalDate(2020, 5, 1).PlusDays(random.Next(4)), ""),
        NamedPersons = [.. Enumerable.Range(0, random.Next(5) == 0 ? 30 : random.Next(3)).Select(n => new Party($"张{random.Next(40)}"))],
        Asked = random.Next(2) == 0 ? null : Build.Item().Asked,
    };
}
