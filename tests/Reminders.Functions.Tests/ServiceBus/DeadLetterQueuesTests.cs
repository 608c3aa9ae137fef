using Azure.Messaging.ServiceBus;
using Reminders.Testing.ServiceBus;

namespace Reminders.Functions.Tests.ServiceBus;

public sealed class DeadLetterQueuesTests : IAsyncDisposable
{
    private readonly World world = new(Given.At("2020-05-12T10:00"));
    private readonly TestBus bus;

    public DeadLetterQueuesTests() => bus = new(world.Clock);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => bus.DisposeAsync();

    [Fact]
    public async Task Dead_letters_of_both_queues_are_stored_in_the_ledger_and_then_completed()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        world.Clock.SetTo(Given.At("2020-05-13T09:00"));
        await world.ScanAsync();
        var notice = world.Queue.Receive(NoticeKind.Reminder)!.Message;
        var pointer = new ServiceBusMessage(MessageBody.Of(notice)) { MessageId = notice.MessageId };
        await bus.GiveUpAsync("reminders", pointer, "MaxDeliveryCountExceeded", Cancellation);
        await bus.GiveUpAsync("escalations", new("?") { MessageId = "odd" }, "body-unreadable", Cancellation);

        Assert.Equal(2, await DrainAsync(world.Ledger));

        Assert.Equal(
            [("reminders/$deadletterqueue", notice.MessageId), ("escalations/$deadletterqueue", "odd")],
            bus.Broker.Settlements.Where(s => s.Kind == SettlementKind.Completed).Select(s => (s.Queue, s.MessageId)));
        var letters = await world.Ledger.Watch.DeadLettersSinceAsync(Instant.MinValue, Cancellation);
        Assert.Equal(
            [
                (notice.MessageId, notice.Notice, NoticeKind.Reminder, "MaxDeliveryCountExceeded"),
                ("odd", null, NoticeKind.Escalation, "body-unreadable"),
            ],
            letters.OrderBy(l => l.Kind).Select(l => (l.MessageId, l.Notice, l.Kind, l.Reason)));
        // The notice is followed up and sent all the same.
        await world.RunUntilAsync(Given.At("2020-05-13T12:00"));
        Assert.Single(world.Provider.Taken);
    }

    [Fact]
    public async Task An_empty_queue_is_only_peeked_at()
    {
        Assert.Equal(0, await DrainAsync(world.Ledger));

        Assert.Equal(
            [("reminders/$deadletterqueue", "peek-message"), ("escalations/$deadletterqueue", "peek-message")],
            bus.Broker.Calls.Select(c => (c.Queue, c.Operation)));
    }

    [Fact]
    public async Task More_letters_than_one_receive_returns_are_all_drained_once()
    {
        await using (var sender = bus.Client.CreateSender("reminders"))
            await sender.SendMessagesAsync(
                Enumerable.Range(1, 150).Select(n => new ServiceBusMessage("?") { MessageId = $"m{n}" }), Cancellation);
        var queue = bus.Broker["reminders"];
        while (queue.Receive() is { } locked)
            queue.DeadLetter(locked.LockToken, new Dictionary<string, object>());

        // The client may end a receive early; the next run drains the rest.
        var drained = 0;
        do
            drained += await DrainAsync(world.Ledger);
        while (bus.Broker["reminders/$deadletterqueue"].Peek().Count > 0);

        var letters = await world.Ledger.Watch.DeadLettersSinceAsync(Instant.MinValue, Cancellation);
        var given = bus.Broker.Settlements.Where(s => s.Kind == SettlementKind.DeadLettered).Select(s => s.MessageId);
        var completed = bus.Broker.Settlements.Where(s => s.Kind == SettlementKind.Completed).Select(s => s.MessageId);
        Assert.Equal(given.Order(), letters.Select(l => l.MessageId).Order());
        Assert.Equal(given.Order(), completed.Order());
        Assert.Equal((150, 150), (given.Count(), drained));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_letter_that_the_ledger_may_lack_stays_for_the_next_run(bool written)
    {
        await bus.GiveUpAsync("reminders", new("?") { MessageId = "odd" }, "body-unreadable", Cancellation);
        var wire = new Wire { CrashesAt = 1, CrashesAfterwards = written };

        await Assert.ThrowsAsync<ProcessCrashed>(() => DrainAsync(wire.Through(world.Ledger)));
        Assert.Equal("odd", Assert.Single(bus.Broker["reminders/$deadletterqueue"].Peek()).MessageId);

        world.Clock.SetTo(world.Now + Duration.FromMinutes(5));
        Assert.Equal(1, await DrainAsync(world.Ledger));
        Assert.Equal("odd", Assert.Single(await world.Ledger.Watch.DeadLettersSinceAsync(Instant.MinValue, Cancellation)).MessageId);
        Assert.Empty(bus.Broker["reminders/$deadletterqueue"].Peek());
    }

    private Task<int> DrainAsync(Ledger ledger) =>
        new DeadLetterQueues(bus.Client, world.On(ledger)).DrainAsync(Cancellation);
}
