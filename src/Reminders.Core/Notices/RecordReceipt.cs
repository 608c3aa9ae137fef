using NodaTime;
using Reminders.Core.Ledgers;
using Reminders.Core.Schedules;
using Reminders.Core.Sms;

namespace Reminders.Core.Notices;

/// <summary>What the provider says became of one attempt at a notice: it reached the phone, or it did not, with the provider's error code.</summary>
public sealed record Receipt(string Notice, int Attempt, bool Delivered, string? ErrorCode = null);

/// <summary>
/// Records a receipt. Receipts come late, repeated and out of order: a notice only moves forward, and what would move it back changes nothing.
/// What did not reach a phone that may be reached later is queued again within its day, a few times; a number that fails for good is flagged.
/// </summary>
public sealed class RecordReceipt(ILedger ledger, INoticeQueue queue, Schedule schedule, IClock clock)
{
    /// <summary>True when the receipt moved the notice on.</summary>
    public async Task<bool> RunAsync(Receipt receipt, CancellationToken cancellation)
    {
        while (await ledger.FindNoticeAsync(receipt.Notice, cancellation) is { } stored)
        {
            var now = clock.GetCurrentInstant();
            if (IsNews(stored.Value, receipt) && !receipt.Delivered && ProviderErrors.RemedyOf(receipt.ErrorCode) == Remedy.NewNumber)
                await new FlagNumber(ledger).RunAsync(stored.Value.To, receipt.ErrorCode!, now, cancellation);
            if (Moved(stored.Value, receipt, now) is null)
                return false;
            // Whatever it would be moved to now: it may be another state when it is written.
            if (MayGoAgain(receipt))
                await ledger.AddToAgendaAsync([AgendaEntry.ForNotice(stored.Value, now + NoticeTiming.DeliveryRetryAfter + NoticeTiming.FollowUpAfter)], cancellation);
            if (clock.GetCurrentInstant() - now > AgendaTiming.HeldUpAfter)
                continue; // the entry may be used up before the notice is queued
            var moved = await NoticeChange.ApplyAsync(ledger, stored, n => Moved(n, receipt, now), cancellation);
            if (moved is { State: NoticeState.Queued })
                await queue.EnqueueAsync([moved.Message], cancellation);
            return moved is not null;
        }
        return false;
    }

    // What says the same of an attempt again, or speaks of one that was replaced, must not flag a number anew after the office has lifted its flag.
    private static bool IsNews(Notice notice, Receipt receipt) =>
        receipt.Attempt == notice.Attempt && notice.State is not (NoticeState.Delivered or NoticeState.Undelivered or NoticeState.Failed);

    private static bool MayGoAgain(Receipt receipt) => !receipt.Delivered && ProviderErrors.RemedyOf(receipt.ErrorCode) == Remedy.Later;

    private Notice? Moved(Notice notice, Receipt receipt, Instant now)
    {
        if (receipt.Delivered)
            return notice.TryMove(NoticeState.Delivered, now);
        // Of an attempt that a newer one has replaced only a delivery is news.
        if (receipt.Attempt != notice.Attempt)
            return null;
        var later = now + NoticeTiming.DeliveryRetryAfter;
        // A receipt can be faster than our own record of what it speaks of.
        var again = notice.State is NoticeState.Sending or NoticeState.Unknown or NoticeState.Sent
            && notice.Undelivered + 1 < Math.Min(NoticeTiming.MostDeliveries, Country.Of(notice.To).MaxIdentical)
            && MayGoAgain(receipt)
            && SendDecision.CanGo(notice, schedule, later);
        return again
            ? notice.TryQueueAgain(now, receipt.ErrorCode!, later) is { } queued ? queued with { Undelivered = notice.Undelivered + 1 } : null
            : notice.TryMove(NoticeState.Undelivered, now, receipt.ErrorCode);
    }
}
