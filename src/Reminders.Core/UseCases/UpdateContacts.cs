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
/// Puts a new directory in place of the old one, or new contacts in place of those of one number. Absences go with people who change their number, and
/// items whose people change are looked at. Safe to repeat. Of two calls for different numbers at once neither is lost; a whole directory takes the place
/// of what it finds, a change of that very moment included.
/// </summary>
public sealed class UpdateContacts(Ledger ledger, ReadPeople people, FollowPeople follow, ActOnItem act, IClock clock)
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
    private async Task<ContactsUpdate> RunAsync(
        IReadOnlyCollection<Contact> before, IReadOnlyCollection<Contact> after, Func<Task> save, Actor by, CancellationToken cancellation)
    {
        var absences = new MoveAbsences(ledger, clock.GetCurrentInstant());
        var refused = await absences.RunAsync(before, after, cancellation);
        var earlier = await WriteAsync(before, after, save, by, cancellation);
        refused = [.. refused, .. await absences.RunAsync(before, after, cancellation)];
        return await FollowAsync(earlier, by, null, cancellation) with { AbsencesRefused = refused };
    }

    /// <summary>
    /// Writes contacts. Before that, the items whose people change are noted for a look in an hour, in case of a crash, and items that the new contacts
    /// leave without anybody keep the people of now. <see cref="FollowAsync"/> does the rest.
    /// </summary>
    /// <returns>The directory before.</returns>
    internal async Task<ContactDirectory> WriteAsync(
        IReadOnlyCollection<Contact> before, IReadOnlyCollection<Contact> after, Func<Task> save, Actor by, CancellationToken cancellation)
    {
        while (true)
        {
            var now = clock.GetCurrentInstant();
            var zones = (await ledger.Plans.PlansAsync(cancellation)).ToDictionary(p => p.Number, p => p.TimeZone);
            var (earlier, later) = (await people.WithAsync(before, cancellation), await people.WithAsync(after, cancellation));
            var entries = new List<AgendaEntry>();
            await foreach (var item in ledger.Items.ItemsAsync(null, cancellation).Where(i => i.OpenSince is not null && !i.IsAtItsEnd))
            {
                var told = earlier.Told(item);
                if (later.Told(item) is var others && told.HasPeopleOf(others))
                    continue;
                // A plan that came meanwhile looks at its own items when its load ends.
                if (zones.TryGetValue(item.Code.Plan, out var zone) && act.NextLook(others, later, zone, now) is { } look)
                    entries.Add(look with { At = look.At + AgendaTiming.WaitsFor });
                // The people of the last change are told where the directory reaches nobody: not those of long ago.
                if (!item.HasPeopleOf(told) && later.Resolve(item, opens: false).Missing.Any())
                    await act.RunAsync(item.Code, new KeepPeople(by) { People = earlier }, loading: true, cancellation);
            }
            await ledger.Agenda.AddToAgendaAsync(entries, cancellation);
            if (clock.GetCurrentInstant() - now > AgendaTiming.HeldUpAfter)
                continue; // the entries may be used up before the contacts are there
            await save();
            return earlier;
        }
    }

    /// <summary>Has the items looked at whose people are others than in an earlier directory, or than at the item's last change.</summary>
    /// <param name="before">The directory before the change.</param>
    /// <param name="by">Who changed it.</param>
    /// <param name="only">The plan whose items alone are read; null for all.</param>
    /// <param name="cancellation">Cancels between two items.</param>
    internal async Task<ContactsUpdate> FollowAsync(ContactDirectory before, Actor by, int? only, CancellationToken cancellation)
    {
        var now = await people.RunAsync(cancellation);
        var unchanged = new HashSet<ItemCode>();
        var refused = ImmutableArray.CreateBuilder<Refusal>();
        // Compared with the last change too, so that a repetition after a crash finds the same items.
        var items = await follow.RunAsync(Concerns, clock.GetCurrentInstant(), by, only, cancellation);
        return new([.. items.Select(i => i.Code).Where(c => !unchanged.Contains(c)).Order()], refused.ToImmutable());

        bool Concerns(Item item, Item told)
        {
            if (now.Resolve(item, opens: false).Missing.ToList() is { Count: > 0 } missing)
                refused.Add(new("would-reach-nobody", $"Item {item.Code} would lack: {string.Join(", ", missing)}."));
            if (before.Told(item).HasPeopleOf(told))
                unchanged.Add(item.Code);
            return !unchanged.Contains(item.Code) || !item.HasPeopleOf(told);
        }
    }
}
