namespace Reminders.Core.UseCases;

/// <summary>An item that the owner of a number answers for, with their name and roles in it.</summary>
internal sealed record Responsibility(Item Item, string Name, bool IsPerson, bool IsLeader, DateTimeZone Zone);

/// <summary>The items of complete plans that a number's owner answers for. The absentee and the deputy both answer for an item.</summary>
internal sealed class Responsibilities(Ledger ledger, ReadPeople people, PhoneNumber number)
{
    /// <summary>Reads the items of these codes only.</summary>
    public async Task<IReadOnlyList<Responsibility>> AmongAsync(IReadOnlyCollection<string> codes, CancellationToken cancellation)
    {
        var named = codes.Select(c => ItemCode.TryParse(c, out var code) ? code : (ItemCode?)null).OfType<ItemCode>().ToList();
        if (named.Count == 0)
            return [];
        var zones = await ZonesAsync(cancellation);
        var found = await ledger.Items.FindItemsAsync([.. named.Where(c => zones.ContainsKey(c.Plan))], cancellation);
        var directory = await people.RunAsync(cancellation);
        return [.. found.Values.OrderBy(i => i.Code).Select(directory.Told).Select(i => Of(i, zones)).OfType<Responsibility>()];
    }

    /// <summary>All responsibilities, by code. Reads every item.</summary>
    public async Task<IReadOnlyList<Responsibility>> AllAsync(CancellationToken cancellation)
    {
        var zones = await ZonesAsync(cancellation);
        var all = new List<Responsibility>();
        var directory = await people.RunAsync(cancellation);
        await foreach (var item in ledger.Items.ItemsAsync(null, cancellation).Select(directory.Told))
        {
            if (Of(item, zones) is { } responsibility)
                all.Add(responsibility);
        }
        return all;
    }

    private async Task<Dictionary<int, DateTimeZone>> ZonesAsync(CancellationToken cancellation) =>
        (await ledger.Plans.PlansAsync(cancellation)).Where(p => p.IsComplete).ToDictionary(p => p.Number, p => p.TimeZone);

    private Responsibility? Of(Item item, Dictionary<int, DateTimeZone> zones)
    {
        var asPerson = Called(item.Persons);
        var asLeader = Called(item.Leaders);
        return (asPerson ?? asLeader) is { } name && zones.TryGetValue(item.Code.Plan, out var zone)
            ? new(item, name, asPerson is not null, asLeader is not null, zone)
            : null;
    }

    private string? Called(ImmutableArray<Party> parties)
    {
        foreach (var party in parties)
        {
            if (party.Phone == number)
                return party.Name;
            if (party.InOwnName() is var absent && absent.Phone == number)
                return absent.Name;
        }
        return null;
    }
}
