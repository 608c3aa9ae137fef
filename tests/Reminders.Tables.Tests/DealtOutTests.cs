namespace Reminders.Tables.Tests;

/// <summary>
/// A plan dealt out to its villages, on real tables: it loads, and one day tells each person once. The benchmark <c>deal-out</c> does it
/// with 12,000 items.
/// </summary>
public sealed class DealtOutTests(LocalTables tables)
{
    private static IEnumerable<string> Persons => Enumerable.Range(1, 30).Select(n => DealtOut.Phone(n).Value);

    [Fact]
    public async Task Twelve_hundred_items_load_and_a_day_tells_each_person_once()
    {
        var town = new DealtOut(PlanItems: 40, Villages: 30);
        var ledger = await tables.NewLedgerAsync();

        var loaded = await town.LoadAsync(ledger, Cancellation);
        Assert.Equal((1_200, true), (loaded.Items.Length, loaded.Stored));
        Assert.All(loaded.Items, i => Assert.Equal(ItemState.Open, i.State));

        var first = await DayAsync(DealtOut.FirstDay(ledger));
        Assert.Equal(Persons, first.Select(s => s.To.Value));
        Assert.All(first, s => Assert.Contains("共40项", s.Text, StringComparison.Ordinal));
        var overdue = await DayAsync(DealtOut.OverdueDay(ledger));
        Assert.Equal([Given.Phone(11).Value, .. Persons], overdue.Select(s => s.To.Value));
    }

    [Fact]
    public async Task Loading_again_with_one_village_more_costs_only_the_new_items()
    {
        var town = new DealtOut(PlanItems: 10, Villages: 20);
        var counter = new RequestCounter();
        var ledger = await tables.NewLedgerAsync(counter);
        await town.LoadAsync(ledger, Cancellation);

        var requests = await counter.CountAsync(async () =>
            Assert.Equal(10, (await (town with { Villages = 21 }).LoadAsync(ledger, Cancellation)).Differences.Length));

        Assert.InRange(requests, 1, 60); // two for each of the 200 items that stay would be 400
    }

    /// <summary>The messages of a day that is scanned twice, by number.</summary>
    private static async Task<List<Sms>> DayAsync(SlotRun day)
    {
        for (var scan = 0; scan < 2; scan++)
        {
            await day.ScanAsync(Cancellation);
            await day.SendAllAsync(Cancellation);
        }
        return [.. day.Provider.Taken.Select(t => t.Sms).OrderBy(s => s.To.Value, StringComparer.Ordinal)];
    }
}
