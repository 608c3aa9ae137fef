namespace Reminders.Core.UseCases;

/// <summary>
/// Records a receipt. Receipts come late, repeated and out of order, so a notice only moves forward, and a receipt that would move it back
/// changes nothing. A message that may arrive later is queued again a few times within its day. If the account's settings stopped a
/// message, its steps are owed again. A number that fails for good is flagged.
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
            // The notice may change before the write, so the change brings the data for every possible move.
            var items = WaitsForRepair(receipt) ? await SendNotices.ItemsOfAsync(ledger, [stored.Value], cancellation) : null;
            var change = new NoticeChange(stored, now, n => Moved(n, receipt, now))
            {
                LookAfterAt = RetryAfter(receipt) is { } wait ? now + wait + NoticeTiming.FollowUpAfter : null,
                Owed = items is null ? [] : SendDecision.OwedAgain(stored.Value.Steps, items, now + AgendaTiming.WaitsFor),
                Insists = true,
            };
            var written = await write.RunAsync(change, cancellation);
            if (written is not NoticeWrite.HeldUp)
                return written is NoticeWrite.Written;
        }
        return false;
    }

    // A repeated receipt, or a receipt of a replaced attempt, must not flag a number again after the office lifted its flag.
    private static bool IsNews(Notice notice, Receipt receipt) =>
        receipt.Attempt == notice.Attempt
        && notice.State is not (NoticeState.Delivered or NoticeState.Undelivered or NoticeState.Failed or NoticeState.Superseded);

    /// <summary>How long an undelivered message waits before it is sent again; null when it is not sent again.</summary>
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
        // For a replaced attempt only a delivery counts.
        if (receipt.Attempt != notice.Attempt)
            return null;
        var reason = ReasonOf(fault);
        var told = notice with { Unlisted = notice.Unlisted + (Reasons.IsUnlisted(reason) ? 1 : 0) };
        // A receipt can come before the ledger records the provider's answer.
        var mayGo = notice.State is NoticeState.Sending or NoticeState.Unknown or NoticeState.Sent;
        var tried = told with { Undelivered = notice.Undelivered + 1 };
        if (mayGo && RetryAfter(receipt) is { } wait && tried.Unlisted < NoticeTiming.MostUnlisted
            && tried.HasDeliveriesLeft
            && SendDecision.CanGo(notice, schedule, now + wait))
        {
            return tried.TryQueueAgain(now, reason, now + wait);
        }
        return mayGo && WaitsForRepair(receipt)
            ? tried.TryMove(NoticeState.Superseded, now, reason)
            : told.TryMove(NoticeState.Undelivered, now, reason);
    }
}
