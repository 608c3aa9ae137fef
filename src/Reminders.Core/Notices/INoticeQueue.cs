using NodaTime;

namespace Reminders.Core.Notices;

/// <summary>
/// A pointer to a notice. All state is in the ledger; <see cref="Version"/> is the notice's attempt, and a message whose version is not the
/// ledger's is stale.
/// </summary>
public sealed record NoticeMessage(string Notice, int Version, NoticeKind Kind)
{
    /// <summary>When the queue should hand it out; null for at once.</summary>
    public Instant? NotBefore { get; init; }

    /// <summary>What the queue detects duplicates by.</summary>
    public string MessageId => $"{Notice}-{Version}";
}

/// <summary>The queues <c>reminders</c> and <c>escalations</c>, one for each kind of notice.</summary>
public interface INoticeQueue
{
    /// <summary>
    /// Hands messages to their queues. May throw after some of them were taken; handing one in again is harmless, since duplicates are dropped
    /// by <see cref="NoticeMessage.MessageId"/> within a day and by the ledger's state after that. Order is not kept.
    /// </summary>
    Task EnqueueAsync(IReadOnlyCollection<NoticeMessage> messages, CancellationToken cancellation);
}
