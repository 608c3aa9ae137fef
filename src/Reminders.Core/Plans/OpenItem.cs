namespace Reminders.Core.Plans;

/// <summary>Enters an item into the ledger, Open if nothing is missing, otherwise Draft, and finds its first agenda entry.</summary>
internal static class OpenItem
{
    public static Item Of(ItemDraft draft, int plan, ContactDirectory directory, Instant now)
    {
        var item = directory.Resolve(
            new(new(plan, draft.Ordinal), draft.Number, draft.Title)
            {
                Section = draft.Section,
                Problem = draft.Problem,
                Measures = draft.Measures,
                Units = draft.Units,
                Unit = draft.Unit,
                NamedPersons = draft.Persons,
                NamedLeaders = draft.Leaders,
                Said = draft.Said,
                Deadline = draft.Deadline,
                Findings = draft.Findings,
                // Nearly every item opens at its load. One that does not is corrected below.
                State = ItemState.Open,
                OpenSince = now,
            },
            opens: true);
        return item.Missing.Any() ? item with { State = ItemState.Draft, OpenSince = null } : item;
    }

    public static IEnumerable<AgendaEntry> FirstEntries(Schedule schedule, Plan plan, IEnumerable<Item> items, Instant now)
    {
        // Many items of a plan share a deadline.
        var looks = new Dictionary<Occasion, (Instant At, Instant Since)>();
        foreach (var item in items.Where(i => i.State == ItemState.Open))
        {
            var occasion = item.OccasionIn(plan.TimeZone)!;
            if (!looks.TryGetValue(occasion, out var first))
                looks[occasion] = first = schedule.FirstLook(occasion, plan.TimeZone);
            yield return AgendaEntry.ForItem(item, Instant.Max(first.At, now), first.Since); // an earlier load may have opened it
        }
    }
}
