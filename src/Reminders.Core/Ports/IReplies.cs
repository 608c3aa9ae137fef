namespace Reminders.Core.Ports;

/// <summary>The inbound replies. Shared contract: <see cref="Ledger"/>.</summary>
public interface IReplies
{
    /// <summary>Reads the record of a reply by number and id; null when there is none.</summary>
    Task<ReplyRecord?> FindReplyAsync(PhoneNumber from, string id, CancellationToken cancellation);

    /// <summary>Reads at most <paramref name="most"/> last replies from a number, newest first, and no others.</summary>
    Task<IReadOnlyList<ReplyRecord>> LastRepliesAsync(PhoneNumber from, int most, CancellationToken cancellation);

    /// <summary>Stores a reply and returns the stored record: the first for a number and id stays, also when two calls race.</summary>
    Task<ReplyRecord> SaveReplyAsync(ReplyRecord reply, CancellationToken cancellation);
}
