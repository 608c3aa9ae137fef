using NodaTime;
using Reminders.Core.Items;
using Reminders.Core.Ledgers;

namespace Reminders.Core.Notices;

/// <summary>
/// Flags the number of a notice as failing for good, and has the notice's open items looked at again, so that their leaders hear of it
/// in their next digest.
/// </summary>
public sealed class FlagNumber(ILedger ledger)
{
    public async Task RunAsync(Notice notice, string reason, Instant now, CancellationToken cancellation)
    {
        await ledger.FlagAsync(new(notice.To, reason, now), cancellation);
        var items = await SendNotice.ItemsOfAsync(ledger, notice, cancellation);
        await ledger.AddToAgendaAsync(
            [.. items.Values.Where(i => i.State == ItemState.Open).Select(i => AgendaEntry.ForItem(i, now, now))], cancellation);
    }
}
