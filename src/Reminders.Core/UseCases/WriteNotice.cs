namespace Reminders.Core.UseCases;

/// <summary>A change of a notice and the agenda entries that must be written with it.</summary>
/// <param name="DecidedAt">The moment of the decision.</param>
/// <param name="Apply">Makes the change, also on a notice that has changed since; null if the change does not apply any more.</param>
public sealed record NoticeChange(Instant DecidedAt, Func<Notice, Notice?> Apply)
{
    /// <summary>The steps that are owed again because of the change. These entries come late and only matter after a crash.</summary>
    public ImmutableArray<AgendaEntry.OfItem> Owed { get; init; } = [];

    /// <summary>When to look after the notice in case its message is lost; null if the agenda has an entry already.</summary>
    public Instant? LookAfterAt { get; init; }

    /// <summary>Whether the change is a fact, such as an answer of the provider. A fact is recorded even if it is late.</summary>
    public bool IsFact { get; init; }

    /// <summary>Whether the change is applied to the newest notice after a lost race. Otherwise a lost race ends the change.</summary>
    public bool Insists { get; init; }
}

/// <summary>The result of a change.</summary>
public abstract record NoticeWrite
{
    private NoticeWrite()
    {
    }

    /// <summary>The stored notice.</summary>
    public sealed record Written(Stored<Notice> Notice) : NoticeWrite;

    /// <summary>Too slow: the entries may be used up. The notice is unchanged, and the agenda looks after it.</summary>
    public sealed record HeldUp : NoticeWrite;

    /// <summary>Another process changed the notice, and the change does not apply any more.</summary>
    public sealed record Overtaken : NoticeWrite;
}

/// <summary>
/// Changes a notice in an order in which a crash between two writes loses nothing: first the agenda entries, then the notice, then its
/// queue message and the steps that are owed again.
/// </summary>
public sealed class WriteNotice(Ledger ledger, INoticeQueue queue, IClock clock)
{
    /// <param name="read">The notice that the decision is based on.</param>
    /// <param name="change">The change.</param>
    /// <param name="cancellation">Cancels before the next write.</param>
    public async Task<NoticeWrite> RunAsync(Stored<Notice> read, NoticeChange change, CancellationToken cancellation)
    {
        AgendaEntry[] entries =
        [
            .. change.Owed,
            .. change.LookAfterAt is { } at ? [AgendaEntry.ForNotice(read.Value, at)] : Array.Empty<AgendaEntry>(),
        ];
        if (!await ledger.Agenda.AnnounceAsync(entries, change.DecidedAt, clock, cancellation) && !change.IsFact)
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

    // A scan that ran before this write counted these steps as told, so the present items get new entries.
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
