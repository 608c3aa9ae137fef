using NodaTime;
using Reminders.Core.Contacts;
using Reminders.Core.Items;
using Reminders.Core.Ledgers;

namespace Reminders.Core.Notices;

/// <summary>
/// Flags the number of a notice as failing for good, and has all open items of its owner looked at again, so that their leaders hear of it
/// in their next digest. Reads every item, which is what a failing number costs. Safe to repeat.
/// </summary>
public sealed class FlagNumber(ILedger ledger)
{
    public async Task RunAsync(Notice notice, string reason, Instant now, CancellationToken cancellation)
    {
        await ledger.FlagAsync(new(notice.To, reason, now), cancellation);
        // The first flag stays, also that of a call which died before it got any further.
        var since = (await ledger.BarriersAsync(cancellation)).FlagOf(notice.To)!.At;
        var visits = new List<AgendaEntry>();
        await foreach (var item in ledger.ItemsAsync(null, cancellation))
        {
            if (item.State == ItemState.Open && item.Recipients(Role.Person).Any(p => p.Phone == notice.To))
                visits.Add(AgendaEntry.ForItem(item, now, since));
        }
        await ledger.AddToAgendaAsync(visits, cancellation);
    }
}
