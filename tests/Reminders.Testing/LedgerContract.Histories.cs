using Xunit;

namespace Reminders.Testing;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task The_histories_of_a_plan_come_by_code_and_each_oldest_first()
    {
        var ledger = await LedgerWithAsync(Build.Item(10), Build.Item(2), Build.Item(1), Build.Item(3, plan: 2));
        foreach (var version in Enumerable.Range(4, 8))
        {
            var read = (await ledger.Items.FindItemAsync(new(1, 2), Cancellation))!;
            var next = read.Value with { Version = version };
            Assert.True(await ledger.Items.TrySaveItemAsync(read, next, Build.Entry(next), Cancellation));
        }
        await ledger.Items.RecordStepsAsync([Build.Record(), Build.Record(Build.StepId(2)), Build.Record(Build.StepId(10))], Cancellation);

        var entries = await ledger.Items.HistoryAsync(1, Cancellation).ToListAsync(Cancellation);

        Assert.Equal(
            [(new(1, 1), 3), .. Enumerable.Range(3, 9).Select(n => (new ItemCode(1, 2), n)), (new(1, 10), 3)],
            entries.Select(e => (e.Item, e.Number)));
        AssertSame(HistoryEntry.Loaded(Build.Item(), Build.Now, Build.Office), entries[0]);
        AssertSame(Build.Entry(Build.Item(2) with { Version = 11 }), entries[^2]);
        Assert.Single(await ledger.Items.HistoryAsync(2, Cancellation).ToListAsync(Cancellation));
        Assert.Empty(await ledger.Items.HistoryAsync(3, Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Histories_that_take_several_answers_of_a_store_are_read_to_their_end()
    {
        // A table store answers 1,000 rows at a time: 1,500 of histories, with the steps of some between them.
        var items = Enumerable.Range(1, 1_500).Select(n => Build.Item(n)).ToArray();
        var ledger = await LedgerWithAsync(items);
        await ledger.Items.RecordStepsAsync([.. Enumerable.Range(1, 300).Select(n => Build.Record(Build.StepId(n * 5)))], Cancellation);

        Assert.Equal(
            items.Select(i => i.Code), await ledger.Items.HistoryAsync(1, Cancellation).Select(e => e.Item).ToListAsync(Cancellation));
    }
}
