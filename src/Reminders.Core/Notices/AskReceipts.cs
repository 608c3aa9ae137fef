using NodaTime;
using Reminders.Core.Ledgers;
using Reminders.Core.Schedules;
using Reminders.Core.Sms;

namespace Reminders.Core.Notices;

/// <summary>
/// Asks the provider for receipts that have not come, three times for each message and never after that (<see cref="NoticeTiming.ReceiptsAfter"/>); what it
/// says counts as a receipt. A part of every audit. Reads the notices of the last days, and after an outage of those before it. Safe to repeat.
/// </summary>
public sealed class AskReceipts(ILedger ledger, INoticeQueue queue, ISmsSender sender, Schedule schedule, IClock clock)
{
    /// <summary>A slot's notices may be taken as late as a day after it.</summary>
    private static readonly Duration LookBack = NoticeTiming.ReceiptsAfter[^1] + Duration.FromDays(2);

    /// <summary>
    /// How many messages it asked for, and for how many of them it could not: those are asked for at the next of their moments. A provider that cannot be asked
    /// for one is asked for the others.
    /// </summary>
    /// <param name="last">The moment of the last run; null before the first.</param>
    /// <param name="now">The moment of this run, which the next one is told.</param>
    /// <param name="cancellation">Ends the asking.</param>
    public async Task<(int Asked, int Faults)> RunAsync(Instant? last, Instant now, CancellationToken cancellation)
    {
        var before = last ?? NodaConstants.UnixEpoch + LookBack;
        var due = (await ledger.NoticesSinceAsync(Instant.Min(before, now) - LookBack, cancellation)).Where(n => IsDue(n, before, now)).ToList();
        var faults = 0;
        foreach (var notice in due)
        {
            try
            {
                await AskAsync(notice, cancellation);
            }
            catch (Exception) when (!cancellation.IsCancellationRequested)
            {
                faults++; // what it says may hold a number
            }
        }
        return (due.Count, faults);
    }

    /// <summary>Whether a moment at which the notice's receipt is asked for came after the last run, by now.</summary>
    public static bool IsDue(Notice notice, Instant last, Instant now) =>
        notice is { State: NoticeState.Sent, SentAt: { } sentAt } && NoticeTiming.ReceiptsAfter.Any(after => sentAt + after > last && sentAt + after <= now);

    private async Task AskAsync(Notice notice, CancellationToken cancellation)
    {
        if (await FollowUpNotice.FindAsync(sender, notice, cancellation) is not { Delivered: { } delivered } report)
            return;
        var receipt = new Receipt(notice.Id, notice.Attempt, delivered, delivered ? null : report.ErrorCode);
        await new RecordReceipt(ledger, queue, schedule, clock).RunAsync(receipt, cancellation);
    }
}
