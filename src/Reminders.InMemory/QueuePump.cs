namespace Reminders.InMemory;

/// <summary>Takes messages from the in-memory queue to the use case that sends them, as the Service Bus triggers do on Azure.</summary>
public sealed class QueuePump(InMemoryQueue queue, UseCases useCases)
{
    private readonly SendNotice send = useCases.SendNotice;
    private readonly DrainDeadLetter drain = useCases.DrainDeadLetter;

    /// <summary>
    /// Handles what can be received now, escalations first; a message whose handling throws is given back. Dead letters go to the ledger.
    /// Answers how many were handled, and the faults.
    /// </summary>
    public async Task<(int Handled, IReadOnlyList<Exception> Faults)> DrainAsync(CancellationToken cancellation)
    {
        var handled = 0;
        var faults = new List<Exception>();
        var failed = new HashSet<string>(StringComparer.Ordinal);
        while ((queue.Receive(NoticeKind.Escalation) ?? queue.Receive(NoticeKind.Reminder)) is { } message)
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
                    continue; // its lock brings it back later, not in a tight loop
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
