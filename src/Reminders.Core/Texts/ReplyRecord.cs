namespace Reminders.Core.Texts;

/// <summary>An SMS that came in, by the provider's own id of it.</summary>
public sealed record InboundSms(string Id, PhoneNumber From, string Text)
{
    /// <summary>Without its text and number, so that none reaches a log by accident.</summary>
    public override string ToString() => $"reply {Id}";
}

/// <summary>
/// What came of a reply, kept so that one that is delivered twice is answered once and the same. <see cref="Answer"/> is what was said back, null for silence;
/// <see cref="Refusal"/> names why nothing was done.
/// </summary>
public sealed record ReplyRecord(string Id, PhoneNumber From, Instant At, string Text, ReplyKind Kind, ItemCode? Item, string? Refusal, string? Answer)
{
    /// <summary>Without its text and number, so that none reaches a log by accident.</summary>
    public override string ToString() => $"reply {Id}, {Kind} {Item}";
}
