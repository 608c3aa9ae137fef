namespace Reminders.Core.Ports;

/// <summary>
/// All state 台账, with one port for each kind. Every write is safe to repeat. No transaction spans two writes: callers order them so that
/// the next scan repairs the effects of a crash between them. An infrastructure fault throws, and the write may or may not have happened.
/// </summary>
public record Ledger(
    IPlans Plans,
    IItems Items,
    IAgenda Agenda,
    INotices Notices,
    IPeople People,
    IBarriers Barriers,
    IReplies Replies,
    IWatch Watch,
    IKeys Keys);

/// <summary>A stored value with the tag by which the ledger detects later changes.</summary>
public sealed record Stored<T>(T Value, string Tag);
