namespace Reminders.InMemory;

/// <summary>Receives from the in-memory queue and sends, as the Service Bus triggers do on Azure.</summary>
public sealed class QueuePump(InMemoryQueue queue, UseCases useCases)
{
    private readonly SendNotices send = useCases.SendNotices;
    private readonly DrainDeadLetter drain = useCases.DrainDeadLetter;

    /// <summary>
    /// Handles the available messages in batches, escalations first, and abandons a message after a fault. Dead letters go to the ledger.
    /// Returns the number of handled messages, and the faults.
    /// </summary>
    /// <param name="cancellation">Breaks off, also in a batch.</param>
    /// <param name="until">Takes no further batch once it is cancelled.</param>
    public async Task<(int Handled, IReadOnlyList<Exception> Faults)> DrainAsync(
        CancellationToken cancellation, CancellationToken until = default)
    {
        var handled = 0;
        var faults = new List<Exception>();
        var failed = new HashSet<string>(StringComparer.Ordinal);
        while (!until.IsCancellationRequested && Receive() is { Count: > 0 } received)
        {
            foreach (var batch in SendNotices.Batches(received, m => m.DeliveryCount))
            {
                cancellation.ThrowIfCancellationRequested();
                var outcomes = await send.RunAsync([.. batch.Select(m => m.Message)], cancellation);
                foreach (var (message, outcome) in batch.Zip(outcomes))
                    Settle(message, outcome.Fault);
            }
        }
        try
        {
            for (; queue.PeekDeadLetter() is { } letter; queue.RemoveDeadLetter(letter))
                await drain.RunAsync(letter, cancellation);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            faults.Add(fault);
        }
        return (handled, faults);

        void Settle(LockedMessage message, Exception? fault)
        {
            if (fault is null)
            {
                queue.Complete(message);
                handled++;
                return;
            }
            faults.Add(fault);
            // After a second fault it is redelivered after its lock expires, not in a tight loop.
            if (failed.Add(message.Message.MessageId))
                queue.Abandon(message);
        }
    }

    private List<LockedMessage> Receive() =>
        Receive(NoticeKind.Escalation) is { Count: > 0 } escalations ? escalations : Receive(NoticeKind.Reminder);

    private List<LockedMessage> Receive(NoticeKind kind)
    {
        var received = new List<LockedMessage>();
        while (received.Count < SendNotices.Most && queue.Receive(kind) is { } message)
            received.Add(message);
        return received;
    }
}
