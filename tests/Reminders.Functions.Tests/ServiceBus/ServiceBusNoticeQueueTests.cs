using Azure.Messaging.ServiceBus;

namespace Reminders.Functions.Tests.ServiceBus;

/// <summary>The messages and batches, which the contract of the queue leaves open.</summary>
public class ServiceBusNoticeQueueTests
{
    private static readonly Instant Start = Given.At("2020-05-13T09:00");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_is_a_pointer_whose_id_is_notice_and_attempt()
    {
        await using var bus = await SentAsync(new NoticeMessage("20200513T0100Z-0123456789abcdef", 3, NoticeKind.Reminder));

        var message = await PeekAsync(bus);
        Assert.Equal("20200513T0100Z-0123456789abcdef-3", message.MessageId);
        Assert.Equal("""{"notice":"20200513T0100Z-0123456789abcdef","version":3}""", message.Body.ToString());
        Assert.Equal("application/json", message.ContentType);
        Assert.Equal(ServiceBusMessageState.Active, message.State);
    }

    [Fact]
    public async Task A_message_for_later_is_scheduled()
    {
        var later = Start + Duration.FromMinutes(90);
        await using var bus = await SentAsync(new NoticeMessage("n", 2, NoticeKind.Reminder) { NotBefore = later });

        var message = await PeekAsync(bus);
        Assert.Equal(later.ToDateTimeOffset(), message.ScheduledEnqueueTime);
        Assert.Equal(ServiceBusMessageState.Scheduled, message.State);
    }

    [Fact]
    public async Task Each_kind_has_its_queue_and_escalations_go_first()
    {
        await using var bus = await SentAsync(
            new("a", 1, NoticeKind.Reminder), new("b", 1, NoticeKind.Escalation), new("c", 1, NoticeKind.Reminder));

        Assert.Equal(["escalations", "reminders"], bus.Sends.Select(s => s.Queue));
        Assert.Equal(["b-1", "a-1", "c-1"], bus.Sends.SelectMany(s => s.MessageIds));
    }

    [Fact]
    public async Task Messages_are_split_into_batches_and_none_is_left_out()
    {
        var messages = Enumerable.Range(1, 250).Select(n => new NoticeMessage($"n{n}", 1, NoticeKind.Reminder)).ToArray();
        await using var bus = new TestBus(new SettableClock(Start), maxMessageSize: 10_000);
        await using var queue = new ServiceBusNoticeQueue(bus.Client);

        await queue.EnqueueAsync(messages, Cancellation);

        Assert.InRange(bus.Sends.Count(), 2, 10);
        Assert.Equal(messages.Select(m => m.MessageId), bus.Sends.SelectMany(s => s.MessageIds));
    }

    [Fact]
    public async Task A_message_too_large_for_a_batch_is_a_fault()
    {
        await using var bus = new TestBus(new SettableClock(Start), maxMessageSize: 100);
        await using var queue = new ServiceBusNoticeQueue(bus.Client);

        await Assert.ThrowsAsync<InvalidOperationException>(() => queue.EnqueueAsync([new("n", 1, NoticeKind.Reminder)], Cancellation));
        Assert.Empty(bus.Sends);
    }

    [Fact]
    public async Task Without_messages_nothing_is_sent()
    {
        await using var bus = await SentAsync();

        Assert.Empty(bus.Broker.Calls);
    }

    private static async Task<TestBus> SentAsync(params NoticeMessage[] messages)
    {
        var bus = new TestBus(new SettableClock(Start));
        await using var queue = new ServiceBusNoticeQueue(bus.Client);
        await queue.EnqueueAsync(messages, Cancellation);
        return bus;
    }

    private static async Task<ServiceBusReceivedMessage> PeekAsync(TestBus bus)
    {
        await using var receiver = bus.Client.CreateReceiver(NoticeQueues.Reminders);
        return Assert.Single(await receiver.PeekMessagesAsync(10, cancellationToken: Cancellation));
    }
}
