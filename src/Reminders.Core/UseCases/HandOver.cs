namespace Reminders.Core.UseCases;

/// <summary>A finished handover: the changed items, the refused items with their reasons, and the successor's contacts.</summary>
public sealed record Handed(
    ImmutableArray<ItemCode> Changed, ImmutableArray<(ItemCode Item, Refusal Refusal)> Refused, ImmutableArray<Contact> Contacts);

/// <summary>
/// Gives one person's roles to a successor, in the directory and in every item that is not at its end. The successor gets the messages
/// that are still owed, and becomes the deputy in absences in which a leaving person stands in. After a crash the same call finishes the
/// work. Repeating a finished handover changes nothing. Reads every item.
/// </summary>
public sealed class HandOver(
    Ledger ledger, ReadPeople people, ActOnItem act, UpdateContacts update, FollowAbsences follow, IClock clock)
{
    public async Task<Outcome<Handed>> RunAsync(Succession succession, Actor by, CancellationToken cancellation)
    {
        var before = await ledger.People.ContactsAsync(cancellation);
        var earlier = await people.WithAsync(before, cancellation);
        if (Check(succession, before, earlier) is { } refusal)
            return new Outcome<Handed>.Refused(refusal);
        var items = await ledger.Items.ItemsAsync(null, cancellation).Select(earlier.Told).ToListAsync(cancellation);
        if (succession.NamesUnknown(before, items) is { } unknown)
            return new Outcome<Handed>.Refused(unknown);
        var after = succession.After(before, items);
        if (succession.EndsFor(before, after)
            && await new MoveAbsences(ledger, clock.GetCurrentInstant()).RunAsync(succession, cancellation) is { } unfit)
        {
            return new Outcome<Handed>.Refused(unfit);
        }

        await RecordAsync(succession, succession.EndsFor(before, after), ends: false, by, cancellation);
        // The successor's contacts are written first and the old contacts removed last: a repetition needs the old ones to find the items.
        await update.PrepareAsync(before, after, by, cancellation);
        await ledger.People.AddContactsAsync(Added(before, after), cancellation);
        var command = new HandOverItem(by, [succession], earlier) { People = await people.WithAsync(after, cancellation) };
        var changed = new SortedSet<ItemCode>();
        await GiveAsync();
        await LeaveAsync(succession, cancellation);
        // Again, because a load that read the old directory may have written items since.
        var refused = await GiveAsync();
        await RecordAsync(succession, succession.EndsFor(before, after), ends: true, by, cancellation);
        var followed = await update.FollowAsync(earlier, by, null, cancellation);
        changed.UnionWith(followed.Changed);
        await follow.RunAsync(cancellation);
        return new Outcome<Handed>.Done(new(
            [.. changed], refused.RemoveAll(r => changed.Contains(r.Item)), [.. after.Where(c => c.Phone == succession.To.Phone)]));

        async Task<ImmutableArray<(ItemCode Item, Refusal Refusal)>> GiveAsync()
        {
            var refused = ImmutableArray.CreateBuilder<(ItemCode, Refusal)>();
            await foreach (var item in ledger.Items.ItemsAsync(null, cancellation))
            {
                if (item.IsAtItsEnd || !succession.Covers(item, before) || !command.Concerns(command.Seen(item)))
                    continue;
                var outcome = await act.RunAsync(item.Code, command, loading: true, cancellation);
                if (outcome is Outcome<Item>.Done { Changed: true })
                    changed.Add(item.Code);
                if (outcome is Outcome<Item>.Refused(var refusal))
                    refused.Add((item.Code, refusal));
            }
            return refused.ToImmutable();
        }
    }

    private static Refusal? Check(Succession succession, IReadOnlyList<Contact> directory, ContactDirectory people)
    {
        var to = succession.To;
        if (to.NamesNobody)
            return to.NamesNobodyRefusal;
        if (to.Phone == succession.From)
            return new("handover-to-same-number", $"Both have the same number; change the contact's name instead.");
        if (people.Fails(to.Phone!.Value))
            return new("number-failed", $"The number of {to.Name} does not work; give another.");
        return succession.Indivisible(directory).FirstOrDefault() is { } supervisor
            ? new(
                "supervises-more",
                $"{supervisor.Name} supervises more than that; hand the supervision over whole, or name the role that is handed over.")
            : null;
    }

    // A repeated call finds its own record. At its end, a handover is recorded again if somebody has handed over to the predecessor since:
    // the last to end counts, unless the directory shows that it is the other one. A host whose clock is behind must not change the order.
    private async Task RecordAsync(Succession succession, bool leaves, bool ends, Actor by, CancellationToken cancellation)
    {
        while (true)
        {
            var all = await ledger.People.HandoversAsync(cancellation);
            var own = all.Where(h => h.Succession.From == succession.From).ToList();
            if (own.LastOrDefault()?.Succession == succession && !(ends && await HasLeftAgainAsync(all.SkipWhile(h => h != own[^1]))))
                return;
            var id = $"{succession.From.Fingerprint}-{own.Count + 1}";
            var now = clock.GetCurrentInstant();
            var at = all.Count == 0 ? now : Instant.Max(now, all[^1].At + Duration.Epsilon);
            if (await ledger.People.TryAddHandoverAsync(new(id, succession, leaves, at, by.Name), cancellation))
                return;
        }

        async Task<bool> HasLeftAgainAsync(IEnumerable<HandedOver> since)
        {
            if (!since.Any(h => h.Succession.To.Phone == succession.From))
                return false;
            var contacts = await ledger.People.ContactsAsync(cancellation);
            return contacts.Any(c => c.Phone == succession.To.Phone) || !contacts.Any(c => c.Phone == succession.From);
        }
    }

    // Reads the directory again. A load may have added contacts, which the successor gets too, and the successor may have handed over.
    private async Task LeaveAsync(Succession succession, CancellationToken cancellation)
    {
        var latest = await ledger.People.ContactsAsync(cancellation);
        if (!latest.Any(c => c.Phone == succession.From))
            return;
        var after = succession.After(latest, await ledger.Items.ItemsAsync(null, cancellation).ToListAsync(cancellation));
        await ledger.People.AddContactsAsync(Added(latest, after), cancellation);
        var rest = after.Where(c => c.Phone == succession.From).ToList();
        if (Contact.AreSame(rest, [.. latest.Where(c => c.Phone == succession.From)]))
            return;
        await ledger.People.SaveContactsOfAsync(succession.From, rest, cancellation);
        // The successor may have handed over between the reading and the write.
        if ((await ledger.People.ContactsAsync(cancellation)).All(c => c.Phone != succession.To.Phone))
            await ledger.People.AddContactsAsync([.. after.Where(c => c.Phone == succession.To.Phone)], cancellation);
    }

    private static List<Contact> Added(IReadOnlyCollection<Contact> before, IEnumerable<Contact> after) =>
        [.. after.Where(c => !before.Any(c.IsSameAs))];
}
