using System.Collections.Immutable;
using NodaTime;
using Reminders.Core.Absences;
using Reminders.Core.Items;
using Reminders.Core.Ledgers;
using Reminders.Core.Schedules;

namespace Reminders.Core.Contacts;

/// <summary>What came of handing over: the items that changed hands, those that could not, each with the reason, and the contacts of whoever took over; or why nothing was done.</summary>
public sealed record HandoverResult(Refusal? Refusal)
{
    public ImmutableArray<ItemCode> Changed { get; init; } = [];
    public ImmutableArray<(ItemCode Item, Refusal Refusal)> Refused { get; init; } = [];
    public ImmutableArray<Contact> Contacts { get; init; } = [];
}

/// <summary>
/// Gives what one person does, leads or supervises to another, in the directory and in every item that is not at its end; whatever is still owed goes to the new
/// one, and whom a deputy hands over all to stands in after him. A call that was cut off is finished by repeating it, and one that was done does nothing more. Reads every item.
/// </summary>
public sealed class HandOver(ILedger ledger, Schedule schedule, IClock clock)
{
    public async Task<HandoverResult> RunAsync(Succession succession, Actor by, CancellationToken cancellation)
    {
        var before = await ledger.ContactsAsync(cancellation);
        var people = await ActOnItem.PeopleAsync(ledger, before, clock.GetCurrentInstant(), cancellation);
        if (Check(succession, before, people) is { } refusal)
            return new(refusal);
        var items = await ledger.ItemsAsync(null, cancellation).ToListAsync(cancellation);
        if (succession.NamesUnknown(before, items) is { } unknown)
            return new(unknown);
        var after = succession.After(before, items);
        if (succession.EndsFor(before, after) && await new MoveAbsences(ledger, clock.GetCurrentInstant()).RunAsync(succession, cancellation) is { } unfit)
            return new(unfit);

        // The new one's contacts first, and the old one's taken away last: until every item has followed, a repetition finds whose they are.
        foreach (var number in after.Concat(before).Select(c => c.Phone).Distinct().Where(n => n != succession.From))
            await SaveAsync(number, before, after, cancellation);
        var known = new KnownPeople(after, await ledger.AbsencesAsync(cancellation));
        var command = new HandOverItem(by, succession, people) { People = await ActOnItem.PeopleAsync(ledger, known, clock.GetCurrentInstant(), cancellation) };
        var changed = new SortedSet<ItemCode>();
        var refused = await new ActOnEach(ledger, schedule, clock).RunAsync(
            item => succession.Covers(item, before) && command.Concerns(item) ? command : null, changed, cancellation);
        await SaveAsync(succession.From, before, after, cancellation);
        changed.UnionWith(await new UpdateContacts(ledger, schedule, clock).CarrySinceAsync(known, by, cancellation) is { } update ? update.Changed : []);
        changed.UnionWith(await new CarryAbsences(ledger, schedule, clock).RunAsync(cancellation));
        return new((Refusal?)null)
        {
            Changed = [.. changed],
            Refused = refused,
            Contacts = [.. after.Where(c => c.Phone == succession.To.Phone)],
        };
    }

    private static Refusal? Check(Succession succession, IReadOnlyList<Contact> directory, ContactDirectory people)
    {
        var to = succession.To;
        if (to.NamesNobody)
            return new("name-names-nobody", $"\"{to.Name}\" is redacted or a group; name one person or one office.");
        if (to.Phone == succession.From)
            return new("handover-to-same-number", "Both have the same number; change the contact's name instead.");
        if (people.Fails(to.Phone!.Value))
            return new("number-failed", $"The number of {to.Name} does not work; give another.");
        return succession.Indivisible(directory).FirstOrDefault() is { } supervisor
            ? new("supervises-more", $"{supervisor.Name} supervises more than that; hand the supervision over whole, or name the role that is handed over.")
            : null;
    }

    private async Task SaveAsync(PhoneNumber number, IEnumerable<Contact> before, IEnumerable<Contact> after, CancellationToken cancellation)
    {
        var contacts = after.Where(c => c.Phone == number).ToList();
        if (!KnownPeople.AreSame(contacts, [.. before.Where(c => c.Phone == number)]))
            await ledger.SaveContactsOfAsync(number, contacts, cancellation);
    }
}
