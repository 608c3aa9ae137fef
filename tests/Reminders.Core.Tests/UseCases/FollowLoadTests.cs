namespace Reminders.Core.Tests.UseCases;

public class FollowLoadTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(12_000, 0)]
    [InlineData(12_000, 500)]
    [InlineData(12_000, 11_999)]
    [InlineData(12_000, 12_000)]
    public async Task As_many_items_are_written_as_are_there_from_the_first_on(int items, int written)
    {
        var ledger = new InMemoryLedger();
        await ledger.Items.AddItemsAsync([.. Enumerable.Range(1, written).Select(i => Given.Item(ordinal: i))], Build.Now, Given.Office,
            Cancellation);

        Assert.Equal(written, await Given.UseCasesOn(ledger, new SettableClock(Build.Now))
            .FollowLoad.RunAsync(Build.Plan() with { ItemCount = items }, Cancellation));
    }

    [Fact]
    public async Task A_load_that_is_cut_off_stands_where_it_stopped()
    {
        var draft = Given.Plan("2020-05-20");
        draft = draft with { Items = [.. Enumerable.Range(1, 1_200).Select(i => draft.Items[0] with { Ordinal = i, Title = $"问题{i}" })] };
        var written = new List<int>();
        for (var call = 1; written.Count == 0 || written[^1] < 1_200; call++)
        {
            var cut = new World(Given.At("2020-05-01T10:00"), wire: new() { CrashesAt = call });
            await Assert.ThrowsAsync<ProcessCrashed>(() => cut.LoadAsync(draft, Given.Contacts()));
            var plan = (await cut.Ledger.Plans.PlansAsync(Cancellation)).SingleOrDefault();
            written.Add(plan is null ? 0 : await cut.UseCases.FollowLoad.RunAsync(plan, Cancellation));
        }
        Assert.Equal([0, 500, 1_000, 1_200], written.Distinct());
    }
}
