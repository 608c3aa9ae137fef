namespace Reminders.Core.UseCases;

/// <summary>The items of a plan once their people are settled, and why some of them keep whom the directory no longer knows.</summary>
internal sealed record SettledPeople(ImmutableArray<Item> Items, IReadOnlyDictionary<ItemCode, Refusal> Kept);

/// <summary>
/// The last part of every load: reads the directory, the absences and the handovers after the items are written, and brings the items to them.
/// Everybody who changes one of these goes through all items afterwards, those of a plan that is being loaded included. So one of the two always
/// sees the other.
/// </summary>
public sealed class SettlePeople(Ledger ledger, ActOnItem act, IClock clock)
{
    /// <param name="plan">The plan's number.</param>
    /// <param name="isNew">Whether this load wrote the item: then it becomes a draft where it would reach nobody.</param>
    /// <param name="by">Who loads.</param>
    /// <param name="cancellation">Cancels between two writes.</param>
    internal async Task<SettledPeople> RunAsync(int plan, Func<ItemCode, bool> isNew, Actor by, CancellationToken cancellation)
    {
        while (true)
        {
            var known = await KnownPeople.ReadAsync(ledger, cancellation);
            var command = new FollowDirectory(by, await ledger.People.HandoversAsync(cancellation))
            {
                People = await ActOnItem.PeopleAsync(ledger, known, clock.GetCurrentInstant(), cancellation),
            };
            var items = await ledger.Items.ItemsAsync(plan, cancellation).ToListAsync(cancellation);
            var results = new Dictionary<ItemCode, ActResult>();
            foreach (var item in items.Where(i => !i.IsAtItsEnd && command.Changes(i)))
                results[item.Code] = await act.DecidedAsync(item.Code, command with { IsBeingLoaded = isNew(item.Code) }, cancellation);
            if (!(await KnownPeople.ReadAsync(ledger, cancellation)).IsSameAs(known))
                continue;
            return new(
                [.. items.Select(i => results.GetValueOrDefault(i.Code)?.Item ?? i)],
                results.Where(r => r.Value.Refusal is not null).ToDictionary(r => r.Key, r => r.Value.Refusal!));
        }
    }
}
