namespace Reminders.Core.Ports;

/// <summary>The queues <c>reminders</c> and <c>escalations</c>, one for each kind of notice.</summary>
public interface INoticeQueue
{
    /// <summary>
    /// Hands messages to their queues. May throw after some of them were taken; handing one in again is harmless, since duplicates are
    /// dropped by <see cref="NoticeMessage.MessageId"/> within a day and by the ledger's state after that. Order is not kept.
    /// </summary>
    Task EnqueueAsync(IReadOnlyCollection<NoticeMessage> messages, CancellationToken cancellation);
}
