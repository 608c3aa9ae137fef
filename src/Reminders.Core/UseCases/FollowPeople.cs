namespace Reminders.Core.UseCases;

/// <summary>
/// Follows a change of people. It puts the items that the change concerns on the agenda, so that new recipients get their messages in the
/// next slot and do not wait for the item's next step. It opens drafts that are complete now. It changes items in no other way, so it is
/// safe to repeat and to overlap. If it crashes after a change of contacts, agenda entries that come due an hour later do the same.
/// Reads every item.
/// </summary>
public sealed class FollowPeople(Ledger ledger, ReadPeople readPeople, ActOnItem act)
{
    /// <param name="concerns">Whether the change concerns an item. Gets the stored item, and the item with its present people.</param>
    /// <param name="now">The moment of the change. A host whose clock is behind looks when its own clock reaches it.</param>
    /// <param name="by">Who changed the people.</param>
    /// <param name="only">The only plan to read; null for all plans.</param>
    /// <param name="cancellation">Cancels between two items.</param>
    /// <returns>The items that the change concerns.</returns>
    public async Task<IReadOnlyList<Item>> RunAsync(
        Func<Item, Item, bool> concerns, Instant now, Actor by, int? only, CancellationToken cancellation)
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
                if (!told.Missing.Any() && await act.OpenAsync(item.Code, by, cancellation) is Outcome<Item>.Done { Changed: true })
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
