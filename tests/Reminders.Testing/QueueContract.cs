using Xunit;

namespace Reminders.Testing;

/// <summary>A received message with its queue's handle of the loan.</summary>
public sealed record Received(NoticeMessage Message, int DeliveryCount, object Loan);

/// <summary>
/// A pair of queues; the test receives from them and moves their clock. Locks last 5 minutes, duplicates are known for a day, and
/// the fifth delivery is the last.
/// </summary>
public abstract class QueueUnderTest
{
    public abstract INoticeQueue Queue { get; }

    /// <summary>The next message of the kind; null when none can be had now.</summary>
    public abstract Task<Received?> ReceiveAsync(NoticeKind kind);

    /// <summary>The three ways to settle a message. False when the lock was lost.</summary>
    public abstract Task<bool> CompleteAsync(Received message);

    public abstract Task<bool> AbandonAsync(Received message);

    public abstract Task<bool> GiveUpAsync(Received message, string reason);

    /// <summary>The oldest dead letter, which stays; null when there is none.</summary>
    public abstract Task<DeadLetter?> PeekDeadLetterAsync();

    public abstract Task RemoveDeadLetterAsync(DeadLetter letter);

    public abstract void Pass(Duration time);
}

/// <summary>The behaviour of Service Bus that the system relies on, one test for each rule.</summary>
public abstract class QueueContract
{
    private static readonly NoticeMessage First = new("a", 1, NoticeKind.Reminder);
    private static readonly NoticeMessage Second = new("b", 1, NoticeKind.Reminder);

    /// <summary>An empty pair of queues that no other test uses.</summary>
    protected abstract QueueUnderTest Bus { get; }

    /// <summary>The instant at the queues' clock.</summary>
    protected abstract Instant Now { get; }

    [Fact]
    public async Task A_received_message_is_locked_and_comes_back_when_the_lock_runs_out()
    {
        await EnqueueAsync(First);
        Assert.Equal((First, 1), await ReceiveAsync() is var first ? (first.Message, first.DeliveryCount) : default);
        Pass(minutes: 4);
        await NothingAsync();
        Pass(minutes: 1);

        Assert.Equal((First, 2), await ReceiveAsync() is var again ? (again.Message, again.DeliveryCount) : default);
    }

    [Fact]
    public async Task A_completed_message_is_gone_for_good()
    {
        await EnqueueAsync(First);
        Assert.True(await Bus.CompleteAsync(await ReceiveAsync()));
        Pass(minutes: 60);

        await NothingAsync();
        Assert.Null(await Bus.PeekDeadLetterAsync());
    }

    [Fact]
    public async Task An_abandoned_message_comes_back_at_once()
    {
        await EnqueueAsync(First);
        Assert.True(await Bus.AbandonAsync(await ReceiveAsync()));

        Assert.Equal(2, (await ReceiveAsync()).DeliveryCount);
    }

    [Fact]
    public async Task A_lock_that_was_lost_settles_nothing()
    {
        await EnqueueAsync(First);
        var late = await ReceiveAsync();
        Pass(minutes: 5);
        Assert.False(await Bus.CompleteAsync(late), "the lock has run out");
        var other = await ReceiveAsync();

        Assert.False(await Bus.CompleteAsync(late), "the message is somebody else's");
        Assert.False(await Bus.AbandonAsync(late));
        Assert.False(await Bus.GiveUpAsync(late, "bad"));
        Assert.True(await Bus.CompleteAsync(other));
        Assert.False(await Bus.CompleteAsync(other), "it is settled already");
        Assert.Null(await Bus.PeekDeadLetterAsync());
    }

    [Fact]
    public async Task After_the_last_delivery_a_message_is_a_dead_letter_for_every_way_deliveries_end()
    {
        await EnqueueAsync(First);
        for (var delivery = 1; delivery <= 5; delivery++)
        {
            Assert.Null(await Bus.PeekDeadLetterAsync());
            var received = await ReceiveAsync();
            Assert.Equal(delivery, received.DeliveryCount);
            if (delivery % 2 == 0)
                await Bus.AbandonAsync(received);
            else
                Pass(minutes: 5);
        }

        await NothingAsync();
        await AssertLetterAsync(First, InMemoryQueue.TooManyDeliveries);
    }

    [Fact]
    public async Task A_message_that_is_given_up_is_a_dead_letter_with_the_reason()
    {
        await EnqueueAsync(First);
        Assert.True(await Bus.GiveUpAsync(await ReceiveAsync(), "no such notice"));

        Pass(minutes: 60);
        await NothingAsync();
        await AssertLetterAsync(First, "no such notice");
    }

    [Fact]
    public async Task A_dead_letter_stays_until_it_is_removed_and_makes_room_for_the_next()
    {
        await EnqueueAsync(First, Second);
        await Bus.GiveUpAsync(await ReceiveAsync(), "first");
        await Bus.GiveUpAsync(await ReceiveAsync(), "second");
        Pass(minutes: 3 * 24 * 60);

        var letter = await AssertLetterAsync(First, "first");
        await AssertLetterAsync(First, "first");
        await Bus.RemoveDeadLetterAsync(letter);
        await Bus.RemoveDeadLetterAsync(letter); // removes no other letter
        await Bus.RemoveDeadLetterAsync(await AssertLetterAsync(Second, "second"));
        Assert.Null(await Bus.PeekDeadLetterAsync());
    }

    [Fact]
    public async Task An_id_that_was_seen_within_a_day_is_dropped_even_when_the_first_is_gone()
    {
        await EnqueueAsync(First, First);
        Assert.True(await Bus.CompleteAsync(await ReceiveAsync()));
        Pass(minutes: (24 * 60) - 1);
        await EnqueueAsync(First);
        await NothingAsync();

        Pass(minutes: 1);
        await EnqueueAsync(First);

        await ReceiveAsync();
    }

    [Fact]
    public async Task A_dead_letters_id_is_still_known()
    {
        await EnqueueAsync(First);
        await Bus.GiveUpAsync(await ReceiveAsync(), "bad");
        await EnqueueAsync(First);

        await NothingAsync();
    }

    [Fact]
    public async Task Another_attempt_is_another_message()
    {
        await EnqueueAsync(First, First with { Version = 2 });

        Assert.Equal([1, 2], new[] { await ReceiveAsync(), await ReceiveAsync() }.Select(m => m.Message.Version).Order());
    }

    [Fact]
    public async Task A_scheduled_message_waits_for_its_time()
    {
        await EnqueueAsync(First with { NotBefore = Now + Duration.FromMinutes(20) });

        Pass(minutes: 19);
        await NothingAsync();
        Pass(minutes: 1);
        await ReceiveAsync();
    }

    [Fact]
    public async Task A_duplicate_of_a_scheduled_message_is_dropped_whenever_it_is_due_itself()
    {
        await EnqueueAsync(First with { NotBefore = Now + Duration.FromMinutes(20) });
        await EnqueueAsync(First);
        await EnqueueAsync(First with { NotBefore = Now + Duration.FromMinutes(10) });

        Pass(minutes: 19);
        await NothingAsync();
        Pass(minutes: 1);
        Assert.True(await Bus.CompleteAsync(await ReceiveAsync()));
        await NothingAsync();
    }

    [Fact]
    public async Task Reminders_and_escalations_are_two_queues()
    {
        await EnqueueAsync(First, new("c", 1, NoticeKind.Escalation));

        Assert.Equal("c", (await ReceiveAsync(NoticeKind.Escalation)).Message.Notice);
        Assert.Null(await Bus.ReceiveAsync(NoticeKind.Escalation));
        Assert.Equal("a", (await ReceiveAsync()).Message.Notice);
    }

    private Task EnqueueAsync(params NoticeMessage[] messages) => Bus.Queue.EnqueueAsync(messages, Cancellation);

    private async Task<Received> ReceiveAsync(NoticeKind kind = NoticeKind.Reminder)
    {
        var received = await Bus.ReceiveAsync(kind);
        Assert.NotNull(received);
        return received;
    }

    private async Task NothingAsync() => Assert.Null(await Bus.ReceiveAsync(NoticeKind.Reminder));

    private async Task<DeadLetter> AssertLetterAsync(NoticeMessage message, string reason)
    {
        var letter = await Bus.PeekDeadLetterAsync();
        Assert.NotNull(letter);
        Assert.Equal(
            (message.MessageId, message.Notice, message.Kind, reason), (letter.MessageId, letter.Notice, letter.Kind, letter.Reason));
        return letter;
    }

    private void Pass(int minutes) => Bus.Pass(Duration.FromMinutes(minutes));
}
