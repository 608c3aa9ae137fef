namespace Reminders.Tables.Tests;

/// <summary>
/// The requests of one slot, from the scan to the last recorded send. They grow with the due items and not with the others.
/// </summary>
public sealed class SlotRequestsTests(LocalTables tables)
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_scan_costs_the_same_with_few_and_with_many_items_that_are_not_due(int plans)
    {
        var due = new Township(Due: 100, plans, PlanSize: 600 / plans) { PlansWithDue = plans, Stride = 6 };
        var everySixth = await ScanAsync(due);
        var everyTenth = await ScanAsync(due with { PlanSize = 1_000 / plans, Stride = 10 });
        var everyTwentieth = await ScanAsync(due with { PlanSize = 2_000 / plans, Stride = 20 });
        var amongOtherPlans = await ScanAsync(due with { Plans = 5 * plans });
        Assert.All(
            [everyTenth, everyTwentieth, amongOtherPlans], requests => Assert.InRange(requests, everySixth * 0.95, everySixth * 1.05));
        // Neighbours are read as one range of each plan instead of twelve at once.
        Assert.Equal(everySixth - (100 + 11) / 12 + plans, await ScanAsync(due with { Stride = 1 }));
    }

    /// <remarks>
    /// The purpose of each request. The scan's, which all notices share:
    /// <code>
    /// GET Agenda range       the due entries; those of the slot again, before they are removed
    /// GET Directory range    the version of the office's people, before the agenda and after it; the plans' zones
    /// GET Items range        the items that are due, twelve at once
    /// GET Notices range      the steps that were told already
    /// PUT Agenda batch       the notices' entries, and the items' next visits; 500 in a row, and a hundred rows at once
    /// POST Notices batch     the claim; a hundred at once
    /// PUT Items batch        the outcomes of the steps; a hundred at once
    /// DELETE Agenda batch    the visits that are done; 500 at once
    /// PUT Directory batch    the time of the last scan
    /// </code>
    /// Those of a batch of 32 notices:
    /// <code>
    /// GET Notices range      the notices as they are now, twelve at once
    /// GET Directory range    the flagged numbers and the halt, as they are now
    /// GET Items range        their items as they are now, twelve at once
    /// PUT Notices batch      Sending before the provider is called, and its answers after
    /// </code>
    /// </remarks>
    [Theory]
    [InlineData(1, 96, 9, 0.5)]
    [InlineData(3, 32, 8, 1.1)]
    public async Task A_notice_costs_less_than_a_request_from_the_scan_to_the_recorded_send(
        int itemsPerPerson, int notices, int readingItems, double most)
    {
        var batches = notices / SendNotices.Most;
        var counter = new RequestCounter();
        var ledger = await tables.NewLedgerAsync(counter);
        await new Township(Due: 96, Plans: 1, PlanSize: 960) { Stride = 10, ItemsPerPerson = itemsPerPerson }.FillAsync(ledger, atOnce: 1,
            Cancellation);
        var run = new SlotRun(ledger, Township.DueAt);
        await run.ScanBeforeAsync(Cancellation);
        var scan = await counter.CountByKindAsync(() => run.ScanAsync(Cancellation));
        var send = await counter.CountByKindAsync(() => run.SendAllAsync(Cancellation));

        Assert.Equal(notices, run.Provider.Taken.Count);
        Assert.Equal(
            new()
            {
                ["GET Agenda range"] = 2,
                ["GET Directory range"] = 3,
                ["GET Items range"] = 96 / 12,
                ["GET Notices range"] = 1,
                ["PUT Agenda batch"] = 2,
                ["POST Notices batch"] = 1,
                ["PUT Items batch"] = 1,
                ["DELETE Agenda batch"] = 1,
                ["PUT Directory batch"] = 1,
            },
            scan);
        Assert.Equal(
            new()
            {
                ["GET Notices range"] = 3 * batches,
                ["GET Directory range"] = batches,
                ["GET Items range"] = readingItems,
                ["PUT Notices batch"] = 2 * batches,
            },
            send);
        Assert.InRange((scan.Values.Sum() + send.Values.Sum()) / (double)notices, 0, most);
    }

    /// <summary>Every due item stands in a plan of its own. The 96 plans are two blocks.</summary>
    [Fact]
    public async Task A_notice_costs_less_than_a_request_where_every_item_stands_in_a_plan_of_its_own()
    {
        var counter = new RequestCounter();
        var ledger = await tables.NewLedgerAsync(counter);
        await new Township(Due: 96, Plans: 96, PlanSize: 5) { PlansWithDue = 96 }.FillAsync(ledger, atOnce: 4, Cancellation);
        var run = new SlotRun(ledger, Township.DueAt);
        await run.ScanBeforeAsync(Cancellation);
        var scan = await counter.CountByKindAsync(() => run.ScanAsync(Cancellation));
        var send = await counter.CountByKindAsync(() => run.SendAllAsync(Cancellation));

        Assert.Equal(96, run.Provider.Taken.Count);
        Assert.Equal((9, 2), (scan["GET Items range"], scan["PUT Items batch"]));
        Assert.InRange((scan.Values.Sum() + send.Values.Sum()) / 96.0, 0, 0.7);
    }

    private async Task<int> ScanAsync(Township town)
    {
        var counter = new RequestCounter();
        var ledger = await tables.NewLedgerAsync(counter);
        await town.FillAsync(ledger, atOnce: 1, Cancellation);
        var run = new SlotRun(ledger, Township.DueAt);
        return await counter.CountAsync(async () => Assert.Equal(town.Due, (await run.ScanAsync(Cancellation)).Notices));
    }
}
