namespace Reminders.Core.UseCases;

/// <summary>
/// After a change of people: puts the items that it concerns on the agenda, so that new recipients hear what they are owed in the next slot and not
/// only at the item's next step; and opens the drafts that lack nothing any more. It writes nothing else into items, so it can be repeated and overlap
/// with anything. After a crash before it is done, new recipients hear at the next step. Reads every item.
/// </summary>
public sealed class FollowPeople(Ledger ledger, ReadPeople readPeople, ActOnItem act)
{
    /// <param name="concerns">Whether the change concerns an item: as it is stored, and with the people of now.</param>
    /// <param name="now">The moment of the change: hosts whose clocks are behind look later, when it is true for them too.</param>
    /// <param name="by">Who changed the people.</param>
    /// <param name="only">The plan whose items alone are read; null for all.</param>
    /// <param name="cancellation">Cancels between two items.</param>
    /// <returns>The items that it concerns.</returns>
    public async Task<IReadOnlyList<Item>> RunAsync(Func<Item, Item, bool> concerns, Instant now, Actor by, int? only, CancellationToken cancellation)
    {
        var plans = (await ledger.Plans.PlansAsync(cancellation)).ToDictionary(p => p.Number);
        var people = await readPeople.RunAsync(cancellation);
        var concerned = new List<Item>();
        var entries = new List<AgendaEntry>();
        await foreach (var item in ledger.Items.ItemsAsync(only, cancellation))
        {
            var told = people.Told(item);
            if (item.OpenSince is null && item.State == ItemState.Draft)
            {
                if (!told.Missing.Any() && (await act.OpenAsync(item.Code, by, cancellation)).Changed)
                    concerned.Add(told);
            }
            else if (!item.IsAtItsEnd && concerns(item, told))
            {
                concerned.Add(told);
                if (plans.TryGetValue(item.Code.Plan, out var plan) && act.NextLook(told, people, plan.TimeZone, now) is { } entry)
                    entries.Add(entry);
            }
        }
        await ledger.Agenda.AddToAgendaAsync(entries, cancellation);
        return concerned;
    }
}
