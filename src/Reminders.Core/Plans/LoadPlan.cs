using System.Collections.Immutable;
using NodaTime;
using Reminders.Core.Contacts;
using Reminders.Core.Items;
using Reminders.Core.Ledgers;
using Reminders.Core.Schedules;

namespace Reminders.Core.Plans;

/// <summary>
/// What loading a plan came to. <see cref="Stored"/> is false for a dry run, a refusal, and a plan that is there already;
/// <see cref="Findings"/> are the plan's own, each item carries its own.
/// </summary>
public sealed record LoadResult(Plan Plan, ImmutableArray<Item> Items, ImmutableArray<Finding> Findings)
{
    public bool Stored { get; init; }

    /// <summary>The same plan was loaded before, and says the same.</summary>
    public bool AlreadyLoaded { get; init; }

    public Refusal? Refusal { get; init; }
}

/// <summary>
/// Loads a plan: numbers it, finds its people in the directory, opens the items that lack nothing and keeps the others as drafts. The plan's
/// row is marked complete last, so a load that is cut off sends nothing and is finished by loading the same file again.
/// </summary>
/// <param name="ledger">Where the plan goes.</param>
/// <param name="schedule">Says when each item is first looked at.</param>
/// <param name="clock">The moment of loading.</param>
/// <param name="zone">The TZDB id of the zone in which the plan's dates are days.</param>
public sealed class LoadPlan(ILedger ledger, Schedule schedule, IClock clock, string zone)
{
    /// <param name="draft">The plan as it was read.</param>
    /// <param name="contacts">Contacts that came with the plan; their plain codes mean its items. They join the directory.</param>
    /// <param name="dryRun">Answers what loading would do and stores nothing.</param>
    /// <param name="by">Who loads it.</param>
    /// <param name="cancellation">Cancels between two writes.</param>
    public async Task<LoadResult> RunAsync(
        PlanDraft draft, IReadOnlyCollection<Contact> contacts, bool dryRun, Actor by, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        while (true)
        {
            var plans = await ledger.PlansAsync(cancellation);
            var plan = new Plan(plans.Select(p => p.Number).DefaultIfEmpty().Max() + 1, draft.Title, draft.Year, zone)
            {
                YearBasis = draft.YearBasis,
                IssuingUnit = draft.IssuingUnit,
                ItemCount = draft.Items.Length,
                LoadedAt = now,
                LoadedBy = by.Name,
            };
            if (await LoadedAsync(plans, plan, draft, cancellation) is { } loaded)
                return loaded.AlreadyLoaded && contacts.Count > 0 && !dryRun ? await WithContactsAsync(loaded, contacts, by, cancellation) : loaded;
            var same = plans.FirstOrDefault(p => p.Key == plan.Key);
            plan = plan with { Number = same?.Number ?? plan.Number };

            var known = await ledger.ContactsAsync(cancellation);
            var directory = Merge(known, contacts.Select(c => c.Within(plan.Number)));
            var people = await ActOnItem.PeopleAsync(ledger, directory, cancellation);
            var items = draft.Items.Select(d => Enlist(d, plan.Number, people, now)).ToImmutableArray();
            var result = new LoadResult(plan, items, [.. draft.Findings, .. ContactFindings(directory, plan.Number, items), .. CalendarFindings(items)]);
            if (dryRun)
                return result;
            if (same is null)
            {
                // Taken or lost, look again: two loads of one plan at once go on with the number that the first of them took.
                await ledger.TryAddPlanAsync(plan, cancellation);
                continue;
            }
            if (directory.Count > known.Count || contacts.Count > 0)
                await ledger.SaveContactsAsync(directory, cancellation);
            return result with { Items = await StoreAsync(plan, items, by, cancellation), Stored = true };
        }
    }

    private async Task<ImmutableArray<Item>> StoreAsync(Plan plan, ImmutableArray<Item> items, Actor by, CancellationToken cancellation)
    {
        await ledger.AddToAgendaAsync(FirstVisits(plan, items), cancellation);
        await ledger.AddItemsAsync(items, plan.LoadedAt, by, cancellation);
        // What an earlier load or one at the same time wrote stands; it may be open where this one, with other contacts, would have made a draft.
        var stored = await ItemsAsync(plan, cancellation);
        await ledger.AddToAgendaAsync(FirstVisits(plan, stored), cancellation);
        await ledger.SavePlanAsync(plan with { IsComplete = true }, cancellation);
        return stored;
    }

    private AgendaEntry[] FirstVisits(Plan plan, ImmutableArray<Item> items) =>
    [
        .. from item in items
           where item.State == ItemState.Open
           let visit = schedule.FirstVisit(item.Deadline.Date!.Value, plan.TimeZone, item.OpenSince!.Value) // an earlier load may have opened it
           select AgendaEntry.ForItem(item, Instant.Max(visit.At, plan.LoadedAt), visit.Since),
    ];

    private async Task<ImmutableArray<Item>> ItemsAsync(Plan plan, CancellationToken cancellation)
    {
        var items = ImmutableArray.CreateBuilder<Item>();
        await foreach (var item in ledger.ItemsAsync(plan.Number, cancellation))
            items.Add(item);
        return items.ToImmutable();
    }

    /// <summary>
    /// The answer when the plan is there already: it says the same, or it is refused. A year that was only assumed does not make another plan of the
    /// same words, whenever the file is loaded again.
    /// </summary>
    private async Task<LoadResult?> LoadedAsync(IReadOnlyList<Plan> plans, Plan plan, PlanDraft draft, CancellationToken cancellation)
    {
        var assumed = draft.Findings.Any(f => f.Code == FindingCodes.YearAssumed);
        foreach (var other in plans.Where(p => p.IsComplete && (p.Key == plan.Key || (assumed && p.Title == plan.Title && p.IssuingUnit == plan.IssuingUnit))))
        {
            var items = await ItemsAsync(other, cancellation);
            var differing = Enumerable.Range(1, Math.Max(items.Length, draft.Items.Length))
                .Where(n => n > items.Length || n > draft.Items.Length || !SaysTheSame(items[n - 1], draft.Items[n - 1]))
                .ToList();
            if (differing.Count == 0)
                return new(other, items, draft.Findings) { AlreadyLoaded = true };
            if (other.Key == plan.Key)
            {
                var codes = string.Join(", ", differing.Take(10).Select(n => $"{other.Number}-{n}"));
                return new(other, items, draft.Findings)
                {
                    Refusal = new(
                        "plan-changed",
                        $"Plan {other.Number} has the same title and year but its items {codes}{(differing.Count > 10 ? " and more" : "")} say something else; change them one by one, or give the new plan a title of its own."),
                };
            }
        }
        return null;
    }

    private async Task<LoadResult> WithContactsAsync(LoadResult loaded, IReadOnlyCollection<Contact> contacts, Actor by, CancellationToken cancellation)
    {
        var directory = Merge(await ledger.ContactsAsync(cancellation), contacts.Select(c => c.Within(loaded.Plan.Number)));
        await new UpdateContacts(ledger, schedule, clock).RunAsync(directory, by, cancellation);
        return loaded with { Items = await ItemsAsync(loaded.Plan, cancellation) };
    }

    private static bool SaysTheSame(Item item, ItemDraft draft) =>
        (item.Number, item.Title, item.Problem, item.Measures, item.Deadline.Text) == (draft.Number, draft.Title, draft.Problem, draft.Measures, draft.Deadline.Text)
        && item.Said.SequenceEqual(Names(draft)) && item.Units.SequenceEqual(draft.Units);

    private static ImmutableArray<string> Names(ItemDraft draft) => [.. draft.Persons.Select(p => p.Name), "", .. draft.Leaders.Select(p => p.Name)];

    private static Item Enlist(ItemDraft draft, int plan, ContactDirectory directory, Instant now)
    {
        var item = directory.Resolve(
            new(new(plan, draft.Ordinal), draft.Number, draft.Title)
            {
                Section = draft.Section,
                Problem = draft.Problem,
                Measures = draft.Measures,
                Units = draft.Units,
                NamedPersons = draft.Persons,
                NamedLeaders = draft.Leaders,
                Said = Names(draft),
                Deadline = draft.Deadline,
                Findings = draft.Findings,
            },
            opens: true);
        return item.Missing.Any() ? item : item with { State = ItemState.Open, OpenSince = now };
    }

    private static IEnumerable<Finding> ContactFindings(List<Contact> directory, int plan, ImmutableArray<Item> items) =>
        from contact in directory
        from text in contact.Items
        where ItemCode.TryParse(text, out var code) && code.Plan == plan && code.Ordinal > items.Length
        select new Finding(
            FindingCodes.ContactItemUnknown,
            $"The contacts list {contact.Name} for item {text}, but the plan has items 1 to {items.Length}.");

    private IEnumerable<Finding> CalendarFindings(ImmutableArray<Item> items) =>
        from year in items.Select(i => i.Deadline.Date?.Year).OfType<int>().Distinct().Order()
        where !schedule.Calendar.Knows(year)
        select new Finding(
            FindingCodes.CalendarMissing,
            $"The holidays and make-up working days of {year} are not loaded; Monday to Friday count as working days until the policy's calendar names them.");

    // Who is known already and comes again keeps the items that he was listed for.
    private static List<Contact> Merge(IEnumerable<Contact> known, IEnumerable<Contact> added) =>
    [
        .. from contact in added.Concat(known)
           group contact by contact.Identity into same
           select same.First() with { Items = [.. same.SelectMany(c => c.Items).Distinct()] },
    ];
}
