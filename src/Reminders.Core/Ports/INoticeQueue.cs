namespace Reminders.Core.Ports;

/// <summary>The queues <c>reminders</c> and <c>escalations</c>, one for each kind of notice.</summary>
public interface INoticeQueue
{
    /// <summary>
    /// Enqueues messages, without an order. It may throw after some were accepted. Repeating is harmless: the queue drops duplicates by
    /// <see cref="NoticeMessage.MessageId"/> for a day, and after that the state in the ledger makes them stale.
    /// </summary>
    Task EnqueueAsync(IReadOnlyCollection<NoticeMessage> messages, CancellationToken cancellation);
}
