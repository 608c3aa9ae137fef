namespace Reminders.Core.Ports;

/// <summary>
/// Where all state is kept 台账: one port for each kind of state. Every write of every port is safe to repeat. Nothing spans two writes:
/// callers order them so that the next scan repairs what a crash between two of them leaves. An infrastructure fault throws, and the write
/// may or may not have happened.
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

/// <summary>A value as the ledger holds it, with the tag by which the ledger recognises that nobody has changed it since.</summary>
public sealed record Stored<T>(T Value, string Tag);
