namespace Reminders.Core.UseCases;

/// <summary>What a notice that was claimed some time ago needs.</summary>
public enum FollowUp
{
    /// <summary>Nothing any more.</summary>
    Nothing,

    /// <summary>More time.</summary>
    Time,

    /// <summary>A new message: the one before may be lost.</summary>
    Requeue,

    /// <summary>The provider's word: it may or may not have been sent.</summary>
    AskProvider,
}

/// <summary>
/// Looks after a claimed notice until it is settled: queues it anew when its message was lost, asks the provider when the answer was, and
/// gives its steps back when its day is over.
/// </summary>
public sealed class FollowUpNotice(Ledger ledger, ISmsSender sender, WriteNotice write, Schedule schedule)
{
    /// <summary>What the notice needs, and when to look again if that is time.</summary>
    public static (FollowUp Need, Instant Again) Decide(Notice notice, Instant now)
    {
        var again = notice.State switch
        {
            NoticeState.Pending or NoticeState.Queued => Instant.Max(notice.StateAt, notice.NotBefore ?? notice.StateAt) + NoticeTiming.FollowUpAfter,
            NoticeState.Sending => notice.StateAt + NoticeTiming.LeaseFor,
            _ => notice.StateAt + NoticeTiming.SettlesWithin,
        };
        var need = notice.State switch
        {
            _ when NoticeLife.IsSettled(notice.State) => FollowUp.Nothing,
            _ when again > now => FollowUp.Time,
            NoticeState.Pending or NoticeState.Queued => FollowUp.Requeue,
            _ => FollowUp.AskProvider,
        };
        return (need, again);
    }

    /// <summary>Does what the notice needs. Its agenda entry may be removed afterwards: where more is to follow, a new one stands.</summary>
    public async Task RunAsync(string id, Instant now, CancellationToken cancellation)
    {
        var stored = await ledger.Notices.FindNoticeAsync(id, cancellation);
        if (stored is null)
            return; // claimed by nobody: the scan that wrote the entry lost the race or died before its claim
        var (need, again) = Decide(stored.Value, now);
        if (need == FollowUp.Nothing)
            return;
        await ledger.Agenda.AddToAgendaAsync([AgendaEntry.ForNotice(stored.Value, need == FollowUp.Time ? again : now + NoticeTiming.FollowUpAfter)], cancellation);
        if (need == FollowUp.AskProvider)
            await AskAsync(stored, now, cancellation);
        else if (need == FollowUp.Requeue)
            await RequeueAsync(stored, now, "message-lost", cancellation);
    }

    private static Instant SendingSince(Notice notice) => notice.SendingAt ?? notice.StateAt;

    /// <summary>What the provider says of the notice's last attempt; its clock may be a little behind ours.</summary>
    internal static Task<ProviderReport?> FindAsync(ISmsSender sender, Notice notice, CancellationToken cancellation)
    {
        // Unless it was taken, the id is that of an attempt before.
        var sms = new Sms(notice.Id, notice.Attempt, notice.To, notice.Text)
        {
            ProviderId = notice.State == NoticeState.Sent ? notice.ProviderId : null,
        };
        return sender.FindAsync(sms, SendingSince(notice) - NoticeTiming.SettlesWithin, cancellation);
    }

    /// <summary>
    /// The notice after the provider could not say whether it took it. It waits for a receipt and is asked for again, a few times; then
    /// it counts as sent, since a second SMS would be worse than none. Null when somebody else has decided it.
    /// </summary>
    public static Notice? Undecided(Notice notice, int attempt, Instant now)
    {
        if (notice.Attempt != attempt || notice.State is not (NoticeState.Sending or NoticeState.Unknown))
            return null;
        var asked = notice with { Questions = notice.Questions + 1, Reason = Reasons.Undecided };
        if (asked.Questions >= NoticeTiming.MostQuestions)
            return asked.MovedTo(NoticeState.Sent, now, Reasons.Undecided) with { ProviderId = null, SentAt = SendingSince(notice) };
        return asked.State == NoticeState.Unknown ? asked : asked.MovedTo(NoticeState.Unknown, now, Reasons.Undecided);
    }

    private async Task AskAsync(Stored<Notice> stored, Instant now, CancellationToken cancellation)
    {
        var since = SendingSince(stored.Value);
        var found = await FindAsync(sender, stored.Value, cancellation);
        if (found is null)
        {
            await RequeueAsync(stored, now, "not-at-provider", cancellation);
            return;
        }
        if (found is { IsCertain: false, Delivered: false })
        {
            // Perhaps it was this one, so it counts at the carrier; it did not arrive, so another does no harm.
            var counted = stored.Value with { Undelivered = stored.Value.Undelivered + 1 };
            await RequeueAsync(stored with { Value = counted }, now, "not-at-provider", cancellation);
            return;
        }
        if (!found.IsCertain)
        {
            await RecordAsync(stored, n => Undecided(n, stored.Value.Attempt, now), now, cancellation);
            return;
        }
        await RecordAsync(stored, Taken, now, cancellation);

        // That the provider took an attempt is no news if it did not reach the phone and another followed.
        Notice? Taken(Notice notice) => notice.Attempt != stored.Value.Attempt && notice.Undelivered > 0
            ? null
            : notice.TryMove(NoticeState.Sent, now) is { } sent ? sent with { ProviderId = found.ProviderId, SentAt = since } : null;
    }

    private Task RecordAsync(Stored<Notice> stored, Func<Notice, Notice?> fact, Instant now, CancellationToken cancellation) =>
        write.RunAsync(stored, new(now, fact) { IsFact = true, Insists = true }, cancellation);

    private async Task RequeueAsync(Stored<Notice> stored, Instant now, string reason, CancellationToken cancellation)
    {
        if (SendDecision.CanGo(stored.Value, schedule, now) && stored.Value.MayBeTriedAgain)
        {
            await write.RunAsync(stored, new(now, _ => stored.Value.TryQueueAgain(now, reason)), cancellation);
            return;
        }
        var items = await SendNotice.ItemsOfAsync(ledger, stored.Value, cancellation);
        if (SendDecision.TryMissed(stored.Value, items, now) is { } missed)
            await write.RunAsync(stored, new(now, _ => missed.Notice) { Owed = missed.Owed }, cancellation);
    }
}
