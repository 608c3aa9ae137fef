namespace Reminders.Core.UseCases;

/// <summary>
/// Asks the provider for receipts that have not come, three times at most for each message (<see cref="NoticeTiming.ReceiptsAfter"/>).
/// Its answer counts as a receipt. A part of every audit. Reads the notices of the last days, and after an outage of the days before it.
/// Safe to repeat.
/// </summary>
public sealed class AskReceipts(Ledger ledger, ISmsSender sender, RecordReceipt record)
{
    /// <summary>A slot's notices may be taken as late as a day after it.</summary>
    private static readonly Duration LookBack = NoticeTiming.ReceiptsAfter[^1] + Duration.FromDays(2);

    /// <summary>A provider that is slow, or hangs, must not use up the minutes that the audit has.</summary>
    private const int MostAtOnce = 300;

    private const int GivesUpAfter = 3;

    /// <summary>
    /// How many messages it had to ask for, and how many of the questions failed: these are asked at the message's next moment. After three
    /// failures it stops.
    /// </summary>
    /// <param name="last">The moment of the last run; null before the first.</param>
    /// <param name="now">The moment of this run, which the next one is told.</param>
    /// <param name="cancellation">Ends the asking.</param>
    public async Task<(int Asked, int Faults)> RunAsync(Instant? last, Instant now, CancellationToken cancellation)
    {
        var before = last ?? NodaConstants.UnixEpoch + LookBack;
        var notices = await ledger.Notices.NoticesSinceAsync(Instant.Min(before, now) - LookBack, cancellation);
        var due = notices.Where(n => IsDue(n, before, now)).ToList();
        var (asked, faults) = (0, 0);
        foreach (var notice in due.Take(MostAtOnce).TakeWhile(_ => faults < GivesUpAfter))
        {
            try
            {
                await AskAsync(notice, cancellation);
                asked++;
            }
            catch (Exception) when (!cancellation.IsCancellationRequested)
            {
                faults++; // what it says may hold a number
            }
        }
        return (due.Count, due.Count - asked);
    }

    /// <summary>Whether a moment at which the notice's receipt is asked for came after the last run, by now.</summary>
    public static bool IsDue(Notice notice, Instant last, Instant now) =>
        notice is { State: NoticeState.Sent, SentAt: { } sentAt }
        && NoticeTiming.ReceiptsAfter.Any(after => sentAt + after > last && sentAt + after <= now);

    private async Task AskAsync(Notice notice, CancellationToken cancellation)
    {
        var report = await FollowUpNotice.FindAsync(sender, notice, cancellation);
        if (report is { IsCertain: true, Delivered: { } delivered })
            await RecordAsync(notice, delivered ? null : report.Fault ?? DeliveryFault.WithoutCode, cancellation);
        else if (report is null or { IsCertain: false, Delivered: false } && notice.Reason == Reasons.Undecided)
            await RecordAsync(notice, DeliveryFault.WithoutCode, cancellation); // it was another message, or it did not arrive
    }

    private Task<bool> RecordAsync(Notice notice, DeliveryFault? fault, CancellationToken cancellation) =>
        record.RunAsync(new(notice.Id, notice.Attempt, fault), cancellation);
}
