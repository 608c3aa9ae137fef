namespace Reminders.Core.UseCases;

/// <summary>Carries out actions on the items that are not at their end, one by one, and answers what was refused. Reads every item.</summary>
internal sealed class ActOnEach(Ledger ledger, Schedule schedule, IClock clock)
{
    /// <param name="command">The action on an item, its directory with it; null where nothing is to be done, and most items need not be read again.</param>
    /// <param name="changed">The items that were changed are added here.</param>
    /// <param name="cancellation">Cancels between two items.</param>
    public async Task<ImmutableArray<(ItemCode Item, Refusal Refusal)>> RunAsync(Func<Item, ItemCommand?> command, ISet<ItemCode> changed, CancellationToken cancellation)
    {
        var act = new ActOnItem(ledger, schedule, clock);
        var refused = ImmutableArray.CreateBuilder<(ItemCode, Refusal)>();
        await foreach (var item in ledger.Items.ItemsAsync(null, cancellation))
        {
            if (item.IsAtItsEnd || command(item) is not { } action)
                continue;
            var result = await act.DecidedAsync(item.Code, action, cancellation);
            if (result.Changed)
                changed.Add(item.Code);
            if (result.Refusal is { } refusal)
                refused.Add((item.Code, refusal));
        }
        return refused.ToImmutable();
    }
}
