namespace Reminders.Core.Ports;

/// <summary>The notices, one for each SMS. The contract that all ports of a ledger share stands at <see cref="Ledger"/>.</summary>
public interface INotices
{
    /// <summary>
    /// Inserts the notices whose ids are free, and answers the ids that this very call inserted. Of two calls for one id exactly one
    /// inserts it.
    /// </summary>
    Task<IReadOnlySet<string>> ClaimAsync(IReadOnlyCollection<Notice> notices, CancellationToken cancellation);

    /// <summary>One notice with its tag; null when there is none.</summary>
    Task<Stored<Notice>?> FindNoticeAsync(string id, CancellationToken cancellation);

    /// <summary>Replaces a notice and answers it with its new tag; null when another call has changed it since it was read.</summary>
    Task<Stored<Notice>?> TrySaveNoticeAsync(Stored<Notice> notice, CancellationToken cancellation);

    /// <summary>All notices whose slot is at the instant or later, by id.</summary>
    Task<IReadOnlyList<Notice>> NoticesSinceAsync(Instant slotAt, CancellationToken cancellation);

    /// <summary>All notices that are not settled (<see cref="NoticeLife.IsSettled"/>), of any age, by id.</summary>
    Task<IReadOnlyList<Notice>> UnsettledNoticesAsync(CancellationToken cancellation);
}
