using NodaTime;
using Reminders.Core.Ledgers;
using Reminders.Core.Schedules;
using Reminders.Core.Sms;

namespace Reminders.Core.Notices;

/// <summary>
/// Asks the provider for receipts that have not come, three times for each message and never after that (<see cref="NoticeTiming.ReceiptsAfter"/>); what it
/// says counts as a receipt. Runs before the audit, whose last run tells since when. Reads the notices of the last day. Safe to repeat.
/// </summary>
public sealed class AskReceipts(ILedger ledger, INoticeQueue queue, ISmsSender sender, Schedule schedule, IClock clock)
{
    /// <summary>A slot's notices may be taken as late as a day after it.</summary>
    private static readonly Duration LookBack = NoticeTiming.ReceiptsAfter[^1] + Duration.FromDays(2);

    /// <summary>How many messages it asked for. A provider that cannot be asked for one keeps it from asking for none of the others.</summary>
    /// <exception cref="AggregateException">The provider could not be asked for some; they are asked for at the next of their moments.</exception>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var last = (await ledger.WatchAsync(cancellation)).LastAudit?.At ?? Instant.MinValue;
        var due = (await ledger.NoticesSinceAsync(now - LookBack, cancellation)).Where(n => IsDue(n, last, now)).ToList();
        var faults = new List<Exception>();
        foreach (var notice in due)
        {
            try
            {
                await AskAsync(notice, cancellation);
            }
            catch (Exception fault) when (!cancellation.IsCancellationRequested)
            {
                faults.Add(fault);
            }
        }
        return faults.Count == 0 ? due.Count : throw new AggregateException("The provider could not be asked for some receipts.", faults);
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
