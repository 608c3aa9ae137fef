using Azure.Messaging.ServiceBus;

namespace Reminders.Functions.Tests.ServiceBus;

/// <summary>The contract of the queue over the wire: the app's queue sends, the real client receives.</summary>
public sealed class QueueContractTests : QueueContract, IAsyncDisposable
{
    private readonly SettableClock clock = new(Given.At("2020-05-13T09:00"));
    private readonly TestBus bus;

    public QueueContractTests()
    {
        bus = new(clock);
        Bus = new BrokeredBus(bus, clock);
    }

    protected override QueueUnderTest Bus { get; }

    protected override Instant Now => clock.GetCurrentInstant();

    public ValueTask DisposeAsync() => bus.DisposeAsync();

    private sealed class BrokeredBus(TestBus bus, SettableClock clock) : QueueUnderTest
    {
        private static readonly ServiceBusReceiverOptions DeadLetters = new() { SubQueue = SubQueue.DeadLetter };

        private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

        public override INoticeQueue Queue { get; } = new ServiceBusNoticeQueue(bus.Client);

        // A queue is empty if the broker has a receiver's request and no message for it. Each call has its own receiver, because a
        // cancelled one may get a message later.
        public override async Task<Received?> ReceiveAsync(NoticeKind kind)
        {
            var queue = NoticeQueues.NameOf(kind);
            var receiver = bus.Client.CreateReceiver(queue);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            var receive = receiver.ReceiveMessageAsync(TimeSpan.FromHours(1), over.Token);
            var idle = bus.Broker.IdleAsync(queue, over.Token);
            if (await Task.WhenAny(receive, idle) == idle)
            {
                await idle;
                await over.CancelAsync();
                await receiver.DisposeAsync();
                await bus.Broker.UntilAsync(queue, state => state.Credit == 0, Cancellation);
                return null;
            }
            await over.CancelAsync();
            var message = await receive;
            return new(MessageBody.TryRead(message, kind)!, message.DeliveryCount, (receiver, message));
        }

        public override Task<bool> CompleteAsync(Received message) =>
            SettleAsync(message, (receiver, loan) => receiver.CompleteMessageAsync(loan, Cancellation));

        public override Task<bool> AbandonAsync(Received message) =>
            SettleAsync(message, (receiver, loan) => receiver.AbandonMessageAsync(loan, cancellationToken: Cancellation));

        public override Task<bool> GiveUpAsync(Received message, string reason) =>
            SettleAsync(message, (receiver, loan) => receiver.DeadLetterMessageAsync(loan, reason, cancellationToken: Cancellation));

        public override async Task<DeadLetter?> PeekDeadLetterAsync()
        {
            var oldest = new List<(ServiceBusReceivedMessage Letter, NoticeKind Kind)>();
            foreach (var kind in Enum.GetValues<NoticeKind>())
            {
                await using var receiver = bus.Client.CreateReceiver(NoticeQueues.NameOf(kind), DeadLetters);
                if (await receiver.PeekMessageAsync(fromSequenceNumber: 0, Cancellation) is { } letter)
                    oldest.Add((letter, kind));
            }
            return oldest.OrderBy(o => o.Letter.EnqueuedTime).Select(Letter).FirstOrDefault();
        }

        public override async Task RemoveDeadLetterAsync(DeadLetter letter)
        {
            if ((await PeekDeadLetterAsync())?.MessageId != letter.MessageId)
                return;
            await using var receiver = bus.Client.CreateReceiver(NoticeQueues.NameOf(letter.Kind), DeadLetters);
            await receiver.CompleteMessageAsync(await receiver.ReceiveMessageAsync(cancellationToken: Cancellation), Cancellation);
        }

        public override void Pass(Duration time) => clock.SetTo(clock.GetCurrentInstant() + time);

        private static DeadLetter Letter((ServiceBusReceivedMessage Message, NoticeKind Kind) letter) => new(
            letter.Message.MessageId,
            MessageBody.TryRead(letter.Message, letter.Kind)!.Notice,
            letter.Kind,
            letter.Message.DeadLetterReason,
            Instant.FromDateTimeOffset(letter.Message.EnqueuedTime));

        private static async Task<bool> SettleAsync(Received message, Func<ServiceBusReceiver, ServiceBusReceivedMessage, Task> settle)
        {
            var (receiver, loan) = ((ServiceBusReceiver, ServiceBusReceivedMessage))message.Loan;
            try
            {
                await settle(receiver, loan);
                return true;
            }
            catch (ServiceBusException lost) when (lost.Reason == ServiceBusFailureReason.MessageLockLost)
            {
                return false;
            }
        }
    }
}
