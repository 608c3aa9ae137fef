namespace Reminders.Core.UseCases;

/// <summary>
/// Which items a new directory changed; which it would have left without anybody to reach, so that they keep whom they have; and which absences keep a deputy
/// or an absent one whom it does not know any more.
/// </summary>
public sealed record ContactsUpdate(ImmutableArray<ItemCode> Changed, ImmutableArray<Refusal> Refused)
{
    public ImmutableArray<Refusal> AbsencesRefused { get; init; } = [];
}

/// <summary>
/// Puts a new directory in place of the old one, or new contacts in place of those of one number, and carries it into the items that are not at their end: who
/// is told is found anew from what the plan or an administrator named, and absences go with whoever changes his number. Safe to repeat. Of two calls for different numbers at once neither is lost, and both
/// reach the items; a whole directory takes the place of whatever it finds, a change of that very moment among it.
/// </summary>
public sealed class UpdateContacts(Ledger ledger, ActOnItem act, IClock clock)
{
    public async Task<ContactsUpdate> RunAsync(IReadOnlyCollection<Contact> contacts, Actor by, CancellationToken cancellation) =>
        await RunAsync(await ledger.People.ContactsAsync(cancellation), contacts, () => ledger.People.SaveContactsAsync(contacts, cancellation), by, cancellation);

    /// <summary>The same for the contacts of one number; none takes the number out of the directory.</summary>
    public Task<ContactsUpdate> RunAsync(PhoneNumber number, IReadOnlyCollection<Contact> contacts, Actor by, CancellationToken cancellation) =>
        RunAsync(number, number, contacts, by, cancellation);

    /// <summary>The same for contacts of a number that take the place of an old number's, and of those that have the number already.</summary>
    public async Task<ContactsUpdate> RunAsync(PhoneNumber old, PhoneNumber number, IReadOnlyCollection<Contact> contacts, Actor by, CancellationToken cancellation)
    {
        var before = await ledger.People.ContactsAsync(cancellation);
        return await RunAsync(before, [.. before.Where(c => c.Phone != old && c.Phone != number), .. contacts], SaveAsync, by, cancellation);

        async Task SaveAsync()
        {
            // The new ones first, so that nobody is lost in between; the items follow once both are done, or they would meet one person twice.
            await ledger.People.SaveContactsOfAsync(number, contacts, cancellation);
            if (old != number)
                await ledger.People.SaveContactsOfAsync(old, [], cancellation);
        }
    }

    // The absences before the directory, so that a repetition still finds who had which number; and again for those that were recorded in between.
    private async Task<ContactsUpdate> RunAsync(IReadOnlyCollection<Contact> before, IReadOnlyCollection<Contact> after, Func<Task> save, Actor by, CancellationToken cancellation)
    {
        var absences = new MoveAbsences(ledger, clock.GetCurrentInstant());
        var refused = await absences.RunAsync(before, after, cancellation);
        await save();
        refused = [.. refused, .. await absences.RunAsync(before, after, cancellation)];
        return await CarryAsync(by, cancellation) with { AbsencesRefused = refused };
    }

    /// <summary>Puts right what was written from a directory and absences that somebody has changed since they were read; null where nobody has.</summary>
    internal async Task<ContactsUpdate?> CarrySinceAsync(KnownPeople known, Actor by, CancellationToken cancellation) =>
        known.IsSameAs(await KnownPeople.ReadAsync(ledger, cancellation)) ? null : await CarryAsync(by, cancellation);

    // Whoever carries an older directory than the newest may write over what another call carried meanwhile: so the last to write looks again.
    internal async Task<ContactsUpdate> CarryAsync(Actor by, CancellationToken cancellation)
    {
        var changed = new SortedSet<ItemCode>();
        var people = await KnownPeople.ReadAsync(ledger, cancellation);
        while (true)
        {
            var refused = await CarryAsync(people, by, changed, cancellation);
            var newest = await KnownPeople.ReadAsync(ledger, cancellation);
            if (newest.IsSameAs(people))
                return new([.. changed], refused);
            people = newest;
        }
    }

    private async Task<ImmutableArray<Refusal>> CarryAsync(
        KnownPeople known, Actor by, SortedSet<ItemCode> changed, CancellationToken cancellation)
    {
        var command = new FollowDirectory(by, await ledger.People.HandoversAsync(cancellation))
        {
            People = await ActOnItem.PeopleAsync(ledger, known, clock.GetCurrentInstant(), cancellation),
        };
        var refused = ImmutableArray.CreateBuilder<Refusal>();
        await foreach (var item in ledger.Items.ItemsAsync(null, cancellation))
        {
            // Most items stay as they are and need not be read again.
            if (item.IsAtItsEnd || !command.Changes(item))
                continue;
            var result = await act.DecidedAsync(item.Code, command, cancellation);
            if (result.Changed)
                changed.Add(item.Code);
            if (result.Refusal is { } refusal)
                refused.Add(refusal);
        }
        return refused.ToImmutable();
    }
}
