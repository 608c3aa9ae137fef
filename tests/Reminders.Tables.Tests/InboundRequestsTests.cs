namespace Reminders.Tables.Tests;

/// <summary>The cost of an incoming SMS: a reply that names an own item reads no others, and a flood reads no items.</summary>
public sealed class InboundRequestsTests(LocalTables tables)
{
    [Fact]
    public async Task A_reply_that_names_its_item_costs_the_same_in_a_large_ledger()
    {
        var small = await CountAsync(new(PlanItems: 5, Villages: 2), "1-1 已完成");
        var large = await CountAsync(new(PlanItems: 40, Villages: 30), "1-1 已完成");

        Assert.Equal(small, large);
        Assert.InRange(large, 1, 15);
        Assert.InRange(await CountAsync(new(PlanItems: 5, Villages: 2), "START"), 1, 4);
    }

    [Fact]
    public async Task A_flood_costs_three_requests_each()
    {
        var counter = new RequestCounter();
        var ledger = await tables.NewLedgerAsync(counter);
        await new DealtOut(PlanItems: 2, Villages: 1).LoadAsync(ledger, Cancellation);
        var clock = new SettableClock(Given.At("2020-05-12T10:00"));
        var answer = Given.UseCasesOn(ledger, clock).AnswerReply;
        for (var n = 0; n < AnswerReply.MostReplies + 20; n++)
            await answer.RunAsync(new($"SM{n}", DealtOut.Phone(1), "收到"), Cancellation);

        Assert.Equal(3, await counter.CountAsync(async () =>
            Assert.Equal("too-many", (await answer.RunAsync(new("SM", DealtOut.Phone(1), "1-1 已完成"), Cancellation)).Refusal)));
        Assert.Equal(1, await counter.CountAsync(() => answer.RunAsync(new("SM", DealtOut.Phone(1), "1-1 已完成"), Cancellation)));
    }

    private async Task<int> CountAsync(DealtOut town, string text)
    {
        var counter = new RequestCounter();
        var ledger = await tables.NewLedgerAsync(counter);
        await town.LoadAsync(ledger, Cancellation);
        var answer = Given.UseCasesOn(ledger, new SettableClock(Given.At("2020-05-12T10:00"))).AnswerReply;
        return await counter.CountAsync(
            async () => Assert.Null((await answer.RunAsync(new("SM1", DealtOut.Phone(1), text), Cancellation)).Refusal));
    }
}
