using System.Runtime.CompilerServices;

namespace Reminders.Core.UseCases;

/// <summary>Reads items with their present recipients, for people to see.</summary>
public sealed class ReadItems(Ledger ledger, ReadPeople people)
{
    /// <summary>The items of a plan, or of all plans, by code.</summary>
    public async IAsyncEnumerable<Item> ItemsAsync(int? plan, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var directory = await people.RunAsync(cancellation);
        await foreach (var item in ledger.Items.ItemsAsync(plan, cancellation))
            yield return directory.Told(item);
    }

    /// <summary>An item with its history and its steps; null when the item does not exist.</summary>
    public async Task<ItemFile?> FindFileAsync(ItemCode code, CancellationToken cancellation)
    {
        if (await ledger.Items.FindItemFileAsync(code, cancellation) is not { } file)
            return null;
        return file with { Item = (await people.RunAsync(cancellation)).Told(file.Item) };
    }
}
