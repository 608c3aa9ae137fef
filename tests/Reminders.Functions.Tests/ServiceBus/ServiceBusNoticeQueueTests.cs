using NodaTime;
using Reminders.Core.Notices;
using Reminders.Functions.ServiceBus;
using Reminders.Testing;

namespace Reminders.Functions.Tests.ServiceBus;

public class ServiceBusNoticeQueueTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_is_a_pointer_whose_id_is_notice_and_attempt()
    {
        var bus = new FakeBus();
        await new ServiceBusNoticeQueue(bus).EnqueueAsync([new("20200513T0100Z-0123456789abcdef", 3, NoticeKind.Reminder)], Cancellation);

        var message = bus.Sent.Single().Batch.Single();
        Assert.Equal("20200513T0100Z-0123456789abcdef-3", message.MessageId);
        Assert.Equal("""{"notice":"20200513T0100Z-0123456789abcdef","version":3}""", message.Body.ToString());
        Assert.Equal("application/json", message.ContentType);
        Assert.Equal(default, message.ScheduledEnqueueTime);
    }

    [Fact]
    public async Task What_is_for_later_is_scheduled()
    {
        var bus = new FakeBus();
        await new ServiceBusNoticeQueue(bus).EnqueueAsync([new("n", 2, NoticeKind.Reminder) { NotBefore = Instant.FromUtc(2020, 5, 13, 2, 30) }], Cancellation);

        Assert.Equal(new DateTimeOffset(2020, 5, 13, 2, 30, 0, TimeSpan.Zero), bus.Sent.Single().Batch.Single().ScheduledEnqueueTime);
    }

    [Fact]
    public async Task Each_kind_has_its_queue_and_escalations_go_first()
    {
        var bus = new FakeBus();
        await new ServiceBusNoticeQueue(bus).EnqueueAsync([new("a", 1, NoticeKind.Reminder), new("b", 1, NoticeKind.Escalation), new("c", 1, NoticeKind.Reminder)], Cancellation);

        Assert.Equal(["escalations", "reminders"], bus.Sent.Select(s => s.Queue));
        Assert.Equal(["b-1", "a-1", "c-1"], bus.Sent.SelectMany(s => s.Batch).Select(m => m.MessageId));
    }

    [Fact]
    public async Task As_many_batches_are_sent_as_it_takes_and_no_message_is_left_out()
    {
        var bus = new FakeBus(batchSize: 100);
        var messages = Enumerable.Range(1, 250).Select(n => new NoticeMessage($"n{n}", 1, NoticeKind.Reminder)).ToList();

        await new ServiceBusNoticeQueue(bus).EnqueueAsync(messages, Cancellation);

        Assert.Equal([100, 100, 50], bus.Sent.Select(s => s.Batch.Count));
        Assert.Equal(messages.Select(m => m.MessageId), bus.Sent.SelectMany(s => s.Batch).Select(m => m.MessageId));
    }

    [Fact]
    public async Task A_message_that_no_batch_takes_is_a_fault() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => new ServiceBusNoticeQueue(new FakeBus(batchSize: 0)).EnqueueAsync([new("n", 1, NoticeKind.Reminder)], Cancellation));

    [Fact]
    public async Task Nothing_is_sent_for_nothing()
    {
        var bus = new FakeBus();
        await new ServiceBusNoticeQueue(bus).EnqueueAsync([], Cancellation);
        Assert.Empty(bus.Sent);
    }

    [Fact]
    public async Task Dead_letters_of_both_queues_go_to_the_ledger_and_then_leave()
    {
        var world = new World(Given.At("2020-05-12T10:00"));
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        world.Clock.SetTo(Given.At("2020-05-13T09:00"));
        await world.ScanAsync();
        var notice = world.Queue.Receive(NoticeKind.Reminder)!.Message;
        var bus = new FakeBus();
        bus.DeadLetters["reminders"] = new([Letter(MessageBody.Of(notice), notice.MessageId, "MaxDeliveryCountExceeded")]);
        bus.DeadLetters["escalations"] = new([Letter(BinaryData.FromString("?"), "odd", "body-unreadable")]);

        Assert.Equal(2, await new DeadLetterQueues(bus, new(world.Ledger, world.Clock), world.Clock).DrainAsync(Cancellation));

        Assert.Equal([notice.MessageId, "odd"], bus.Completed);
        var letters = await world.Ledger.DeadLettersSinceAsync(Instant.MinValue, Cancellation);
        Assert.Equal(
            [(notice.MessageId, notice.Notice, NoticeKind.Reminder, "MaxDeliveryCountExceeded"), ("odd", null, NoticeKind.Escalation, "body-unreadable")],
            letters.OrderBy(l => l.Kind).Select(l => (l.MessageId, l.Notice, l.Kind, l.Reason)));
        // The notice is looked after, and goes out all the same.
        await world.RunUntilAsync(Given.At("2020-05-13T12:00"));
        Assert.Single(world.Provider.Taken);
    }

    private static Azure.Messaging.ServiceBus.ServiceBusReceivedMessage Letter(BinaryData body, string id, string reason) =>
        Azure.Messaging.ServiceBus.ServiceBusModelFactory.ServiceBusReceivedMessage(body, id, properties: new Dictionary<string, object> { ["DeadLetterReason"] = reason });
}
