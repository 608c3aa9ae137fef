namespace Reminders.Core.Notices;

/// <summary>A queue message that was given up: which it was, why, as far as it can be told, and when it was found.</summary>
public sealed record DeadLetter(string MessageId, string? Notice, NoticeKind Kind, string Reason, Instant At);
