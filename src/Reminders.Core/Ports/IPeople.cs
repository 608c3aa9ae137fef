namespace Reminders.Core.Ports;

/// <summary>
/// The directory of contacts, and who is absent or has handed over. The contract that all ports of a ledger share stands at
/// <see cref="Ledger"/>.
/// </summary>
public interface IPeople
{
    /// <summary>The whole directory in order, in one read.</summary>
    Task<IReadOnlyList<Contact>> ContactsAsync(CancellationToken cancellation);

    /// <summary>
    /// Replaces the whole directory. Of several contacts with one identity the last counts. A crash may leave contacts of both directories;
    /// repeating the call repairs that.
    /// </summary>
    Task SaveContactsAsync(IReadOnlyCollection<Contact> contacts, CancellationToken cancellation);

    /// <summary>
    /// Replaces all contacts that have the number. They stand in the place of the number's first contact, or last. Contacts of other
    /// numbers stay, also those that another call changes meanwhile. Of two calls for one number at once either counts, or some of both.
    /// </summary>
    Task SaveContactsOfAsync(PhoneNumber number, IReadOnlyCollection<Contact> contacts, CancellationToken cancellation);

    /// <summary>
    /// Adds contacts, each in the place of the contact with its identity, or last. All other contacts stay, also those that another call
    /// changes meanwhile.
    /// </summary>
    Task AddContactsAsync(IReadOnlyCollection<Contact> contacts, CancellationToken cancellation);

    /// <summary>All absences ever recorded, by first day and then by id, in one read.</summary>
    Task<IReadOnlyList<Stored<Absence>>> AbsencesAsync(CancellationToken cancellation);

    /// <summary>Takes an absence's id. False when the id is taken already.</summary>
    Task<bool> TryAddAbsenceAsync(Absence absence, CancellationToken cancellation);

    /// <summary>Replaces an absence. False when another call has changed it since it was read.</summary>
    Task<bool> TrySaveAbsenceAsync(Stored<Absence> absence, CancellationToken cancellation);

    /// <summary>All handovers ever recorded, oldest first, in one read.</summary>
    Task<IReadOnlyList<HandedOver>> HandoversAsync(CancellationToken cancellation);

    /// <summary>Takes a handover's id. False when the id is taken already.</summary>
    Task<bool> TryAddHandoverAsync(HandedOver handover, CancellationToken cancellation);
}
