namespace Reminders.Core.UseCases;

/// <summary>
/// The result of loading a plan. <see cref="Stored"/> is false for a dry run, a refusal, and a plan that was loaded before and has not
/// changed. <see cref="Findings"/> concern the plan; each item has its own.
/// </summary>
public sealed record LoadResult(Plan Plan, ImmutableArray<Item> Items, ImmutableArray<Finding> Findings)
{
    public bool Stored { get; init; }

    /// <summary>The same plan was loaded before; <see cref="Differences"/> says how the file differs.</summary>
    public bool AlreadyLoaded { get; init; }

    /// <summary>The differences between the file and the plan that was loaded before, by code.</summary>
    public ImmutableArray<ItemDifference> Differences { get; init; } = [];

    public Refusal? Refusal { get; init; }
}

/// <summary>
/// Loads a plan: numbers it, finds its people in the directory, opens complete items and keeps the others as drafts. The plan's row is
/// marked complete last, so an interrupted load sends nothing, and loading the same file again finishes it.
/// </summary>
/// <param name="ledger">Stores the plan.</param>
/// <param name="readPeople">Says who is told of an item.</param>
/// <param name="update">Follows the contacts that come with the plan.</param>
/// <param name="revise">Changes a plan that is loaded again.</param>
/// <param name="schedule">Says when each item is first looked at.</param>
/// <param name="clock">The moment of loading.</param>
/// <param name="zone">The TZDB id of the zone in which the plan's dates are days.</param>
public sealed class LoadPlan(
    Ledger ledger, ReadPeople readPeople, UpdateContacts update, RevisePlan revise, Schedule schedule, IClock clock, string zone)
{
    /// <summary>
    /// How many items are written at once. Every earlier part is complete when a part is written; <see cref="FollowLoad"/> relies on that.
    /// </summary>
    private const int WrittenAtOnce = 500;

    /// <param name="draft">The plan as it was read.</param>
    /// <param name="contacts">Contacts that came with the plan. They join the directory; their plain codes mean its items.</param>
    /// <param name="dryRun">Returns the result and stores nothing.</param>
    /// <param name="by">Who loads it.</param>
    /// <param name="cancellation">Cancels between two writes.</param>
    public async Task<LoadResult> RunAsync(
        PlanDraft draft, IReadOnlyCollection<Contact> contacts, bool dryRun, Actor by, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        while (true)
        {
            var plans = await ledger.Plans.PlansAsync(cancellation);
            var plan = new Plan(plans.Select(p => p.Number).DefaultIfEmpty().Max() + 1, draft.Title, draft.Year, zone)
            {
                YearBasis = draft.YearBasis,
                IssuingUnit = draft.IssuingUnit,
                DocumentNumber = draft.DocumentNumber,
                ItemCount = draft.Items.Length,
                LoadedAt = now,
                LoadedBy = by.Name,
            };
            var same = plans.FirstOrDefault(p => p.IsSameAs(plan));
            if (draft.YearIsWeak && !dryRun)
            {
                var namesake = plans.FirstOrDefault(p => p.IsComplete && p.IsNamedAs(plan));
                return new(plan, [], draft.Findings) { Refusal = YearNeeded(namesake, draft) };
            }
            if (same is { IsComplete: true })
            {
                var loaded = same with { DocumentNumber = same.DocumentNumber ?? plan.DocumentNumber };
                return await LoadAgainAsync(loaded, draft, contacts, dryRun, by, cancellation);
            }
            if (same is null && !dryRun)
            {
                // Read again in either case: if two loads of one plan race, both go on with the winner's number.
                await ledger.Plans.TryAddPlanAsync(plan, cancellation);
                continue;
            }
            plan = plan with { Number = same?.Number ?? plan.Number };

            var known = await ledger.People.ContactsAsync(cancellation);
            var directory = Merge(known, contacts.Select(c => c.Within(plan.Number)));
            var people = await readPeople.WithAsync(directory, cancellation);
            var items = draft.Items.Select(d => OpenItem.Of(d, plan.Number, people, now)).ToImmutableArray();
            var result = new LoadResult(plan, items, Findings(draft, directory, plan.Number, items));
            if (dryRun)
                return result;
            var before = contacts.Count == 0 ? people : await update.WriteAsync(known, directory, JoinAsync, by, cancellation);
            return result with { Items = await StoreAsync(plan, items, before, contacts.Count > 0, by, cancellation), Stored = true };

            Task JoinAsync() => ledger.People.AddContactsAsync(Joining(known, contacts, plan), cancellation);
        }
    }

    private async Task<ImmutableArray<Item>> StoreAsync(
        Plan plan, ImmutableArray<Item> items, ContactDirectory before, bool withContacts, Actor by, CancellationToken cancellation)
    {
        var entries = OpenItem.FirstEntries(schedule, plan, items, plan.LoadedAt).ToList();
        await ledger.Agenda.AddToAgendaAsync(entries, cancellation);
        var areNew = true;
        foreach (var part in items.Chunk(WrittenAtOnce))
            areNew &= await ledger.Items.AddItemsAsync(part, plan.LoadedAt, by, cancellation);
        ImmutableArray<Item> stored;
        if (areNew && !withContacts && await readPeople.RunAsync(cancellation) == before)
        {
            stored = ImmutableArray.CreateRange(items, before.ToldAtLoad);
        }
        else
        {
            // New contacts may concern other plans too. Contacts that another call has added since may complete drafts of this plan.
            await update.FollowAsync(before, by, withContacts ? null : plan.Number, cancellation);
            // Items that another load wrote stay. With other contacts, they may be open where this load has drafts.
            stored = await ItemsAsync(plan, cancellation);
            var others = OpenItem.FirstEntries(schedule, plan, stored, plan.LoadedAt).Except(entries).ToList();
            if (others.Count > 0)
                await ledger.Agenda.AddToAgendaAsync(others, cancellation);
        }
        await ledger.Plans.SavePlanAsync(plan with { IsComplete = true }, cancellation);
        return stored;
    }

    private async Task<ImmutableArray<Item>> ItemsAsync(Plan plan, CancellationToken cancellation)
    {
        var items = ImmutableArray.CreateBuilder<Item>();
        var people = await readPeople.RunAsync(cancellation);
        await foreach (var item in ledger.Items.ItemsAsync(plan.Number, cancellation))
            items.Add(people.Told(item));
        return items.ToImmutable();
    }

    /// <summary>Updates a plan that was loaded before: its items from the file, and the directory from the contacts.</summary>
    private async Task<LoadResult> LoadAgainAsync(
        Plan plan, PlanDraft draft, IReadOnlyCollection<Contact> contacts, bool dryRun, Actor by, CancellationToken cancellation)
    {
        var known = await ledger.People.ContactsAsync(cancellation);
        var directory = Merge(known, contacts.Select(c => c.Within(plan.Number)));
        var people = await readPeople.WithAsync(directory, cancellation);
        ImmutableArray<Item> items = [.. await ledger.Items.ItemsAsync(plan.Number, cancellation).ToListAsync(cancellation)];
        var differences = RevisePlan.Differences(plan, items, draft, people, clock.GetCurrentInstant());
        if (dryRun)
        {
            items = [.. items.Select(people.Told)];
        }
        else
        {
            var before = contacts.Count == 0 ? people : await update.WriteAsync(known, directory, JoinAsync, by, cancellation);
            if (differences.Length > 0)
                await revise.RunAsync(plan, draft, by, cancellation);
            await update.FollowAsync(before, by, contacts.Count > 0 ? null : plan.Number, cancellation);
            items = await ItemsAsync(plan, cancellation);
        }
        return new(plan with { ItemCount = items.Length }, items, Findings(draft, directory, plan.Number, items))
        {
            AlreadyLoaded = true,
            Differences = differences,
            Stored = !dryRun && differences.Any(d => d.Kept is null),
        };

        Task JoinAsync() => ledger.People.AddContactsAsync(Joining(known, contacts, plan), cancellation);
    }

    // Nobody must be reminded of a deadline in a guessed year.
    private static Refusal YearNeeded(Plan? known, PlanDraft draft)
    {
        var again = known is null
            ? (Wording)$"Load it again with the year, such as year={draft.Year}."
            : $"Load it again with the year, such as year={known.Year ?? draft.Year} if it is plan {known.Number}, "
            + $"which has the same title.";
        return new(
            "year-needed",
            $"The plan's dates have no year, and neither its date nor its number says one. {draft.YearBasis} {again}");
    }

    private ImmutableArray<Finding> Findings(PlanDraft draft, List<Contact> directory, int plan, ImmutableArray<Item> items) =>
        [.. draft.Findings, .. ContactFindings(directory, plan, items), .. CalendarFindings(items)];

    private static IEnumerable<Finding> ContactFindings(List<Contact> directory, int plan, ImmutableArray<Item> items) =>
        from contact in directory
        from text in contact.Items
        where ItemCode.TryParse(text, out var code) && code.Plan == plan && code.Ordinal > items.Length
        select new Finding(
            FindingCodes.ContactItemUnknown,
            $"The contacts list {contact.Name} for item {text}, but the plan has items 1 to {items.Length}.");

    private IEnumerable<Finding> CalendarFindings(ImmutableArray<Item> items)
    {
        var years = new List<int>();
        foreach (var item in items)
        {
            if (item.Deadline.Date is { Year: var year } && !years.Contains(year) && !schedule.Calendar.Knows(year))
                years.Add(year);
        }
        years.Sort();
        return years.Select(year => new Finding(
            FindingCodes.CalendarMissing,
            $"The holidays and make-up working days of {year} are not loaded; "
            + $"Monday to Friday count as working days until the policy's calendar names them."));
    }

    private static List<Contact> Joining(IReadOnlyCollection<Contact> known, IEnumerable<Contact> contacts, Plan plan)
    {
        var joining = contacts.Select(c => c.Within(plan.Number)).ToList();
        var identities = joining.Select(c => c.Identity).ToHashSet();
        return Merge(known.Where(c => identities.Contains(c.Identity)), joining);
    }

    // A known contact that comes again keeps its listed items.
    private static List<Contact> Merge(IEnumerable<Contact> known, IEnumerable<Contact> added) =>
    [
        .. from contact in added.Concat(known)
           group contact by contact.Identity into same
           select same.First() with { Items = [.. same.SelectMany(c => c.Items).Distinct()] },
    ];
}
