namespace Reminders.Core.Ports;

/// <summary>The notices, one for each SMS. Shared contract: <see cref="Ledger"/>.</summary>
public interface INotices
{
    /// <summary>
    /// Inserts the notices whose ids are free and returns the ids that this call inserted. Of two calls for one id exactly one inserts it.
    /// </summary>
    Task<IReadOnlySet<string>> ClaimAsync(IReadOnlyCollection<Notice> notices, CancellationToken cancellation);

    /// <summary>Reads notices by id, with their tags. The result has no entry for an unknown id.</summary>
    Task<IReadOnlyDictionary<string, Stored<Notice>>> FindNoticesAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation);

    /// <summary>
    /// Replaces different notices and returns by id those that it replaced, with their new tags. A notice that has changed since it was
    /// read is left out and not written; the others are written.
    /// </summary>
    Task<IReadOnlyDictionary<string, Stored<Notice>>> TrySaveNoticesAsync(
        IReadOnlyCollection<Stored<Notice>> notices, CancellationToken cancellation);

    /// <summary>Reads all notices with a slot at the instant or later, by id.</summary>
    Task<IReadOnlyList<Notice>> NoticesSinceAsync(Instant slotAt, CancellationToken cancellation);

    /// <summary>Reads all unsettled notices (<see cref="NoticeLife.IsSettled"/>) of any age, by id.</summary>
    Task<IReadOnlyList<Notice>> UnsettledNoticesAsync(CancellationToken cancellation);
}

public static class OneNotice
{
    /// <summary>Reads a notice with its tag; null when there is none.</summary>
    public static async Task<Stored<Notice>?> FindNoticeAsync(this INotices notices, string id, CancellationToken cancellation) =>
        (await notices.FindNoticesAsync([id], cancellation)).GetValueOrDefault(id);

    /// <summary>
    /// Replaces a notice and returns it with its new tag; null when it has changed since it was read, and then nothing is written.
    /// </summary>
    public static async Task<Stored<Notice>?> TrySaveNoticeAsync(
        this INotices notices, Stored<Notice> notice, CancellationToken cancellation) =>
        (await notices.TrySaveNoticesAsync([notice], cancellation)).GetValueOrDefault(notice.Value.Id);
}
