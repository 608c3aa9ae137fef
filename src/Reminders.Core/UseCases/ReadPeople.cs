namespace Reminders.Core.UseCases;

/// <summary>
/// Reads the office's people: contacts, absences, handovers and failing numbers. A reading is used again until somebody writes people
/// (<see cref="SendBarriers.PeopleVersion"/>), so a batch of notices shares one. Safe to use from several threads.
/// </summary>
public sealed class ReadPeople(Ledger ledger, IClock clock)
{
    /// <summary>How long a reading is used at most. It is longer than the time between two scans.</summary>
    private static readonly Duration KeptFor = Duration.FromMinutes(20);

    private sealed record Reading(
        string? Version, Instant At, IReadOnlyList<Contact> Contacts, IReadOnlyList<Stored<Absence>> Absences,
        IReadOnlyList<HandedOver> Handovers, ContactDirectory Directory)
    {
        public bool Knows(IReadOnlyCollection<Contact> contacts, IReadOnlyList<HandedOver> handovers) =>
            Contacts.Count == contacts.Count && Contacts.Zip(contacts).All(pair => pair.First.IsSameAs(pair.Second))
            && Handovers.SequenceEqual(handovers);
    }

    /// <summary>A directory at a moment, which remembers whom it found.</summary>
    private sealed record Moment(
        ContactDirectory Directory, IReadOnlyList<NumberFlag> Flags, ImmutableArray<Absence> Absences, ContactDirectory Then);

    private Reading? last;
    private Moment? moment;

    public async Task<ContactDirectory> RunAsync(CancellationToken cancellation) =>
        await RunAsync(await ledger.Barriers.BarriersAsync(cancellation), cancellation);

    /// <param name="barriers">The caller has just read them, before the people, so the version is never newer than the people.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<ContactDirectory> RunAsync(SendBarriers barriers, CancellationToken cancellation)
    {
        var reading = await ReadAsync(barriers.PeopleVersion, cancellation);
        return Now(reading.Directory, reading.Absences, barriers);
    }

    /// <summary>The stored absences of the same reading.</summary>
    public async Task<IReadOnlyList<Stored<Absence>>> AbsencesAsync(SendBarriers barriers, CancellationToken cancellation) =>
        (await ReadAsync(barriers.PeopleVersion, cancellation)).Absences;

    /// <summary>
    /// The same people with other contacts: those of a directory before or after a write. With the present contacts it is the same object
    /// that <see cref="RunAsync(CancellationToken)"/> returns as long as nobody writes people.
    /// </summary>
    public async Task<ContactDirectory> WithAsync(IReadOnlyCollection<Contact> contacts, CancellationToken cancellation)
    {
        var barriers = await ledger.Barriers.BarriersAsync(cancellation);
        var reading = await ReadAsync(barriers.PeopleVersion, cancellation);
        var directory = reading.Knows(contacts, reading.Handovers) ? reading.Directory : Of(contacts, reading.Handovers);
        return Now(directory, reading.Absences, barriers);
    }

    private async Task<Reading> ReadAsync(string? version, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        if (last is { } known && known.Version == version && now - known.At < KeptFor)
            return known;
        var contacts = await ledger.People.ContactsAsync(cancellation);
        var absences = await ledger.People.AbsencesAsync(cancellation);
        var handovers = await ledger.People.HandoversAsync(cancellation);
        var directory = last is { } before && before.Knows(contacts, handovers) ? before.Directory : Of(contacts, handovers);
        var reading = new Reading(version, now, contacts, absences, handovers, directory);
        last = version is null ? null : reading;
        return reading;
    }

    private ContactDirectory Of(IReadOnlyCollection<Contact> contacts, IReadOnlyList<HandedOver> handovers) =>
        new(contacts, handovers: handovers) { KeepsFound = ledger.ReadsSameObjects };

    private ContactDirectory Now(ContactDirectory directory, IEnumerable<Stored<Absence>> absences, SendBarriers barriers)
    {
        var inForce = Absence.InForce(absences.Select(a => a.Value), clock.GetCurrentInstant());
        if (moment is { } known && known.Directory == directory
            && known.Flags.SequenceEqual(barriers.Flags) && known.Absences.SequenceEqual(inForce))
        {
            return known.Then;
        }
        var then = directory.At(barriers.Flags.Select(f => f.Number).ToHashSet(), inForce);
        moment = new(directory, barriers.Flags, inForce, then);
        return then;
    }
}
