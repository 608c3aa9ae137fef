using System.Collections.Immutable;
using NodaTime;
using Reminders.Core.Items;
using Reminders.Core.Ledgers;
using Reminders.Core.Plans;
using Reminders.Core.Schedules;

namespace Reminders.Core.Contacts;

/// <summary>
/// Puts a new directory in place of the old one and carries it into the items that are not at their end: gaps are filled, and numbers that came
/// from the old directory follow the new one. An item that would be left without anybody to reach keeps whom it has.
/// </summary>
public sealed class UpdateContacts(ILedger ledger, Schedule schedule, IClock clock)
{
    /// <returns>The codes of the items that changed.</returns>
    public async Task<ImmutableArray<ItemCode>> RunAsync(IReadOnlyCollection<Contact> contacts, Actor by, CancellationToken cancellation)
    {
        var old = (await ledger.ContactsAsync(cancellation)).Select(c => (c.Name, (PhoneNumber?)c.Phone)).ToHashSet();
        var directory = new ContactDirectory(contacts);
        var act = new ActOnItem(ledger, schedule, clock);
        var changed = ImmutableArray.CreateBuilder<ItemCode>();
        await foreach (var item in ledger.ItemsAsync(null, cancellation))
        {
            if (item.State is ItemState.Closed or ItemState.Cancelled)
                continue;
            var forgotten = item with { Persons = Forget(item.Persons), Leaders = Forget(item.Leaders) };
            var (resolved, _) = directory.Resolve(forgotten);
            if (Same(item, resolved))
                continue;
            var command = new CompleteItem(by, resolved.Persons, resolved.Leaders) { Supervisors = resolved.Supervisors };
            if ((await act.RunAsync(item.Code, command, cancellation)) is { Item: not null, Refusal: null })
                changed.Add(item.Code);
        }
        // Last, so that a call that was cut off still knows, when it comes again, which numbers came from the old directory.
        await ledger.SaveContactsAsync(contacts, cancellation);
        return changed.ToImmutable();

        ImmutableArray<Party> Forget(ImmutableArray<Party> parties) =>
            [.. parties.Select(p => old.Contains((p.Name, p.Phone)) ? p with { Phone = null } : p)];
    }

    private static bool Same(Item before, Item after) =>
        before.Persons.SequenceEqual(after.Persons) && before.Leaders.SequenceEqual(after.Leaders) && before.Supervisors.SequenceEqual(after.Supervisors);
}
