namespace Reminders.Core.UseCases;

/// <summary>
/// Updates a loaded plan from its present file. <see cref="ReviseItem"/> changes each item, items that are missing in the file are flagged,
/// and new items get the next ordinals. Safe to repeat: after a crash the remaining differences are found again.
/// </summary>
public sealed class RevisePlan(Ledger ledger, ReadPeople readPeople, ActOnItem act, Schedule schedule, IClock clock)
{
    /// <summary>The differences between the file and the items; stores nothing.</summary>
    public static ImmutableArray<ItemDifference> Differences(
        Plan plan, IReadOnlyCollection<Item> items, PlanDraft draft, ContactDirectory people, Instant now)
    {
        var next = NextOrdinal(items);
        return
        [
            .. from pair in PlanPairing.Of(items, draft.Items)
               let difference = (pair.Known, pair.Draft) switch
               {
                   (null, { } added) => new(new(plan.Number, next++), DifferenceKind.Added, added.Title, []),
                   ({ } gone, null) => IsOver(gone) ? null : new(gone.Code, DifferenceKind.Gone, gone.Title, []),
                   ({ } known, { } says) => Change(known, says, plan.TimeZone, people, now),
                   _ => null,
               }
               where difference is not null
               orderby difference.Code
               select difference,
        ];
    }

    /// <param name="plan">The plan in the ledger.</param>
    /// <param name="draft">The present file.</param>
    /// <param name="by">Who loads it.</param>
    /// <param name="cancellation">Cancels between two writes.</param>
    /// <returns>The added items.</returns>
    public async Task<IReadOnlySet<ItemCode>> RunAsync(Plan plan, PlanDraft draft, Actor by, CancellationToken cancellation)
    {
        var people = await readPeople.RunAsync(cancellation);
        var items = await ledger.Items.ItemsAsync(plan.Number, cancellation).ToListAsync(cancellation);
        foreach (var (item, says) in PlanPairing.Of(items, draft.Items))
        {
            if (item is null || IsOver(item))
                continue;
            // Unchanged items are skipped. They are most of a plan.
            if (says is not null && Change(item, says, plan.TimeZone, people, clock.GetCurrentInstant()) is null)
                continue;
            var outcome = await act.RunAsync(item.Code, says is null ? Gone(by) : new ReviseItem(by, says), cancellation);
            if (outcome is Outcome<Item>.Refused({ Code: ReviseItem.WouldReachNobody } refusal))
                await act.RunAsync(item.Code, new NoteFinding(by, new(FindingCodes.PlanSaysOtherwise, refusal.Words)), cancellation);
        }
        return await AddAsync(plan, draft, people, by, cancellation);
    }

    // Another load at the same time may take the same ordinals; items that are still missing then get the next ones.
    private async Task<HashSet<ItemCode>> AddAsync(
        Plan plan, PlanDraft draft, ContactDirectory people, Actor by, CancellationToken cancellation)
    {
        var all = new HashSet<ItemCode>();
        while (true)
        {
            var items = await ledger.Items.ItemsAsync(plan.Number, cancellation).ToListAsync(cancellation);
            var next = NextOrdinal(items);
            var now = clock.GetCurrentInstant();
            var added = PlanPairing.Of(items, draft.Items)
                .Where(p => p.Known is null)
                .Select(p => OpenItem.Of(p.Draft! with { Ordinal = next++ }, plan.Number, people, now))
                .ToList();
            if (added.Count == 0)
            {
                if (plan.ItemCount != items.Count)
                    await ledger.Plans.SavePlanAsync(plan with { ItemCount = items.Count }, cancellation);
                return all;
            }
            if (!await ledger.Agenda.AnnounceAsync([.. OpenItem.FirstEntries(schedule, plan, added, now)], now, clock, cancellation))
                continue;
            all.UnionWith(added.Select(i => i.Code));
            await ledger.Items.AddItemsAsync(added, now, by, cancellation);
        }
    }

    private static ItemDifference? Change(Item known, ItemDraft says, DateTimeZone zone, ContactDirectory people, Instant now)
    {
        var command = new ReviseItem(new(""), says) { People = people };
        var changes = ReviseItem.Changes(known, says);
        if (changes.IsEmpty && !known.Findings.Any(f => NoteFinding.Codes.Contains(f.Code)))
            return null;
        var kept = command.Decide(command.Seen(known), zone, now) is Decision.Refused(var refusal) ? refusal : null;
        return new(known.Code, DifferenceKind.Changed, known.Title, changes, kept);
    }

    private static NoteFinding Gone(Actor by) =>
        new(by, new(
            FindingCodes.GoneFromPlan,
            $"The plan as it was loaded again lists this item no longer. It is still watched; cancel it if it is to be dropped."));

    private static bool IsOver(Item item) => item.State is ItemState.Closed or ItemState.Cancelled;

    private static int NextOrdinal(IEnumerable<Item> items) => items.Select(i => i.Code.Ordinal).DefaultIfEmpty().Max() + 1;
}
