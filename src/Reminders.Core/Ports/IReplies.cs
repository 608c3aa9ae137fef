namespace Reminders.Core.Ports;

/// <summary>The replies that came in by SMS. The contract that all ports of a ledger share stands at <see cref="Ledger"/>.</summary>
public interface IReplies
{
    /// <summary>The record of the reply of that id from that number; null when there is none.</summary>
    Task<ReplyRecord?> FindReplyAsync(PhoneNumber from, string id, CancellationToken cancellation);

    /// <summary>
    /// The last replies from a number, newest first, <paramref name="most"/> at most. Reads no others, however many there are.
    /// </summary>
    Task<IReadOnlyList<ReplyRecord>> LastRepliesAsync(PhoneNumber from, int most, CancellationToken cancellation);

    /// <summary>Keeps a reply and answers the record that is kept: the first of an id from a number stays.</summary>
    Task<ReplyRecord> SaveReplyAsync(ReplyRecord reply, CancellationToken cancellation);
}
