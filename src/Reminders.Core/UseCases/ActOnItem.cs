namespace Reminders.Core.UseCases;

/// <summary>What came of an action: the item as it is now, or why nothing was done. Both null: there is no such item.</summary>
public sealed record ActResult(Item? Item, Refusal? Refusal)
{
    /// <summary>False when all was so already, and nothing was written.</summary>
    public bool Changed { get; init; }
}

/// <summary>
/// Carries out an action on an item: report, verify, return, extend, reopen, cancel or complete. The next visit is written to the agenda
/// before the item; an action that lost a race is decided anew on what the winner left, and one during which the directory changed finds the item's people anew.
/// </summary>
public sealed class ActOnItem(Ledger ledger, Schedule schedule, IClock clock)
{
    public async Task<ActResult> RunAsync(ItemCode code, ItemCommand command, CancellationToken cancellation)
    {
        var people = await KnownPeople.ReadAsync(ledger, cancellation);
        var result = await DecidedAsync(code, await WithAsync(command, people), cancellation);
        for (var changed = result.Changed; changed && await KnownPeople.ReadAsync(ledger, cancellation) is var newest && !newest.IsSameAs(people);)
        {
            // Somebody has changed the directory meanwhile, perhaps before this item was one that it is carried into.
            people = newest;
            var follow = new FollowDirectory(command.By, await ledger.People.HandoversAsync(cancellation));
            var found = await DecidedAsync(code, await WithAsync(follow, people), cancellation);
            changed = found.Changed;
            result = changed ? found : result;
        }
        return result;

        async Task<ItemCommand> WithAsync(ItemCommand bare, KnownPeople known) =>
            bare with { People = await PeopleAsync(ledger, known, clock.GetCurrentInstant(), cancellation), Policy = schedule.Policy };
    }

    /// <summary>These contacts as a directory that knows which numbers fail, and who is absent now.</summary>
    internal static async Task<ContactDirectory> PeopleAsync(Ledger ledger, IReadOnlyCollection<Contact> contacts, Instant now, CancellationToken cancellation) =>
        await PeopleAsync(ledger, new KnownPeople(contacts, await ledger.People.AbsencesAsync(cancellation)), now, cancellation);

    internal static async Task<ContactDirectory> PeopleAsync(Ledger ledger, KnownPeople known, Instant now, CancellationToken cancellation) =>
        new(known.Contacts, (await ledger.Barriers.BarriersAsync(cancellation)).Flags.Select(f => f.Number).ToHashSet(), Absence.InForce(known.Absences.Select(a => a.Value), now));

    /// <summary>
    /// Carries out an action on each item that is not at its end, one by one, and answers what was refused. Reads every item.
    /// </summary>
    /// <param name="command">The action on an item, which brings its directory with it; null to skip the item.</param>
    /// <param name="changed">The items that were changed are added here.</param>
    /// <param name="cancellation">Cancels between two items.</param>
    internal async Task<ImmutableArray<(ItemCode Item, Refusal Refusal)>> EachAsync(
        Func<Item, ItemCommand?> command, ISet<ItemCode> changed, CancellationToken cancellation)
    {
        var refused = ImmutableArray.CreateBuilder<(ItemCode, Refusal)>();
        await foreach (var item in ledger.Items.ItemsAsync(null, cancellation))
        {
            if (item.IsAtItsEnd || command(item) is not { } action)
                continue;
            var result = await DecidedAsync(item.Code, action, cancellation);
            if (result.Changed)
                changed.Add(item.Code);
            if (result.Refusal is { } refusal)
                refused.Add((item.Code, refusal));
        }
        return refused.ToImmutable();
    }

    /// <summary>Carries out an action that brings its directory with it.</summary>
    internal async Task<ActResult> DecidedAsync(ItemCode code, ItemCommand command, CancellationToken cancellation)
    {
        var plan = (await ledger.Plans.PlansAsync(cancellation)).FirstOrDefault(p => p.Number == code.Plan);
        if (plan is { IsComplete: false } && !command.ReachesPlansBeingLoaded)
            return new(null, null);
        while (plan is not null && await ledger.Items.FindItemAsync(code, cancellation) is { } stored)
        {
            var now = clock.GetCurrentInstant();
            var decision = command.Decide(stored.Value, plan.TimeZone, now);
            if (decision.Item is null || decision.Detail is null)
                return new(stored.Value, decision.Refusal);
            var item = decision.Item with { Version = stored.Value.Version + 1 };
            if (FirstVisit(item, command.People, plan.TimeZone, now) is { } visit)
                await ledger.Agenda.AddToAgendaAsync([visit], cancellation);
            if (clock.GetCurrentInstant() - now > AgendaTiming.HeldUpAfter)
                continue; // the entry may be used up before the item is there
            var entry = new HistoryEntry(code, item.Version, now, command.Action.ToString(), command.By, decision.Detail);
            if (await ledger.Items.TrySaveItemAsync(stored with { Value = item }, entry, cancellation))
                return new(item, null) { Changed = true };
        }
        return new(null, null);
    }

    /// <summary>
    /// When the changed item is to be looked at; null when it owes nobody anything. An item that owed messages before is looked at now, from each role's
    /// latest step on: what was told is recognised by the notices that tell it, and what a new recipient is owed goes out. Only where a
    /// person's number fails does the look go back to the opening, since nobody knows for how long that person has been named; and what has
    /// just happened is told as well.
    /// </summary>
    private AgendaEntry? FirstVisit(Item item, ContactDirectory people, DateTimeZone zone, Instant now)
    {
        if (item.OccasionIn(zone) is not { } occasion)
            return null;
        var fails = occasion.Kind == OccasionKind.Deadline && item.Recipients(Role.Person).Any(p => people.Fails(p.Phone!.Value));
        var (at, _) = schedule.FirstVisit(occasion, zone);
        var (_, since) = schedule.FirstVisit(fails ? occasion : occasion with { Since = now }, zone);
        return item.News.Any(n => n.At == now)
            ? AgendaEntry.ForItem(item, now, Instant.Min(since, now))
            : AgendaEntry.ForItem(item, Instant.Max(at, now), since);
    }
}
