namespace Reminders.Core.UseCases;

/// <summary>
/// Asks the provider for missing receipts, at most three times for each message (<see cref="NoticeTiming.ReceiptsAfter"/>).
/// The answer counts as a receipt. Every audit runs it. It reads the notices of the last days and, after an outage, of the days before
/// the outage. Safe to repeat.
/// </summary>
public sealed class AskReceipts(Ledger ledger, ISmsSender sender, RecordReceipt record)
{
    /// <summary>The provider may take a notice up to a day after its slot.</summary>
    private static readonly Duration LookBack = NoticeTiming.ReceiptsAfter[^1] + Duration.FromDays(2);

    /// <summary>A slow provider must not use up the audit's time.</summary>
    private const int MostAtOnce = 300;

    private const int GivesUpAfter = 3;

    /// <summary>
    /// The number of messages whose receipts were due, and the number that got no answer; these are asked for again at their next moment.
    /// The run stops after three failures.
    /// </summary>
    /// <param name="last">The moment of the last run; null before the first.</param>
    /// <param name="now">The moment of this run; the next run gets it as the last.</param>
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
                faults++; // the message may contain a phone number, so it is not logged
            }
        }
        return (due.Count, due.Count - asked);
    }

    /// <summary>Whether a moment to ask for the notice's receipt came between the last run and now.</summary>
    public static bool IsDue(Notice notice, Instant last, Instant now) =>
        notice is { State: NoticeState.Sent, SentAt: { } sentAt }
        && NoticeTiming.ReceiptsAfter.Any(after => sentAt + after > last && sentAt + after <= now);

    private async Task AskAsync(Notice notice, CancellationToken cancellation)
    {
        var report = await FollowUpNotice.FindAsync(sender, notice, cancellation);
        if (report is { IsCertain: true, Delivered: { } delivered })
            await RecordAsync(notice, delivered ? null : report.Fault ?? DeliveryFault.WithoutCode, cancellation);
        else if (report is null or { IsCertain: false, Delivered: false } && notice.Reason == Reasons.Undecided)
            await RecordAsync(notice, DeliveryFault.WithoutCode, cancellation); // the provider's message is another one, or did not arrive
    }

    private Task<bool> RecordAsync(Notice notice, DeliveryFault? fault, CancellationToken cancellation) =>
        record.RunAsync(new(notice.Id, notice.Attempt, fault), cancellation);
}
