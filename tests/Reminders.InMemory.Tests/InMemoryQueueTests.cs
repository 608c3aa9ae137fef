using NodaTime;
using Reminders.Core.Notices;
using Reminders.Testing;

namespace Reminders.InMemory.Tests;

/// <summary>What Service Bus does, as far as the system leans on it.</summary>
public class InMemoryQueueTests
{
    private static readonly NoticeMessage First = new("a", 1, NoticeKind.Reminder);

    private readonly SettableClock clock = new(Given.At("2020-05-13T09:00"));
    private readonly InMemoryQueue queue;

    public InMemoryQueueTests() => queue = new(clock);

    [Fact]
    public async Task A_received_message_is_locked_and_comes_back_when_the_lock_runs_out()
    {
        await EnqueueAsync(First);
        var held = queue.Receive(NoticeKind.Reminder)!;
        Assert.Equal((First, 1), (held.Message, held.DeliveryCount));
        Pass(minutes: 4);
        Assert.Null(queue.Receive(NoticeKind.Reminder));
        Pass(minutes: 1);

        var again = queue.Receive(NoticeKind.Reminder)!;

        Assert.Equal((First, 2), (again.Message, again.DeliveryCount));
        Assert.NotEqual(held.LockToken, again.LockToken);
    }

    [Fact]
    public async Task A_completed_message_is_gone_for_good()
    {
        await EnqueueAsync(First);
        Assert.True(queue.Complete(queue.Receive(NoticeKind.Reminder)!));
        Pass(minutes: 60);

        Assert.Null(queue.Receive(NoticeKind.Reminder));
        Assert.Null(queue.NextAt);
    }

    [Fact]
    public async Task An_abandoned_message_comes_back_at_once()
    {
        await EnqueueAsync(First);
        Assert.True(queue.Abandon(queue.Receive(NoticeKind.Reminder)!));

        Assert.Equal(2, queue.Receive(NoticeKind.Reminder)!.DeliveryCount);
    }

    [Fact]
    public async Task A_lock_that_was_lost_settles_nothing()
    {
        await EnqueueAsync(First);
        var late = queue.Receive(NoticeKind.Reminder)!;
        Pass(minutes: 5);
        Assert.False(queue.Complete(late), "the lock has run out");
        var other = queue.Receive(NoticeKind.Reminder)!;

        Assert.False(queue.Complete(late), "the message is somebody else's");
        Assert.False(queue.Abandon(late));
        Assert.False(queue.GiveUp(late, "bad"));
        Assert.True(queue.Complete(other));
        Assert.False(queue.Complete(other), "it is settled already");
    }

    [Fact]
    public async Task After_the_last_delivery_a_message_is_a_dead_letter()
    {
        await EnqueueAsync(First);
        for (var delivery = 1; delivery <= 5; delivery++)
        {
            Assert.Equal(delivery, queue.Receive(NoticeKind.Reminder)!.DeliveryCount);
            Pass(minutes: 5);
        }

        Assert.Empty(queue.DeadLetters);
        Assert.Null(queue.Receive(NoticeKind.Reminder));
        Assert.Equal([new(First.MessageId, First.Notice, First.Kind, InMemoryQueue.TooManyDeliveries, clock.GetCurrentInstant())], queue.DeadLetters);
    }

    [Fact]
    public async Task A_message_that_is_given_up_keeps_the_reason()
    {
        await EnqueueAsync(First);
        Assert.True(queue.GiveUp(queue.Receive(NoticeKind.Reminder)!, "no such notice"));

        Assert.Equal("no such notice", Assert.Single(queue.DeadLetters).Reason);
        Assert.Null(queue.NextAt);
    }

    [Fact]
    public async Task An_id_that_was_seen_within_a_day_is_dropped_even_when_the_first_is_gone()
    {
        await EnqueueAsync(First, First);
        Assert.True(queue.Complete(queue.Receive(NoticeKind.Reminder)!));
        Pass(minutes: (24 * 60) - 1);
        await EnqueueAsync(First);
        Assert.Null(queue.Receive(NoticeKind.Reminder));

        Pass(minutes: 1);
        await EnqueueAsync(First);

        Assert.NotNull(queue.Receive(NoticeKind.Reminder));
    }

    [Fact]
    public async Task Another_attempt_is_another_message()
    {
        await EnqueueAsync(First, First with { Version = 2 });

        Assert.Equal([1, 2], new[] { queue.Receive(NoticeKind.Reminder)!, queue.Receive(NoticeKind.Reminder)! }.Select(m => m.Message.Version));
    }

    [Fact]
    public async Task A_scheduled_message_waits_for_its_time()
    {
        await EnqueueAsync(First with { NotBefore = clock.GetCurrentInstant() + Duration.FromMinutes(20) });

        Assert.Null(queue.Receive(NoticeKind.Reminder));
        Assert.Equal(clock.GetCurrentInstant() + Duration.FromMinutes(20), queue.NextAt);
        Pass(minutes: 20);
        Assert.NotNull(queue.Receive(NoticeKind.Reminder));
    }

    [Fact]
    public async Task Reminders_and_escalations_are_two_queues()
    {
        await EnqueueAsync(First, new("b", 1, NoticeKind.Escalation));

        Assert.Equal("b", queue.Receive(NoticeKind.Escalation)!.Message.Notice);
        Assert.Null(queue.Receive(NoticeKind.Escalation));
        Assert.Equal("a", queue.Receive(NoticeKind.Reminder)!.Message.Notice);
    }

    private Task EnqueueAsync(params NoticeMessage[] messages) => queue.EnqueueAsync(messages, TestContext.Current.CancellationToken);

    private void Pass(int minutes) => clock.SetTo(clock.GetCurrentInstant() + Duration.FromMinutes(minutes));
}
