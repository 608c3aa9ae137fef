namespace Reminders.Tables.Tests;

/// <summary>A page of the board costs the same requests and bytes in a small ledger and in a large one.</summary>
public sealed class BoardRequestsTests(LocalTables tables)
{
    private const int Plans = 3;

    private static readonly (string Name, ItemFilter Filter, BoardOrder Order)[] Views =
    [
        ("all by code", new(), BoardOrder.Code),
        ("all by urgency", new(), BoardOrder.Light),
        ("all by unit", new(), BoardOrder.Unit),
        ("by light", new() { Lights = [Light.OnTrack] }, BoardOrder.Light),
        ("by plan and deadline", new() { Plan = 2 }, BoardOrder.Deadline),
        ("by unit", new() { Unit = Township.UnitOf(3) }, BoardOrder.Light),
        ("by person", new() { Person = "张1" }, BoardOrder.Light),
        ("by day", new() { Due = new(2020, 5, 20) }, BoardOrder.Light),
    ];

    [Fact]
    public async Task A_page_costs_the_same_in_a_large_ledger()
    {
        var (small, large) = (await MeasureAsync(planSize: 300), await MeasureAsync(planSize: 1500));
        foreach (var (view, before, after) in Views.Zip(small, large))
        {
            // One request reads items of two plans if the first one is small.
            Assert.True(
                after.Requests - before.Requests is >= 0 and < Plans, $"{view.Name}: {before.Requests} requests, then {after.Requests}");
            Assert.InRange(after.Requests, 1, 60);
            // Numbers have more digits in a larger ledger.
            Assert.True(after.Bytes < 1.2 * before.Bytes, $"{view.Name}: {before.Bytes} bytes, then {after.Bytes}");
        }
    }

    private async Task<List<(int Requests, long Bytes)>> MeasureAsync(int planSize)
    {
        var counter = new RequestCounter();
        var ledger = await tables.NewLedgerAsync(counter);
        // The items that are due stand as far apart in both.
        var town = new Township(Due: 120, Plans, planSize) { PlansWithDue = 3, Stride = 5, ItemsPerPerson = 4, Units = 7 };
        await town.FillAsync(ledger, 1, Cancellation);
        var board = Given.UseCasesOn(ledger, new SettableClock(Township.DueAt)).ReadBoard;
        var costs = new List<(int, long)>();
        foreach (var (name, filter, order) in Views)
        {
            var before = counter.Bytes;
            var requests = await counter.CountAsync(async () =>
                Assert.False((await board.PageAsync(filter, order, false, 1, null, Cancellation)).Rows.IsEmpty, name));
            costs.Add((requests, counter.Bytes - before));
        }
        return costs;
    }
}
