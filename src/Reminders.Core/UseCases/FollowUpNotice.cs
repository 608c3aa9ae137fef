namespace Reminders.Core.UseCases;

/// <summary>The need of a notice that was claimed some time ago.</summary>
public enum FollowUp
{
    /// <summary>The notice is settled.</summary>
    Nothing,

    /// <summary>It is too early to tell.</summary>
    Time,

    /// <summary>A new queue message, because the last one may be lost.</summary>
    Requeue,

    /// <summary>A question to the provider, because the SMS may or may not have been sent.</summary>
    AskProvider,
}

/// <summary>
/// Looks after a claimed notice until it is settled. It queues the notice again if the queue message was lost, asks the provider if the
/// provider's answer was lost, and gives the steps back to the agenda when the day of the notice is over.
/// </summary>
public sealed class FollowUpNotice(Ledger ledger, ISmsSender sender, WriteNotice write, Schedule schedule)
{
    /// <summary>The need of the notice, and when to look again if it needs time.</summary>
    public static (FollowUp Need, Instant Again) Decide(Notice notice, Instant now)
    {
        var again = notice.State switch
        {
            NoticeState.Pending or NoticeState.Queued =>
                Instant.Max(notice.StateAt, notice.NotBefore ?? notice.StateAt) + NoticeTiming.FollowUpAfter,
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

    /// <summary>Handles the notice, and adds a new agenda entry if more may follow. The old entry may then be removed.</summary>
    public async Task RunAsync(string id, Instant now, CancellationToken cancellation)
    {
        var stored = await ledger.Notices.FindNoticeAsync(id, cancellation);
        if (stored is null)
            return; // the scan that wrote the entry lost the race or crashed before its claim
        var (need, again) = Decide(stored.Value, now);
        if (need == FollowUp.Nothing)
            return;
        var next = need == FollowUp.Time ? again : now + NoticeTiming.FollowUpAfter;
        await ledger.Agenda.AddToAgendaAsync([AgendaEntry.ForNotice(stored.Value, next)], cancellation);
        if (need == FollowUp.AskProvider)
            await AskAsync(stored, now, cancellation);
        else if (need == FollowUp.Requeue)
            await RequeueAsync(stored, now, "message-lost", cancellation);
    }

    private static Instant SendingSince(Notice notice) => notice.SendingAt ?? notice.StateAt;

    /// <summary>Asks the provider about the last attempt. The provider's clock may be a little behind ours.</summary>
    internal static Task<ProviderReport?> FindAsync(ISmsSender sender, Notice notice, CancellationToken cancellation)
    {
        // In any other state the id belongs to an earlier attempt.
        var sms = new Sms(notice.Id, notice.Attempt, notice.To, notice.Text)
        {
            ProviderId = notice.State == NoticeState.Sent ? notice.ProviderId : null,
        };
        return sender.FindAsync(sms, SendingSince(notice) - NoticeTiming.SettlesWithin, cancellation);
    }

    /// <summary>
    /// The notice after the provider could not tell whether it took the SMS. The notice waits for a receipt, and the provider is asked
    /// again a few times. Then the notice counts as sent, because a second SMS is worse than none. Null when another process decided it.
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
            // The SMS that was found may be this attempt, so it counts at the carrier. It did not arrive, so another attempt is safe.
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

        // If an older attempt did not arrive and another followed, the answer about the older attempt changes nothing.
        Notice? Taken(Notice notice) => notice.Attempt != stored.Value.Attempt && notice.Undelivered > 0
            ? null
            : notice.TryMove(NoticeState.Sent, now) is { } sent ? sent with { ProviderId = found.ProviderId, SentAt = since } : null;
    }

    private Task<NoticeWrite> RecordAsync(Stored<Notice> stored, Func<Notice, Notice?> fact, Instant now, CancellationToken cancellation) =>
        write.RunAsync(new NoticeChange(stored, now, fact) { IsFact = true, Insists = true }, cancellation);

    private async Task RequeueAsync(Stored<Notice> stored, Instant now, string reason, CancellationToken cancellation)
    {
        if (SendDecision.CanGo(stored.Value, schedule, now) && stored.Value.HasDeliveriesLeft)
        {
            await write.RunAsync(new NoticeChange(stored, now, _ => stored.Value.TryQueueAgain(now, reason)), cancellation);
            return;
        }
        var items = await SendNotices.ItemsOfAsync(ledger, [stored.Value], cancellation);
        if (SendDecision.TryMissed(stored.Value, items, now) is { } missed)
            await write.RunAsync(new NoticeChange(stored, now, _ => missed.Notice) { Owed = missed.Owed }, cancellation);
    }
}
