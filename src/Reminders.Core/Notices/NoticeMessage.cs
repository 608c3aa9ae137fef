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

/// <summary>A queue message that was given up: which it was, why, as far as it can be told, and when it was found.</summary>
public sealed record DeadLetter(string MessageId, string? Notice, NoticeKind Kind, string Reason, Instant At);
