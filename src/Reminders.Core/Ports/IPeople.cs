namespace Reminders.Core.Ports;

/// <summary>The contacts, absences and handovers. Shared contract: <see cref="Ledger"/>.</summary>
public interface IPeople
{
    /// <summary>Reads all contacts in order, in one read.</summary>
    Task<IReadOnlyList<Contact>> ContactsAsync(CancellationToken cancellation);

    /// <summary>
    /// Replaces all contacts. If several have one identity, the last counts. A crash may leave contacts of both directories; repeating the
    /// call repairs that.
    /// </summary>
    Task SaveContactsAsync(IReadOnlyCollection<Contact> contacts, CancellationToken cancellation);

    /// <summary>
    /// Replaces all contacts with the number, in the place of the first of them, otherwise at the end. Contacts with other numbers stay,
    /// also when another call changes them at the same time. Two calls at once for one number may leave the contacts of either or a mix.
    /// </summary>
    Task SaveContactsOfAsync(PhoneNumber number, IReadOnlyCollection<Contact> contacts, CancellationToken cancellation);

    /// <summary>
    /// Adds contacts, each in the place of the contact with its identity, otherwise at the end. All other contacts stay, also when another
    /// call changes them at the same time.
    /// </summary>
    Task AddContactsAsync(IReadOnlyCollection<Contact> contacts, CancellationToken cancellation);

    /// <summary>Reads all absences ever recorded, by first day and then by id, in one read.</summary>
    Task<IReadOnlyList<Stored<Absence>>> AbsencesAsync(CancellationToken cancellation);

    /// <summary>Adds an absence. False when its id is taken; of two calls at once only one succeeds.</summary>
    Task<bool> TryAddAbsenceAsync(Absence absence, CancellationToken cancellation);

    /// <summary>Replaces an absence. False when it has changed since it was read; then nothing is written.</summary>
    Task<bool> TrySaveAbsenceAsync(Stored<Absence> absence, CancellationToken cancellation);

    /// <summary>Reads all handovers ever recorded, oldest first, in one read.</summary>
    Task<IReadOnlyList<HandedOver>> HandoversAsync(CancellationToken cancellation);

    /// <summary>Adds a handover. False when its id is taken; of two calls at once only one succeeds.</summary>
    Task<bool> TryAddHandoverAsync(HandedOver handover, CancellationToken cancellation);
}
