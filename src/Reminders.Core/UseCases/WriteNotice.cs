namespace Reminders.Core.UseCases;

/// <summary>A change of a notice and the agenda entries that must be written with it.</summary>
/// <param name="Read">The notice that the decision is based on.</param>
/// <param name="DecidedAt">The moment of the decision.</param>
/// <param name="Apply">Makes the change, also on a notice that has changed since; null if the change does not apply any more.</param>
public sealed record NoticeChange(Stored<Notice> Read, Instant DecidedAt, Func<Notice, Notice?> Apply)
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
/// Changes notices in an order in which a crash between two writes loses nothing: first the agenda entries, then the notices, then their
/// queue messages and the steps that are owed again.
/// </summary>
public sealed class WriteNotice(Ledger ledger, INoticeQueue queue, IClock clock)
{
    public async Task<NoticeWrite> RunAsync(NoticeChange change, CancellationToken cancellation) =>
        (await RunAsync([change], cancellation))[0];

    /// <summary>Makes changes of different notices together. A lost race concerns its notice alone.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="cancellation">Cancels before the next write.</param>
    /// <returns>The results, in the order of the changes.</returns>
    public async Task<IReadOnlyList<NoticeWrite>> RunAsync(IReadOnlyList<NoticeChange> changes, CancellationToken cancellation)
    {
        AgendaEntry[] entries =
        [
            .. changes.SelectMany(c => c.Owed),
            .. changes.Where(c => c.LookAfterAt is not null).Select(c => AgendaEntry.ForNotice(c.Read.Value, c.LookAfterAt!.Value)),
        ];
        if (entries.Length > 0)
            await ledger.Agenda.AddToAgendaAsync(entries, cancellation);
        var announcedAt = clock.GetCurrentInstant();
        var results = changes.ToDictionary(
            c => c.Read.Value.Id,
            c => c.IsFact || announcedAt.IsInTime(c.DecidedAt) ? (NoticeWrite)new NoticeWrite.Overtaken() : new NoticeWrite.HeldUp());
        var open = changes.Where(c => results[c.Read.Value.Id] is not NoticeWrite.HeldUp).ToList();
        while (open.Count > 0)
        {
            var applied =
                from change in open
                let next = change.Apply(change.Read.Value)
                where next is not null
                select (Change: change, Notice: change.Read with { Value = next });
            var changed = applied.ToDictionary(c => c.Change.Read.Value.Id);
            if (changed.Count == 0)
                break;
            var saved = await ledger.Notices.TrySaveNoticesAsync([.. changed.Values.Select(c => c.Notice)], cancellation);
            foreach (var (id, notice) in saved)
                results[id] = new NoticeWrite.Written(notice);
            await FollowAsync([.. saved.Select(s => (changed[s.Key].Change, s.Value.Value))], cancellation);
            var lost = changed.Where(c => c.Value.Change.Insists && !saved.ContainsKey(c.Key)).Select(c => c.Value.Change).ToList();
            if (lost.Count == 0)
                break;
            var newest = await ledger.Notices.FindNoticesAsync([.. lost.Select(c => c.Read.Value.Id)], cancellation);
            open = [.. from change in lost
                       where newest.ContainsKey(change.Read.Value.Id)
                       select change with { Read = newest[change.Read.Value.Id] }];
        }
        return [.. changes.Select(c => results[c.Read.Value.Id])];
    }

    private async Task FollowAsync(IReadOnlyCollection<(NoticeChange Change, Notice Notice)> saved, CancellationToken cancellation)
    {
        var queued = saved.Where(s => s.Notice.State == NoticeState.Queued).Select(s => s.Notice.Message).ToList();
        if (queued.Count > 0)
            await queue.EnqueueAsync(queued, cancellation);
        var owing = saved.Where(s => s.Notice.State != NoticeState.Queued && !s.Change.Owed.IsEmpty).Select(s => s.Change).ToList();
        if (owing.Count > 0)
            await OweAsync(owing, cancellation);
    }

    // A scan that ran before this write counted these steps as told, so the present items get new entries.
    private async Task OweAsync(List<NoticeChange> changes, CancellationToken cancellation)
    {
        var items = await ledger.Items.FindItemsAsync([.. changes.SelectMany(c => c.Owed).Select(e => e.Item).Distinct()], cancellation);
        await ledger.Agenda.AddToAgendaAsync(
            [
                .. from change in changes
                   from entry in change.Owed
                   where items.GetValueOrDefault(entry.Item)?.IsWatched == true
                   select AgendaEntry.ForItem(items[entry.Item], change.DecidedAt, entry.Since),
            ],
            cancellation);
    }
}
