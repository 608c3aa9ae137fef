namespace Reminders.Core.Ports;

/// <summary>
/// All state 台账, with one port for each kind. Every write is safe to repeat. No transaction spans two writes: callers order them so that
/// the next scan repairs the effects of a crash between them. An infrastructure fault throws, and the write may or may not have happened.
/// </summary>
public record Ledger(
    IPlans Plans,
    IItems Items,
    IBoard Board,
    IAgenda Agenda,
    INotices Notices,
    IPeople People,
    IBarriers Barriers,
    IReplies Replies,
    IWatch Watch,
    IKeys Keys)
{
    /// <summary>Whether an unchanged item is the same object each time that it is read.</summary>
    public virtual bool ReadsSameObjects => false;
}

/// <summary>A stored value with the tag by which the ledger detects later changes.</summary>
public sealed record Stored<T>(T Value, string Tag);

/// <summary>
/// The ledger cannot be written or read for a cause outside of the program, such as a full disk. The message tells an administrator the
/// cause and the way out in one line; until then every repetition fails in the same way.
/// </summary>
public sealed class LedgerUnavailableException(Wording words) : Exception(words.English), IWorded
{
    public Wording Words => words;
}
