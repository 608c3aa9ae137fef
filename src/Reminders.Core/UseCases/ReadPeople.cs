namespace Reminders.Core.UseCases;

/// <summary>
/// Reads what the office knows of its people: contacts, absences, handovers and the numbers that fail. A reading is used again while nobody has
/// written any of it (<see cref="SendBarriers.PeopleVersion"/>), so a batch of notices shares one. Safe to use from several threads.
/// </summary>
public sealed class ReadPeople(Ledger ledger, IClock clock)
{
    private sealed record Reading(string? Version, IReadOnlyList<Stored<Absence>> Absences, ContactDirectory Directory);

    private Reading? last;

    public async Task<ContactDirectory> RunAsync(CancellationToken cancellation) =>
        await RunAsync(await ledger.Barriers.BarriersAsync(cancellation), cancellation);

    /// <param name="barriers">Read by the caller just now; the version in it is older than what is read here.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<ContactDirectory> RunAsync(SendBarriers barriers, CancellationToken cancellation)
    {
        var reading = await ReadAsync(barriers.PeopleVersion, cancellation);
        return Now(reading.Directory, reading.Absences, barriers);
    }

    /// <summary>The absences of the same reading, as they are stored.</summary>
    public async Task<IReadOnlyList<Stored<Absence>>> AbsencesAsync(CancellationToken cancellation) =>
        (await ReadAsync((await ledger.Barriers.BarriersAsync(cancellation)).PeopleVersion, cancellation)).Absences;

    /// <summary>The same people with other contacts: a directory that is about to be written, or was there before.</summary>
    public async Task<ContactDirectory> WithAsync(IReadOnlyCollection<Contact> contacts, CancellationToken cancellation)
    {
        var absences = await ledger.People.AbsencesAsync(cancellation);
        var directory = new ContactDirectory(contacts, handovers: await ledger.People.HandoversAsync(cancellation));
        return Now(directory, absences, await ledger.Barriers.BarriersAsync(cancellation));
    }

    private async Task<Reading> ReadAsync(string? version, CancellationToken cancellation)
    {
        if (last is { } known && known.Version == version)
            return known;
        var contacts = await ledger.People.ContactsAsync(cancellation);
        var absences = await ledger.People.AbsencesAsync(cancellation);
        var reading = new Reading(version, absences, new(contacts, handovers: await ledger.People.HandoversAsync(cancellation)));
        last = version is null ? null : reading;
        return reading;
    }

    private ContactDirectory Now(ContactDirectory directory, IEnumerable<Stored<Absence>> absences, SendBarriers barriers) => directory.At(
        barriers.Flags.Select(f => f.Number).ToHashSet(), Absence.InForce(absences.Select(a => a.Value), clock.GetCurrentInstant()));
}
