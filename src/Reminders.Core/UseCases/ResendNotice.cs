namespace Reminders.Core.UseCases;

/// <summary>
/// Sends an undelivered notice again on request. On the notice's own day it goes out at once; on a later day its steps are owed again, in
/// a text for that day. Notices that may have arrived or are on their way are refused. A resend counts at the carrier like any other
/// attempt, so it is also refused over the carrier's limit.
/// </summary>
public sealed class ResendNotice(Ledger ledger, ReadPeople people, WriteNotice write, Schedule schedule, IClock clock)
{
    /// <summary>The carrier counts the last 24 hours, and a message goes out on the day of its slot.</summary>
    private static readonly Duration LooksBack = Duration.FromDays(2);

    public async Task<Outcome<Notice>> RunAsync(string id, CancellationToken cancellation)
    {
        while (await ledger.Notices.FindNoticeAsync(id, cancellation) is { } stored)
        {
            var now = clock.GetCurrentInstant();
            var notice = stored.Value;
            var barriers = await ledger.Barriers.BarriersAsync(cancellation);
            if (WhyNot(notice, barriers) is { } refusal)
                return new Outcome<Notice>.Refused(refusal);
            var items = await SendNotices.ItemsOfAsync(ledger, [notice], cancellation);
            var goes = SendDecision.CanGo(notice, schedule, now);
            var again = notice.SentAgain(goes ? NoticeState.Queued : NoticeState.Superseded, now);
            if (goes)
            {
                var told = (await people.RunAsync(barriers, cancellation)).Told(items);
                var text = SendDecision.Decide(again, told, barriers, schedule, now).Notice.Text;
                var recent = await ledger.Notices.NoticesSinceAsync(now - LooksBack, cancellation);
                if (OverLimit(notice, text, recent, now) is { } over)
                    return new Outcome<Notice>.Refused(over);
            }
            var change = goes
                ? new NoticeChange(stored, now, _ => again) { LookAfterAt = now + NoticeTiming.FollowUpAfter }
                : new NoticeChange(stored, now, _ => again)
                {
                    Owed = SendDecision.OwedAgain(notice.Steps, items, now + AgendaTiming.WaitsFor),
                };
            if (await write.RunAsync(change, cancellation) is NoticeWrite.Written written)
                return new Outcome<Notice>.Done(written.Notice.Value);
        }
        return new Outcome<Notice>.Missing();
    }

    private static Refusal? WhyNot(Notice notice, SendBarriers barriers) => notice.State switch
    {
        NoticeState.Sent or NoticeState.Delivered => new(
            "may-have-arrived", $"The notice was taken by the provider and may have arrived; nobody is told the same twice."),
        NoticeState.Suppressed or NoticeState.Superseded => new(
            "not-true-any-more",
            $"The notice was not sent on purpose ({notice.Reason}). A newer notice tells the steps that are still due."),
        var state when NoticeLife.DidNotArrive(state) => barriers.FlagOf(notice.To) is { } flag
            ? new("number-failed", $"The number fails ({flag.Reason}); give the person another, or lift the flag once it works.")
            : null,
        _ => new("on-its-way", $"The notice is {NoticeWords.Of(notice.State)} and is looked after."),
    };

    // Only for a resend at once. In a later slot the scan checks the limit with the text of that day.
    private static Refusal? OverLimit(Notice notice, string text, IEnumerable<Notice> recent, Instant now)
    {
        var from = new CarrierBudget(notice.To, [.. recent.Where(n => n.To == notice.To)]).AllowedFrom(text, now);
        if (from == now)
            return null;
        // The text has no seconds, so round up to the next minute.
        var minute = (from + Duration.FromMinutes(1) - Duration.Epsilon).InZone(DateTimeZoneProviders.Tzdb[notice.Zone]);
        return new(
            Reasons.CarrierLimit,
            $"The carrier has had as much for this number as it takes within 24 hours; "
            + $"this can go again from {minute:uuuu-MM-dd HH':'mm} on.");
    }
}
