namespace Reminders.Core.UseCases;

/// <summary>A change of a notice and what must be written with it.</summary>
/// <param name="DecidedAt">The moment of the decision.</param>
/// <param name="Apply">Makes the change, also of a notice that has changed meanwhile; null where it no longer applies.</param>
public sealed record NoticeChange(Instant DecidedAt, Func<Notice, Notice?> Apply)
{
    /// <summary>Steps that are owed again because of the change, under entries that come due only after a crash.</summary>
    public ImmutableArray<AgendaEntry.OfItem> Owed { get; init; } = [];

    /// <summary>When to look after the notice, in case its message is lost; null where an entry stands already.</summary>
    public Instant? LookAfterAt { get; init; }

    /// <summary>Whether something has happened that is recorded however late: an answer of the provider.</summary>
    public bool IsFact { get; init; }

    /// <summary>Whether the change is applied to the newest notice after a lost race; else the race is lost for good.</summary>
    public bool Insists { get; init; }
}

/// <summary>What came of a change.</summary>
public abstract record NoticeWrite
{
    private NoticeWrite()
    {
    }

    /// <summary>The notice as it is stored now.</summary>
    public sealed record Written(Stored<Notice> Notice) : NoticeWrite;

    /// <summary>The writer was held up for so long that its entries may be used up; nothing was changed, and the agenda looks after the notice.</summary>
    public sealed record HeldUp : NoticeWrite;

    /// <summary>Another process has changed the notice, and the change does not apply any more.</summary>
    public sealed record Overtaken : NoticeWrite;
}

/// <summary>
/// The one order in which a notice is changed, so that a crash between any two writes loses nothing: first the entries that look after what is to come, then
/// the notice, then its message and the steps that are owed again.
/// </summary>
public sealed class WriteNotice(Ledger ledger, INoticeQueue queue, IClock clock)
{
    /// <param name="read">The notice as it was read.</param>
    /// <param name="change">The change.</param>
    /// <param name="cancellation">Cancels before the next write.</param>
    public async Task<NoticeWrite> RunAsync(Stored<Notice> read, NoticeChange change, CancellationToken cancellation)
    {
        AgendaEntry[] entries =
        [
            .. change.Owed,
            .. change.LookAfterAt is { } at ? [AgendaEntry.ForNotice(read.Value, at)] : Array.Empty<AgendaEntry>(),
        ];
        if (entries.Length > 0)
            await ledger.Agenda.AddToAgendaAsync(entries, cancellation);
        if (!change.IsFact && clock.GetCurrentInstant() - change.DecidedAt > AgendaTiming.HeldUpAfter)
            return new NoticeWrite.HeldUp();
        for (var stored = read; stored is not null && change.Apply(stored.Value) is { } changed;)
        {
            if (await ledger.Notices.TrySaveNoticeAsync(stored with { Value = changed }, cancellation) is { } saved)
            {
                await FollowAsync(saved.Value, change, cancellation);
                return new NoticeWrite.Written(saved);
            }
            stored = change.Insists ? await ledger.Notices.FindNoticeAsync(read.Value.Id, cancellation) : null;
        }
        return new NoticeWrite.Overtaken();
    }

    private async Task FollowAsync(Notice notice, NoticeChange change, CancellationToken cancellation)
    {
        if (notice.State == NoticeState.Queued)
            await queue.EnqueueAsync([notice.Message], cancellation);
        else if (!change.Owed.IsEmpty)
            await OweAsync(change.Owed, change.DecidedAt, cancellation);
    }

    // By the items as they are by now. A scan that came while the notice still stood took these steps for told.
    private async Task OweAsync(ImmutableArray<AgendaEntry.OfItem> owed, Instant now, CancellationToken cancellation)
    {
        var items = await ledger.Items.FindItemsAsync([.. owed.Select(e => e.Item).Distinct()], cancellation);
        await ledger.Agenda.AddToAgendaAsync(
            [
                .. from entry in owed
                   where items.GetValueOrDefault(entry.Item)?.IsWatched == true
                   select AgendaEntry.ForItem(items[entry.Item], now, entry.Since),
            ],
            cancellation);
    }
}
