using Reminders.Core.Absences;
using Reminders.Core.Ledgers;

namespace Reminders.Core.Contacts;

/// <summary>
/// The directory and the absences at one moment. Whoever writes an item's people from them reads them again afterwards: the one who changes them writes the items too,
/// and the last of the two to write must know the newest.
/// </summary>
internal sealed record KnownPeople(IReadOnlyList<Contact> Contacts, IReadOnlyList<Stored<Absence>> Absences)
{
    public static async Task<KnownPeople> ReadAsync(ILedger ledger, CancellationToken cancellation) =>
        new(await ledger.ContactsAsync(cancellation), await ledger.AbsencesAsync(cancellation));

    public bool IsSameAs(KnownPeople other) =>
        Contacts.Count == other.Contacts.Count && Contacts.Zip(other.Contacts).All(c => c.First.IsSameAs(c.Second)) && Absences.SequenceEqual(other.Absences);
}
