using Reminders.Core.Items;

namespace Reminders.Core.Ledgers;

/// <summary>Reads several items, some at a time.</summary>
internal static class ItemReads
{
    private const int AtOnce = 32;

    /// <summary>The items by code; those that are gone are missing.</summary>
    public static async Task<Dictionary<ItemCode, Item>> FindItemsAsync(this ILedger ledger, IEnumerable<ItemCode> codes, CancellationToken cancellation)
    {
        var items = new Dictionary<ItemCode, Item>();
        foreach (var chunk in codes.Distinct().Chunk(AtOnce))
        {
            foreach (var item in await Task.WhenAll(chunk.Select(c => ledger.FindItemAsync(c, cancellation))))
            {
                if (item is not null)
                    items[item.Value.Code] = item.Value;
            }
        }
        return items;
    }
}
