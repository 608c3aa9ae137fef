using Azure.Messaging.ServiceBus;

namespace Reminders.Functions.ServiceBus;

/// <summary>Moves what the two queues gave up into the ledger. A letter leaves its queue only once the ledger has it.</summary>
public sealed class DeadLetterQueues(ServiceBusClient client, UseCases useCases)
{
    private const int AtOnce = 100;
    private static readonly TimeSpan WaitsFor = TimeSpan.FromSeconds(30);
    private static readonly ServiceBusReceiverOptions DeadLetters = new() { SubQueue = SubQueue.DeadLetter };

    /// <summary>Drains both queues, and answers how many letters there were.</summary>
    public async Task<int> DrainAsync(CancellationToken cancellation)
    {
        var count = 0;
        foreach (var kind in Enum.GetValues<NoticeKind>())
        {
            await using var receiver = client.CreateReceiver(NoticeQueues.NameOf(kind), DeadLetters);
            // Receiving from an empty queue waits for all of that time; peeking does not wait. It sees locked letters too, so a run beside another
            // may wait once.
            while (await receiver.PeekMessageAsync(fromSequenceNumber: 0, cancellation) is not null
                && await receiver.ReceiveMessagesAsync(AtOnce, WaitsFor, cancellation) is { Count: > 0 } letters)
            {
                foreach (var letter in letters)
                {
                    var reason = letter.DeadLetterReason ?? "unknown";
                    await useCases.DrainDeadLetter.RunAsync(
                        new(letter.MessageId, MessageBody.TryRead(letter, kind)?.Notice, kind, reason, useCases.Clock.GetCurrentInstant()), cancellation);
                    await receiver.CompleteMessageAsync(letter, cancellation);
                    count++;
                }
            }
        }
        return count;
    }
}
