namespace Reminders.Core.Notices;

/// <summary>
/// A queue message that points to a notice; all state is in the ledger. <see cref="Version"/> is the attempt of the notice, and a message
/// with another attempt than the ledger is stale.
/// </summary>
public sealed record NoticeMessage(string Notice, int Version, NoticeKind Kind)
{
    /// <summary>When the queue delivers it; null for at once.</summary>
    public Instant? NotBefore { get; init; }

    /// <summary>The id by which the queue detects duplicates.</summary>
    public string MessageId => $"{Notice}-{Version}";
}

/// <summary>A queue message that was given up, with its notice and the reason if they are known, and when it was found.</summary>
public sealed record DeadLetter(string MessageId, string? Notice, NoticeKind Kind, string Reason, Instant At);
