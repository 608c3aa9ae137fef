namespace Reminders.Tables.Tests;

/// <summary>Promise 5: the cost of a scan grows with the due entries and not with the ledger.</summary>
public sealed class RequestsTests(LocalTables tables)
{
    [Fact]
    public async Task Future_entries_do_not_make_due_entries_cost_more()
    {
        var counter = new RequestCounter();
        var ledger = await tables.NewLedgerAsync(counter);
        await ledger.Agenda.AddToAgendaAsync([.. Enumerable.Range(1, 10).Select(n => EntryAt(Build.Now - Duration.FromMinutes(n), n))],
            Cancellation);
        await ledger.Agenda.AddToAgendaAsync([.. Enumerable.Range(1, 10).Select(n => EntryAt(Build.Now + Duration.FromHours(n), n))],
            Cancellation);
        var few = await counter.CountAsync(async () => Assert.Equal(10, (await ledger.Agenda.DueAsync(Build.Now, Cancellation)).Count));
        await ledger.Agenda.AddToAgendaAsync([.. Enumerable.Range(1, 3_000).Select(n => EntryAt(Build.Now + Duration.FromMinutes(n), n))],
            Cancellation);
        var many = await counter.CountAsync(async () => Assert.Equal(10, (await ledger.Agenda.DueAsync(Build.Now, Cancellation)).Count));
        Assert.Equal((1, 1), (few, many));
    }

    [Fact]
    public async Task Due_entries_are_read_to_the_end_over_several_pages()
    {
        var ledger = await tables.NewLedgerAsync();
        await ledger.Agenda.AddToAgendaAsync([.. Enumerable.Range(1, 2_100).Select(n => EntryAt(Build.Now - Duration.FromMinutes(n), n))],
            Cancellation);
        Assert.Equal(2_100, (await ledger.Agenda.DueAsync(Build.Now, Cancellation)).Count);
    }

    [Fact]
    public async Task A_hundred_notices_of_one_slot_are_claimed_in_one_request()
    {
        var counter = new RequestCounter();
        var ledger = await tables.NewLedgerAsync(counter);
        var notices = Enumerable.Range(0, 100).Select(n => Build.Notice(n)).ToList();
        Assert.Equal(1, await counter.CountAsync(() => ledger.Notices.ClaimAsync(notices, Cancellation)));
        // All taken: the insert that fails, and the read that finds their owners.
        Assert.Equal(2, await counter.CountAsync(() => ledger.Notices.ClaimAsync(notices, Cancellation)));
    }

    [Fact]
    public async Task The_requests_of_each_operation_are_few()
    {
        var counter = new RequestCounter();
        var ledger = await tables.NewLedgerAsync(counter);
        var items = Enumerable.Range(1, 50).Select(n => Build.Item(n)).ToList();
        Assert.Equal(1, await counter.CountAsync(() => ledger.Plans.TryAddPlanAsync(Build.Plan(), Cancellation)));
        // One read of the tallies, and 13 rows for an item, its history and its lists.
        Assert.Equal(8, await counter.CountAsync(() => ledger.Items.AddItemsAsync(items, Build.Now, Build.Office, Cancellation)));
        Assert.Equal(1, await counter.CountAsync(() => ledger.Items.FindItemAsync(new(1, 1), Cancellation)));
        Assert.Equal(2, await counter.CountAsync(() => ledger.Items.FindItemFileAsync(new(1, 1), Cancellation)));
        Assert.Equal(1, await counter.CountAsync(
            () => ledger.Items.RecordStepsAsync([.. Enumerable.Range(1, 100).Select(n => Build.Record(Build.StepId(n)))], Cancellation)));
        var read = (await ledger.Items.FindItemAsync(new(1, 1), Cancellation))!;
        var next = read.Value with { Version = 4 };
        Assert.Equal(
            1, await counter.CountAsync(() => ledger.Items.TrySaveItemAsync(read, next, Build.Entry(next), Cancellation)));
        // A move on the board: one read of the tally, and one write of all rows.
        read = (await ledger.Items.FindItemAsync(new(1, 1), Cancellation))!;
        next = read.Value with { Version = 5, State = ItemState.Closed };
        Assert.Equal(
            2, await counter.CountAsync(() => ledger.Items.TrySaveItemAsync(read, next, Build.Entry(next), Cancellation)));
        Assert.Equal(1, await counter.CountAsync(
            async () => Assert.Equal(50, await ledger.Items.ItemsAsync(1, Cancellation).CountAsync(Cancellation))));
    }

    /// <summary>Wanted items that stand close together are read as one range with those between, others twelve at once.</summary>
    [Theory]
    [InlineData(1, 240, 1)]
    [InlineData(4, 60, 1)]
    [InlineData(5, 48, 4)]
    [InlineData(20, 12, 1)]
    [InlineData(20, 13, 2)]
    public async Task Items_that_stand_close_together_are_read_in_few_requests(int stride, int wanted, int requests)
    {
        var counter = new RequestCounter();
        var ledger = await tables.NewLedgerAsync(counter);
        await ledger.Plans.TryAddPlanAsync(Build.Plan(), Cancellation);
        await ledger.Items.AddItemsAsync([.. Enumerable.Range(1, 260).Select(n => Build.Item(n))], Build.Now, Build.Office, Cancellation);
        List<ItemCode> codes = [.. Enumerable.Range(1, wanted).Select(n => new ItemCode(1, n * stride))];

        Assert.Equal(requests, await counter.CountAsync(async () =>
            Assert.Equal(codes, (await ledger.Items.FindItemsAsync(codes, Cancellation)).Keys.Order())));
    }

    /// <summary>
    /// One item of each of 24 neighbouring plans of a block: a read passes through a thousand items at most. The sizes of the plans are
    /// one more request where they are not known yet.
    /// </summary>
    [Theory]
    [InlineData(1, 24, 1)]
    [InlineData(80, 24, 2)]
    [InlineData(500, 24, 12)]
    [InlineData(2_000, 24, 24)]
    [InlineData(2_000, 1, 1)]
    public async Task Items_of_many_plans_are_read_in_few_requests_if_the_plans_are_small(int planSize, int plans, int requests)
    {
        var counter = new RequestCounter();
        var prefix = tables.NewPrefix();
        var ledger = await tables.OpenLedgerAsync(prefix);
        List<ItemCode> codes = [.. Enumerable.Range(1, plans).Select(plan => new ItemCode(plan, 1))];
        foreach (var code in codes)
        {
            // As if the others had been loaded too.
            await ledger.Plans.TryAddPlanAsync(Build.Plan(code.Plan) with { ItemCount = planSize }, Cancellation);
            await ledger.Items.AddItemsAsync([Build.Item(1, code.Plan)], Build.Now, Build.Office, Cancellation);
        }
        var cold = await tables.OpenLedgerAsync(prefix, counter);

        Assert.Equal(requests + (plans > 1 ? 1 : 0), await counter.CountAsync(() => FindAsync(cold)));
        Assert.Equal(requests, await counter.CountAsync(() => FindAsync(cold)));

        async Task FindAsync(Ledger ledger) =>
            Assert.Equal(codes, (await ledger.Items.FindItemsAsync(codes, Cancellation)).Keys.Order());
    }

    [Fact]
    public async Task The_tallies_of_a_block_of_plans_are_one_request()
    {
        var counter = new RequestCounter();
        var ledger = await tables.NewLedgerAsync(counter);
        int[] plans = [1, 2, 40, 63, 64];
        foreach (var plan in plans)
            await ledger.Items.AddItemsAsync([Build.Item(1, plan)], Build.Now, Build.Office, Cancellation);
        Assert.Equal(2, await counter.CountAsync(
            async () => Assert.All((await ledger.Board.TalliesAsync(plans, Cancellation)).Values, t => Assert.Single(t))));
    }

    private static AgendaEntry.OfItem EntryAt(Instant at, int ordinal) => AgendaEntry.ForItem(Build.Item(ordinal), at, at);
}
