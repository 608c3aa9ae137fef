namespace Reminders.Core.UseCases;

/// <summary>Moves a notice on although others may be doing so too.</summary>
internal static class NoticeChange
{
    /// <summary>
    /// Applies the change to what the ledger holds, reading it again after every lost race. Null when the change no longer applies (it answers
    /// null): then the notice stays as it is.
    /// </summary>
    public static async Task<Notice?> ApplyAsync(
        Ledger ledger, Stored<Notice>? stored, Func<Notice, Notice?> change, CancellationToken cancellation)
    {
        while (stored is not null && change(stored.Value) is { } changed)
        {
            if (await ledger.Notices.TrySaveNoticeAsync(stored with { Value = changed }, cancellation) is { } saved)
                return saved.Value;
            stored = await ledger.Notices.FindNoticeAsync(stored.Value.Id, cancellation);
        }
        return null;
    }
}
