using Azure.Messaging.ServiceBus;
using Reminders.Testing.ServiceBus;

namespace Reminders.Functions.Tests.ServiceBus;

/// <summary>The test broker with the real client, beyond the contract of the queues.</summary>
public sealed class BrokerTests : IAsyncDisposable
{
    private const string Queue = "reminders";

    private readonly SettableClock clock = new(Given.At("2020-05-13T09:00"));
    private readonly TestBus bus;
    private readonly ServiceBusSender sender;
    private readonly ServiceBusReceiver receiver;

    public BrokerTests()
    {
        bus = new(clock);
        sender = bus.Client.CreateSender(Queue);
        receiver = bus.Client.CreateReceiver(Queue);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => clock.GetCurrentInstant().ToDateTimeOffset();

    public ValueTask DisposeAsync() => bus.DisposeAsync();

    [Fact]
    public async Task A_batch_is_split_and_each_message_keeps_its_properties()
    {
        await sender.SendMessagesAsync([Message("a"), Message("b")], Cancellation);
        await sender.SendMessageAsync(Message("c"), Cancellation);

        Assert.Equal([["a", "b"], ["c"]], bus.Sends.Select(s => s.MessageIds));
        foreach (var (id, number) in new[] { ("a", 1L), ("b", 2L), ("c", 3L) })
        {
            var message = await ReceiveAsync();
            Assert.Equal((id, $"body of {id}", "text/plain"), (message.MessageId, message.Body.ToString(), message.ContentType));
            Assert.Equal((1, number), (message.DeliveryCount, message.SequenceNumber));
            Assert.Equal((Now, Now.AddMinutes(5)), (message.EnqueuedTime, message.LockedUntil));
            Assert.Equal(id, message.ApplicationProperties["of"]);
        }
    }

    [Fact]
    public async Task A_waiting_receiver_gets_messages_that_become_due_when_the_clock_moves()
    {
        await sender.SendMessageAsync(new("later") { ScheduledEnqueueTime = Now.AddMinutes(20) }, Cancellation);
        var waits = ReceiveAsync();
        await bus.Broker.IdleAsync(Queue, Cancellation);

        await PassAsync(minutes: 20);
        Assert.Equal((1, Now), await waits is var first ? (first.DeliveryCount, first.EnqueuedTime) : default);

        waits = ReceiveAsync();
        await bus.Broker.IdleAsync(Queue, Cancellation);
        await PassAsync(minutes: 5);
        Assert.Equal(2, (await waits).DeliveryCount);
    }

    [Fact]
    public async Task A_prefetched_message_that_was_never_taken_was_not_delivered()
    {
        await sender.SendMessagesAsync([Message("a"), Message("b")], Cancellation);
        await using (var greedy = bus.Client.CreateReceiver(Queue, new ServiceBusReceiverOptions { PrefetchCount = 10 }))
        {
            Assert.Equal("a", (await greedy.ReceiveMessageAsync(cancellationToken: Cancellation)).MessageId);
            await bus.Broker.UntilAsync(Queue, state => state.Locked == 2, Cancellation);
        }
        await bus.Broker.UntilAsync(Queue, state => state is { Locked: 1, Ready: 1 }, Cancellation);

        Assert.Equal(("b", 1), await ReceiveAsync() is var message ? (message.MessageId, message.DeliveryCount) : default);
        Assert.Equal([("b", SettlementKind.Released)], Settlements());
    }

    [Fact]
    public async Task A_renewed_lock_holds_longer_and_a_lost_one_is_not_renewed()
    {
        await sender.SendMessageAsync(Message("a"), Cancellation);
        var message = await ReceiveAsync();
        await PassAsync(minutes: 4);
        await receiver.RenewMessageLockAsync(message, Cancellation);
        Assert.Equal(Now.AddMinutes(5), message.LockedUntil);
        await PassAsync(minutes: 4);
        await receiver.RenewMessageLockAsync(message, Cancellation);
        await PassAsync(minutes: 5);

        var lost = await Assert.ThrowsAsync<ServiceBusException>(() => receiver.RenewMessageLockAsync(message, Cancellation));
        Assert.Equal(ServiceBusFailureReason.MessageLockLost, lost.Reason);
        Assert.Equal(1, bus.Broker[Queue].Counts.Ready);
    }

    [Fact]
    public async Task A_lost_lock_is_recorded_at_its_expiry_and_at_the_late_settlement()
    {
        await sender.SendMessageAsync(Message("a"), Cancellation);
        var message = await ReceiveAsync();
        await PassAsync(minutes: 5);

        await Assert.ThrowsAsync<ServiceBusException>(() => receiver.CompleteMessageAsync(message, Cancellation));

        Assert.Equal([("a", SettlementKind.LockRanOut), ("a", SettlementKind.LockLost)], Settlements());
    }

    [Fact]
    public async Task Properties_from_a_settlement_are_on_the_message_and_recorded()
    {
        await sender.SendMessageAsync(Message("a"), Cancellation);
        var message = await ReceiveAsync();
        await receiver.AbandonMessageAsync(message, new Dictionary<string, object> { ["of"] = "b", ["tries"] = 1 }, Cancellation);
        message = await ReceiveAsync();
        Assert.Equal(("b", 1), (message.ApplicationProperties["of"], message.ApplicationProperties["tries"]));
        await receiver.DeadLetterMessageAsync(
            message, new Dictionary<string, object> { ["tries"] = 2 }, "bad", "It cannot be read.", Cancellation);

        await using var letters = bus.Client.CreateReceiver(Queue, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
        var letter = await letters.ReceiveMessageAsync(cancellationToken: Cancellation);
        Assert.Equal(("bad", "It cannot be read."), (letter.DeadLetterReason, letter.DeadLetterErrorDescription));
        Assert.Equal(("b", 2), (letter.ApplicationProperties["of"], letter.ApplicationProperties["tries"]));
        Assert.Equal([("a", SettlementKind.Abandoned), ("a", SettlementKind.DeadLettered)], Settlements());
        Assert.Equal([1, 2], bus.Broker.Settlements.Select(s => s.Properties["tries"]));
    }

    [Fact]
    public async Task A_message_is_settled_by_its_lock_through_another_receiver()
    {
        await sender.SendMessagesAsync([Message("a"), Message("b"), Message("c")], Cancellation);
        var messages = new[] { await ReceiveAsync(), await ReceiveAsync(), await ReceiveAsync() };
        await using var other = bus.Client.CreateReceiver(Queue);

        await other.CompleteMessageAsync(messages[0], Cancellation);
        await other.AbandonMessageAsync(messages[1], cancellationToken: Cancellation);
        await other.DeadLetterMessageAsync(messages[2], "bad", cancellationToken: Cancellation);

        Assert.Equal([("a", SettlementKind.Completed), ("b", SettlementKind.Abandoned), ("c", SettlementKind.DeadLettered)], Settlements());
        Assert.Equal(3, bus.Broker.Calls.Count(c => c.Operation == "update-disposition"));
    }

    [Fact]
    public async Task A_scheduled_message_can_be_seen_and_taken_back_until_it_is_due()
    {
        var number = await sender.ScheduleMessageAsync(Message("a"), Now.AddMinutes(20), Cancellation);
        var seen = await receiver.PeekMessageAsync(0, Cancellation);
        Assert.Equal(("a", ServiceBusMessageState.Scheduled), (seen.MessageId, seen.State));
        await sender.CancelScheduledMessageAsync(number, Cancellation);
        Assert.Null(await receiver.PeekMessageAsync(0, Cancellation));

        number = await sender.ScheduleMessageAsync(Message("b"), Now.AddMinutes(20), Cancellation);
        await PassAsync(minutes: 20);
        // When it is due it gets another number, which cannot be cancelled either.
        foreach (var tried in new[] { number, (await receiver.PeekMessageAsync(0, Cancellation)).SequenceNumber })
        {
            var late = await Assert.ThrowsAsync<ServiceBusException>(() => sender.CancelScheduledMessageAsync(tried, Cancellation));
            Assert.Equal(ServiceBusFailureReason.MessageNotFound, late.Reason);
        }
        Assert.Equal("b", (await ReceiveAsync()).MessageId);
    }

    [Fact]
    public async Task A_message_that_is_received_and_deleted_is_gone()
    {
        await sender.SendMessageAsync(Message("a"), Cancellation);
        var forGood = new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete };
        await using var careless = bus.Client.CreateReceiver(Queue, forGood);

        Assert.Equal("a", (await careless.ReceiveMessageAsync(cancellationToken: Cancellation)).MessageId);
        Assert.Empty(bus.Broker[Queue].Peek());
    }

    [Fact]
    public async Task A_refused_send_is_on_record_and_not_in_the_queue()
    {
        bus.Broker.Refuse = call => call.Operation == "send" ? ServiceBusBroker.QuotaExceeded : null;
        var refused = await Assert.ThrowsAsync<ServiceBusException>(() => sender.SendMessageAsync(Message("a"), Cancellation));
        Assert.Equal(ServiceBusFailureReason.QuotaExceeded, refused.Reason);
        Assert.Empty(bus.Broker[Queue].Peek());

        bus.Broker.Refuse = _ => null;
        await sender.SendMessageAsync(Message("a"), Cancellation);
        Assert.Equal([["a"], ["a"]], bus.Sends.Select(s => s.MessageIds));
        Assert.Single(bus.Broker[Queue].Peek());
    }

    [Fact]
    public async Task The_broker_refuses_calls_while_it_is_down_and_keeps_its_messages()
    {
        await sender.SendMessageAsync(Message("a"), Cancellation);
        bus.Broker.IsDown = true;
        await using var client = bus.Broker.NewClient();
        await using var newcomer = client.CreateReceiver(Queue);
        await Assert.ThrowsAsync<ServiceBusException>(() => sender.SendMessageAsync(Message("b"), Cancellation));
        await Assert.ThrowsAsync<ServiceBusException>(() => newcomer.PeekMessageAsync(0, Cancellation));

        bus.Broker.IsDown = false;
        Assert.Equal("a", (await newcomer.ReceiveMessageAsync(cancellationToken: Cancellation)).MessageId);
        Assert.Equal(1, bus.Broker[Queue].Counts.Locked);
    }

    [Fact]
    public async Task A_client_that_tries_again_comes_back_after_its_connection_was_cut()
    {
        await using var client = bus.Broker.NewClient(retries: 5);
        await using var tireless = client.CreateSender(Queue);
        await tireless.SendMessageAsync(Message("a"), Cancellation);
        bus.Broker.DropConnections();
        await tireless.SendMessageAsync(Message("b"), Cancellation);

        Assert.Equal(["a", "b"], bus.Broker[Queue].Peek().Select(m => m.MessageId));
    }

    [Fact]
    public async Task After_a_lost_answer_the_send_is_repeated_and_accepted_once()
    {
        var lost = 0;
        bus.Broker.Refuse = call =>
        {
            if (call.Operation == "send" && lost++ == 0)
                bus.Broker.DropConnections();
            return null;
        };
        await using var client = bus.Broker.NewClient(retries: 5);
        await using var tireless = client.CreateSender(Queue);

        await tireless.SendMessageAsync(Message("a"), Cancellation);

        Assert.Equal([["a"], ["a"]], bus.Sends.Select(s => s.MessageIds));
        Assert.Single(bus.Broker[Queue].Peek());
    }

    [Fact]
    public async Task A_missing_queue_is_not_found()
    {
        await using var lost = bus.Client.CreateSender("replies");

        var fault = await Assert.ThrowsAsync<ServiceBusException>(() => lost.SendMessageAsync(Message("a"), Cancellation));

        Assert.Equal(ServiceBusFailureReason.MessagingEntityNotFound, fault.Reason);
    }

    [Fact]
    public async Task The_queue_knows_when_time_changes_it_next()
    {
        var queue = bus.Broker[Queue];
        Assert.Null(queue.NextAt);
        await sender.SendMessageAsync(new("later") { ScheduledEnqueueTime = Now.AddMinutes(20) }, Cancellation);
        Assert.Equal(clock.GetCurrentInstant() + Duration.FromMinutes(20), queue.NextAt);
        await PassAsync(minutes: 20);
        Assert.Null(queue.NextAt);
        await ReceiveAsync();
        Assert.Equal(clock.GetCurrentInstant() + Duration.FromMinutes(5), queue.NextAt);
    }

    private static ServiceBusMessage Message(string id) =>
        new($"body of {id}") { MessageId = id, ContentType = "text/plain", ApplicationProperties = { ["of"] = id } };

    private Task<ServiceBusReceivedMessage> ReceiveAsync() => receiver.ReceiveMessageAsync(cancellationToken: Cancellation);

    private IEnumerable<(string, SettlementKind)> Settlements() => bus.Broker.Settlements.Select(s => (s.MessageId, s.Kind));

    private Task PassAsync(int minutes)
    {
        clock.SetTo(clock.GetCurrentInstant() + Duration.FromMinutes(minutes));
        return bus.Broker.ClockMovedAsync();
    }
}
