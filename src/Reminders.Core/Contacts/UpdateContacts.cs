using System.Collections.Immutable;
using NodaTime;
using Reminders.Core.Items;
using Reminders.Core.Ledgers;
using Reminders.Core.Schedules;

namespace Reminders.Core.Contacts;

/// <summary>Which items a new directory changed, and which it would have left without anybody to reach, so that they keep whom they have.</summary>
public sealed record ContactsUpdate(ImmutableArray<ItemCode> Changed, ImmutableArray<Refusal> Refused);

/// <summary>
/// Puts a new directory in place of the old one and carries it into the items that are not at their end: who is told is found anew from what the
/// plan or an administrator named. Safe to repeat.
/// </summary>
public sealed class UpdateContacts(ILedger ledger, Schedule schedule, IClock clock)
{
    public async Task<ContactsUpdate> RunAsync(IReadOnlyCollection<Contact> contacts, Actor by, CancellationToken cancellation)
    {
        // First, so that whatever is done to an item from now on finds the new directory.
        await ledger.SaveContactsAsync(contacts, cancellation);
        var command = new CompleteItem(by) { People = await ActOnItem.PeopleAsync(ledger, contacts, cancellation) };
        var act = new ActOnItem(ledger, schedule, clock);
        var changed = ImmutableArray.CreateBuilder<ItemCode>();
        var refused = ImmutableArray.CreateBuilder<Refusal>();
        await foreach (var item in ledger.ItemsAsync(null, cancellation))
        {
            // Most items stay as they are and need not be read again.
            if (item.State is ItemState.Closed or ItemState.Cancelled || ItemChanges.Between(item, command.People.Resolve(item, opens: item.OpenSince is null)).Length == 0)
                continue;
            var result = await act.DecidedAsync(item.Code, command, cancellation);
            if (result.Changed)
                changed.Add(item.Code);
            if (result.Refusal is { } refusal)
                refused.Add(refusal);
        }
        return new(changed.ToImmutable(), refused.ToImmutable());
    }
}
