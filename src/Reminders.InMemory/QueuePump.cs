namespace Reminders.InMemory;

/// <summary>Receives from the in-memory queue and sends, as the Service Bus triggers do on Azure.</summary>
public sealed class QueuePump(InMemoryQueue queue, UseCases useCases)
{
    private readonly SendNotice send = useCases.SendNotice;
    private readonly DrainDeadLetter drain = useCases.DrainDeadLetter;

    /// <summary>
    /// Handles the available messages, escalations first, and abandons a message after a fault. Dead letters go to the ledger. Returns the
    /// number of handled messages, and the faults.
    /// </summary>
    /// <param name="cancellation">Breaks off, also in a message.</param>
    /// <param name="until">Takes no further message once it is cancelled.</param>
    public async Task<(int Handled, IReadOnlyList<Exception> Faults)> DrainAsync(
        CancellationToken cancellation, CancellationToken until = default)
    {
        var handled = 0;
        var faults = new List<Exception>();
        var failed = new HashSet<string>(StringComparer.Ordinal);
        while (!until.IsCancellationRequested
            && (queue.Receive(NoticeKind.Escalation) ?? queue.Receive(NoticeKind.Reminder)) is { } message)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                await send.RunAsync(message.Message, cancellation);
                queue.Complete(message);
                handled++;
            }
            catch (Exception fault) when (!cancellation.IsCancellationRequested)
            {
                faults.Add(fault);
                if (!failed.Add(message.Message.MessageId))
                    continue; // it is redelivered after its lock expires, not in a tight loop
                queue.Abandon(message);
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
    }
}
