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
            },
            opens: true);
        return item.Missing.Any() ? item : item with { State = ItemState.Open, OpenSince = now };
    }

    public static IEnumerable<AgendaEntry> FirstEntries(Schedule schedule, Plan plan, IEnumerable<Item> items, Instant now) =>
        from item in items
        where item.State == ItemState.Open
        let first = schedule.FirstLook(item.OccasionIn(plan.TimeZone)!, plan.TimeZone) // an earlier load may have opened it
        select AgendaEntry.ForItem(item, Instant.Max(first.At, now), first.Since);
}
