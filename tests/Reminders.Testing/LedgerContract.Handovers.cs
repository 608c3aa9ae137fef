using Xunit;

namespace Reminders.Testing;

public abstract partial class LedgerContract
{
    private static readonly Succession Whole =
        new(Build.Phone(1), new Party("𠮷 二", Build.Phone(2))) { Name = "张三", Role = Role.Leader, Unit = "甲村", Plan = 3 };

    private static HandedOver Handover(string id, int minutes = 0) =>
        new(id, Whole, Leaves: true, Build.Now + Duration.FromMinutes(minutes), "办公室");

    [Fact]
    public async Task A_handover_is_read_as_it_was_written()
    {
        var ledger = await NewLedgerAsync();
        Assert.Empty(await ledger.People.HandoversAsync(Cancellation));
        var other = new Succession(Build.Phone(3), new Party("李四", Build.Phone(4)));
        HandedOver[] both = [Handover("a/b#c?d 号-1"), new("b-1", other, Leaves: false, Build.Now + Duration.Epsilon, "")];
        foreach (var one in both)
            Assert.True(await ledger.People.TryAddHandoverAsync(one, Cancellation));
        Assert.Equal(both, await ledger.People.HandoversAsync(Cancellation));
    }

    [Fact]
    public async Task Handovers_come_oldest_first_and_those_of_one_moment_by_id()
    {
        var ledger = await NewLedgerAsync();
        foreach (var (id, minutes) in ((string, int)[])[("b-2", 2), ("a-1", 3), ("c-1", 1), ("b-1", 2)])
            Assert.True(await ledger.People.TryAddHandoverAsync(Handover(id, minutes), Cancellation));
        Assert.Equal(["c-1", "b-1", "b-2", "a-1"], (await ledger.People.HandoversAsync(Cancellation)).Select(h => h.Id));
    }

    [Fact]
    public async Task One_of_many_rivals_that_take_a_handovers_id_gets_it()
    {
        var ledger = await NewLedgerAsync();
        var taken = await Task.WhenAll(
            Enumerable.Range(0, 6)
                .Select(n => Task.Run(() => ledger.People.TryAddHandoverAsync(Handover("a-1") with { By = $"{n}" }, Cancellation))));
        Assert.Single(taken, t => t);
        Assert.Equal($"{Array.IndexOf(taken, true)}", Assert.Single(await ledger.People.HandoversAsync(Cancellation)).By);
    }
}
