namespace Reminders.Core.UseCases;

/// <summary>
/// The directory and the absences at one moment. Whoever writes people of items from them reads them again afterwards: the one who changes them writes the items too,
/// and the last of the two to write must know the newest.
/// </summary>
internal sealed record KnownPeople(IReadOnlyCollection<Contact> Contacts, IReadOnlyList<Stored<Absence>> Absences)
{
    public static async Task<KnownPeople> ReadAsync(Ledger ledger, CancellationToken cancellation) =>
        new(await ledger.People.ContactsAsync(cancellation), await ledger.People.AbsencesAsync(cancellation));

    public bool IsSameAs(KnownPeople other) => AreSame(Contacts, other.Contacts) && Absences.SequenceEqual(other.Absences);

    /// <summary>Whether both know the same contacts, in whatever order.</summary>
    public static bool AreSame(IReadOnlyCollection<Contact> one, IReadOnlyCollection<Contact> other)
    {
        var known = other.ToLookup(c => c.Phone);
        return one.Count == other.Count && one.All(c => known[c.Phone].Any(c.IsSameAs));
    }
}
