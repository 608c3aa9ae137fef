namespace Reminders.InMemory.Tests;

public sealed class InMemoryQueueTests : QueueContract
{
    private readonly SettableClock clock = new(Given.At("2020-05-13T09:00"));
    private readonly InMemoryQueue queue;

    public InMemoryQueueTests()
    {
        queue = new(clock);
        Bus = new InMemoryBus(queue, clock);
    }

    protected override QueueUnderTest Bus { get; }

    protected override Instant Now => clock.GetCurrentInstant();

    [Fact]
    public async Task The_queue_says_when_its_next_message_can_be_had()
    {
        Assert.Null(queue.NextAt);
        await queue.EnqueueAsync([new("a", 1, NoticeKind.Reminder) { NotBefore = Now + Duration.FromMinutes(20) }], Cancellation);
        Assert.Equal(Now + Duration.FromMinutes(20), queue.NextAt);
        Bus.Pass(Duration.FromMinutes(20));
        var message = queue.Receive(NoticeKind.Reminder)!;
        Assert.Equal(Now + queue.LockDuration, queue.NextAt);
        queue.GiveUp(message, "bad");
        Assert.Null(queue.NextAt);
    }

    private sealed class InMemoryBus(InMemoryQueue queue, SettableClock clock) : QueueUnderTest
    {
        public override INoticeQueue Queue => queue;

        public override Task<Received?> ReceiveAsync(NoticeKind kind) =>
            Task.FromResult(queue.Receive(kind) is { } message ? new Received(message.Message, message.DeliveryCount, message) : null);

        public override Task<bool> CompleteAsync(Received message) => Task.FromResult(queue.Complete((LockedMessage)message.Loan));

        public override Task<bool> AbandonAsync(Received message) => Task.FromResult(queue.Abandon((LockedMessage)message.Loan));

        public override Task<bool> GiveUpAsync(Received message, string reason) =>
            Task.FromResult(queue.GiveUp((LockedMessage)message.Loan, reason));

        public override Task<DeadLetter?> PeekDeadLetterAsync() => Task.FromResult(queue.PeekDeadLetter());

        public override Task RemoveDeadLetterAsync(DeadLetter letter)
        {
            queue.RemoveDeadLetter(letter);
            return Task.CompletedTask;
        }

        public override void Pass(Duration time) => clock.SetTo(clock.GetCurrentInstant() + time);
    }
}
