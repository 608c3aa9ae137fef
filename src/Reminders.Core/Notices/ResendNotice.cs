using NodaTime;
using Reminders.Core.Items;
using Reminders.Core.Ledgers;
using Reminders.Core.Schedules;

namespace Reminders.Core.Notices;

/// <summary>What came of sending a notice again: the notice as it is now, or why nothing was done. Both null: there is no such notice.</summary>
public sealed record ResendResult(Notice? Notice, Refusal? Refusal);

/// <summary>
/// Sends a notice again that did not arrive, because somebody asks for it: at once while its own day lasts, else its steps are owed again, worded for the day
/// on which they go out. What may have arrived, or is on its way, is refused.
/// </summary>
public sealed class ResendNotice(ILedger ledger, INoticeQueue queue, Schedule schedule, IClock clock)
{
    public async Task<ResendResult> RunAsync(string id, CancellationToken cancellation)
    {
        while (await ledger.FindNoticeAsync(id, cancellation) is { } stored)
        {
            var now = clock.GetCurrentInstant();
            var notice = stored.Value;
            if (WhyNot(notice, await ledger.BarriersAsync(cancellation)) is { } refusal)
                return new(notice, refusal);
            var items = await SendNotice.ItemsOfAsync(ledger, notice, cancellation);
            var goes = SendDecision.CanGo(notice, schedule, now);
            var again = notice.SentAgain(goes ? NoticeState.Queued : NoticeState.Superseded, now);
            await ledger.AddToAgendaAsync(
                goes ? [AgendaEntry.ForNotice(notice, now + NoticeTiming.FollowUpAfter)] : SendDecision.OwedAgain(notice, items, now + AgendaTiming.WaitsFor), cancellation);
            if (clock.GetCurrentInstant() - now > AgendaTiming.HeldUpAfter)
                continue; // the entries may be used up before the notice is written
            if (await ledger.TrySaveNoticeAsync(stored with { Value = again }, cancellation) is not { } saved)
                continue;
            if (goes)
                await queue.EnqueueAsync([saved.Value.Message], cancellation);
            else
                await SendNotice.OweAsync(ledger, saved.Value, now, cancellation);
            return new(saved.Value, null);
        }
        return new(null, null);
    }

    private static Refusal? WhyNot(Notice notice, SendBarriers barriers) => notice.State switch
    {
        NoticeState.Sent or NoticeState.Delivered => new("may-have-arrived", "The notice was taken by the provider and may have arrived; nobody is told the same twice."),
        NoticeState.Suppressed or NoticeState.Superseded => new("not-true-any-more", $"The notice was not sent on purpose ({notice.Reason}); what is still owed is told in a newer one."),
        NoticeState.Undelivered or NoticeState.Failed => barriers.FlagOf(notice.To) is { } flag
            ? new("number-failed", $"The number fails ({flag.Reason}); give the person another, or lift the flag once it works.")
            : null,
        _ => new("on-its-way", $"The notice is {notice.State} and is looked after."),
    };
}
