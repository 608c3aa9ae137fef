namespace Reminders.Core.UseCases;

/// <summary>
/// Records a receipt. Receipts come late, repeated and out of order: a notice only moves forward, and a receipt that would move it back
/// changes nothing. A message that may arrive later is queued again within its day, a few times. A message that waits for somebody to mend
/// the account is owed again after that. A number that fails for good is flagged.
/// </summary>
public sealed class RecordReceipt(Ledger ledger, WriteNotice write, FlagNumber flag, Schedule schedule, IClock clock)
{
    /// <summary>True when the receipt moved the notice on.</summary>
    public async Task<bool> RunAsync(Receipt receipt, CancellationToken cancellation)
    {
        while (await ledger.Notices.FindNoticeAsync(receipt.Notice, cancellation) is { } stored)
        {
            var now = clock.GetCurrentInstant();
            if (IsNews(stored.Value, receipt) && receipt.Fault is { Remedy: Remedy.NewNumber, Code: { } code })
                await flag.RunAsync(stored.Value.To, code, now, cancellation);
            if (Moved(stored.Value, receipt, now) is null)
                return false;
            // The notice may be in another state when it is written, so all that any move needs is there before.
            var items = WaitsForRepair(receipt) ? await SendNotice.ItemsOfAsync(ledger, stored.Value, cancellation) : null;
            var change = new NoticeChange(now, n => Moved(n, receipt, now))
            {
                LookAfterAt = RetryAfter(receipt) is { } wait ? now + wait + NoticeTiming.FollowUpAfter : null,
                Owed = items is null ? [] : SendDecision.OwedAgain(stored.Value, items, now + AgendaTiming.WaitsFor),
                Insists = true,
            };
            var written = await write.RunAsync(stored, change, cancellation);
            if (written is not NoticeWrite.HeldUp)
                return written is NoticeWrite.Written;
        }
        return false;
    }

    // A repeated receipt, or one of a replaced attempt, must not flag a number again after the office has lifted its flag.
    private static bool IsNews(Notice notice, Receipt receipt) =>
        receipt.Attempt == notice.Attempt
        && notice.State is not (NoticeState.Delivered or NoticeState.Undelivered or NoticeState.Failed or NoticeState.Superseded);

    /// <summary>How long what did not arrive waits before it goes again; null when it does not.</summary>
    private static Duration? RetryAfter(Receipt receipt) => receipt.Fault?.Remedy switch
    {
        Remedy.Later => NoticeTiming.DeliveryRetryAfter,
        Remedy.LookUp => NoticeTiming.UnlistedRetryAfter,
        Remedy.Configuration or Remedy.StopEverything => NoticeTiming.ConfigurationRetryAfter,
        _ => null,
    };

    private static bool WaitsForRepair(Receipt receipt) => receipt.Fault?.Remedy is Remedy.Configuration or Remedy.StopEverything;

    private static string ReasonOf(DeliveryFault fault) => fault.Remedy switch
    {
        Remedy.LookUp => Reasons.Unlisted + fault.Code,
        Remedy.Configuration or Remedy.StopEverything => Reasons.Configuration + fault.Code,
        _ => fault.Code ?? Reasons.NoCode,
    };

    private Notice? Moved(Notice notice, Receipt receipt, Instant now)
    {
        if (receipt.Fault is not { } fault)
            return notice.TryMove(NoticeState.Delivered, now);
        // Of an attempt that a newer one has replaced only a delivery is news.
        if (receipt.Attempt != notice.Attempt)
            return null;
        var reason = ReasonOf(fault);
        var told = notice with { Unlisted = notice.Unlisted + (Reasons.IsUnlisted(reason) ? 1 : 0) };
        // A receipt can be faster than our own record of what it speaks of.
        var mayGo = notice.State is NoticeState.Sending or NoticeState.Unknown or NoticeState.Sent;
        var tried = told with { Undelivered = notice.Undelivered + 1 };
        if (mayGo && RetryAfter(receipt) is { } wait && tried.Unlisted < NoticeTiming.MostUnlisted
            && tried.MayBeTriedAgain
            && SendDecision.CanGo(notice, schedule, now + wait))
        {
            return tried.TryQueueAgain(now, reason, now + wait);
        }
        return mayGo && WaitsForRepair(receipt)
            ? tried.TryMove(NoticeState.Superseded, now, reason)
            : told.TryMove(NoticeState.Undelivered, now, reason);
    }
}
