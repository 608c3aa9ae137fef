namespace Reminders.Core.Ports;

/// <summary>The notices, one for each SMS. Shared contract: <see cref="Ledger"/>.</summary>
public interface INotices
{
    /// <summary>
    /// Inserts the notices whose ids are free and returns the ids that this call inserted. Of two calls for one id exactly one inserts it.
    /// </summary>
    Task<IReadOnlySet<string>> ClaimAsync(IReadOnlyCollection<Notice> notices, CancellationToken cancellation);

    /// <summary>Reads a notice with its tag; null when there is none.</summary>
    Task<Stored<Notice>?> FindNoticeAsync(string id, CancellationToken cancellation);

    /// <summary>
    /// Replaces a notice and returns it with its new tag; null when it has changed since it was read, and then nothing is written.
    /// </summary>
    Task<Stored<Notice>?> TrySaveNoticeAsync(Stored<Notice> notice, CancellationToken cancellation);

    /// <summary>Reads all notices with a slot at the instant or later, by id.</summary>
    Task<IReadOnlyList<Notice>> NoticesSinceAsync(Instant slotAt, CancellationToken cancellation);

    /// <summary>Reads all unsettled notices (<see cref="NoticeLife.IsSettled"/>) of any age, by id.</summary>
    Task<IReadOnlyList<Notice>> UnsettledNoticesAsync(CancellationToken cancellation);
}
