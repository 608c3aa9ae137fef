namespace Reminders.Core.UseCases;

/// <summary>
/// The result of a new directory: the changed items, the items that keep their people because the new directory reaches nobody for them,
/// and the absences whose absentee or deputy is not in the new directory.
/// </summary>
public sealed record ContactsUpdate(ImmutableArray<ItemCode> Changed, ImmutableArray<Refusal> Refused)
{
    public ImmutableArray<Refusal> AbsencesRefused { get; init; } = [];
}

/// <summary>
/// Replaces the directory, or the contacts of one number. Absences move with people who change their number, and items whose people change
/// are looked at. Safe to repeat. Two calls at once for different numbers both take effect; a whole directory replaces all contacts,
/// including contacts that another call writes at the same time.
/// </summary>
public sealed class UpdateContacts(Ledger ledger, ReadPeople people, FollowPeople follow, ActOnItem act, IClock clock)
{
    public async Task<ContactsUpdate> RunAsync(IReadOnlyCollection<Contact> contacts, Actor by, CancellationToken cancellation) =>
        await RunAsync(
            await ledger.People.ContactsAsync(cancellation),
            contacts,
            () => ledger.People.SaveContactsAsync(contacts, cancellation),
            by,
            cancellation);

    /// <summary>Replaces the contacts of one number. No contacts remove the number from the directory.</summary>
    public Task<ContactsUpdate> RunAsync(
        PhoneNumber number, IReadOnlyCollection<Contact> contacts, Actor by, CancellationToken cancellation) =>
        RunAsync(number, number, contacts, by, cancellation);

    /// <summary>Replaces the contacts of an old number and of a new number with contacts of the new number.</summary>
    public async Task<ContactsUpdate> RunAsync(
        PhoneNumber old, PhoneNumber number, IReadOnlyCollection<Contact> contacts, Actor by, CancellationToken cancellation)
    {
        var before = await ledger.People.ContactsAsync(cancellation);
        var others = before.Where(c => c.Phone != old && c.Phone != number);
        return await RunAsync(before, [.. others, .. contacts], SaveAsync, by, cancellation);

        async Task SaveAsync()
        {
            // The new contacts are written first, so that no person is missing in between. Items follow after both writes, because
            // in between the person is in the directory twice.
            await ledger.People.SaveContactsOfAsync(number, contacts, cancellation);
            if (old != number)
                await ledger.People.SaveContactsOfAsync(old, [], cancellation);
        }
    }

    // Absences move before the directory changes, because a repetition needs the old numbers. They move again afterwards, because
    // somebody may have recorded another absence in between.
    private async Task<ContactsUpdate> RunAsync(
        IReadOnlyCollection<Contact> before, IReadOnlyCollection<Contact> after, Func<Task> save, Actor by, CancellationToken cancellation)
    {
        var absences = new MoveAbsences(ledger, clock.GetCurrentInstant());
        var refused = await absences.RunAsync(before, after, cancellation);
        var earlier = await WriteAsync(before, after, save, by, cancellation);
        refused = [.. refused, .. await absences.RunAsync(before, after, cancellation)];
        return await FollowAsync(earlier, by, null, cancellation) with { AbsencesRefused = refused };
    }

    /// <summary>Writes contacts after <see cref="PrepareAsync"/>; the caller calls <see cref="FollowAsync"/> next.</summary>
    /// <returns>The directory before the change.</returns>
    internal async Task<ContactDirectory> WriteAsync(
        IReadOnlyCollection<Contact> before, IReadOnlyCollection<Contact> after, Func<Task> save, Actor by, CancellationToken cancellation)
    {
        var earlier = await PrepareAsync(before, after, by, cancellation);
        await save();
        return earlier;
    }

    /// <summary>
    /// Prepares a write of contacts. In case of a crash, items whose people change get an agenda entry that comes due in an hour. Items for
    /// which the new contacts reach nobody keep their present people.
    /// </summary>
    /// <returns>The directory just before the change.</returns>
    internal async Task<ContactDirectory> PrepareAsync(
        IReadOnlyCollection<Contact> before, IReadOnlyCollection<Contact> after, Actor by, CancellationToken cancellation)
    {
        while (true)
        {
            var now = clock.GetCurrentInstant();
            var zones = (await ledger.Plans.PlansAsync(cancellation)).ToDictionary(p => p.Number, p => p.TimeZone);
            var (earlier, later) = (await people.WithAsync(before, cancellation), await people.WithAsync(after, cancellation));
            var entries = new List<AgendaEntry>();
            var open = ledger.Items.ItemsAsync(null, cancellation).Where(i => i.OpenSince is not null && !i.IsAtItsEnd);
            await foreach (var item in open)
            {
                var told = earlier.Told(item);
                if (later.Told(item) is var others && told.HasPeopleOf(others))
                    continue;
                // A plan that was added since is not in the list; its own load looks at its items.
                if (zones.TryGetValue(item.Code.Plan, out var zone) && act.NextLook(others, later, zone, now) is { } look)
                    entries.Add(look with { At = look.At + AgendaTiming.WaitsFor });
                // If the directory reaches nobody, the item's stored people are told, so they must be the present ones.
                if (!item.HasPeopleOf(told) && later.Resolve(item, opens: false).Missing.Any())
                    await act.RunAsync(item.Code, new KeepPeople(by) { People = earlier }, loading: true, cancellation);
            }
            if (!await ledger.Agenda.AnnounceAsync(entries, now, clock, cancellation))
                continue;
            // Another call may have written contacts meanwhile, and told the people of that directory.
            var known = await ledger.People.ContactsAsync(cancellation);
            if (Contact.AreSame(known, before))
                return earlier;
            before = known;
        }
    }

    /// <summary>Puts the items whose people have changed since an earlier directory on the agenda.</summary>
    /// <param name="before">The directory before the change.</param>
    /// <param name="by">Who changed it.</param>
    /// <param name="only">The only plan to read; null for all plans.</param>
    /// <param name="cancellation">Cancels between two items.</param>
    internal async Task<ContactsUpdate> FollowAsync(ContactDirectory before, Actor by, int? only, CancellationToken cancellation)
    {
        var now = await people.RunAsync(cancellation);
        var refused = ImmutableArray.CreateBuilder<Refusal>();
        var items = await follow.RunAsync(Concerns, clock.GetCurrentInstant(), by, only, cancellation);
        return new([.. items.Select(i => i.Code).Order()], refused.ToImmutable());

        bool Concerns(Item item, Item told)
        {
            if (now.Resolve(item, opens: false).Missing.ToList() is { Count: > 0 } missing)
                refused.Add(new("would-reach-nobody", $"Item {item.Code} would lack: {ItemWords.OfMissing(missing)}."));
            return !before.Told(item).HasPeopleOf(told);
        }
    }
}
