using NodaTime;
using Reminders.Core.Contacts;
using Reminders.Core.Items;
using Reminders.Core.Plans;

namespace Reminders.Core.Ledgers;

/// <summary>A plan as an office files it 整改台账: its items by code, each with its history up to the version that stands here, on a local day of the plan's zone.</summary>
public sealed record PlanExport(Plan Plan, LocalDate On, IReadOnlyList<ItemFile> Items)
{
    /// <summary>The directory.</summary>
    public IReadOnlyList<Contact> Contacts { get; init; } = [];

    /// <summary>
    /// The units responsible: those that the plan names, or the one to which it dealt the item out; where it names none, those in which the
    /// directory has the persons responsible, in their own names where deputies stand in.
    /// </summary>
    public IEnumerable<string> UnitsOf(Item item)
    {
        if (!item.Units.IsEmpty)
            return item.Units;
        if (item.Unit is { } unit)
            return [unit];
        return item.Persons.Select(p => p.InOwnName())
            .SelectMany(p => Contacts
                .Where(c => c.Name == p.Name && c.Phone == p.Phone && (c.Plan is null || c.Plan == item.Code.Plan))
                .GroupBy(c => c.Role).OrderBy(r => r.Key).Take(1).SelectMany(r => r))
            .Select(c => c.Unit).OfType<string>().Where(u => u.Length > 0).Distinct();
    }
}

/// <summary>
/// Reads complete plans to be filed. Items are read before histories, and what a history says of later versions is left out, so that an item and its
/// history say the same although others go on working.
/// </summary>
public sealed class ExportLedger(ILedger ledger)
{
    /// <param name="plan">The plan's number; null for all plans.</param>
    /// <param name="now">The moment of the export.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<IReadOnlyList<PlanExport>> RunAsync(int? plan, Instant now, CancellationToken cancellation)
    {
        var exports = new List<PlanExport>();
        var contacts = await ledger.ContactsAsync(cancellation);
        foreach (var one in (await ledger.PlansAsync(cancellation)).Where(p => p.IsComplete && (plan is null || p.Number == plan)))
            exports.Add(new(one, now.InZone(one.TimeZone).Date, await FilesAsync(one.Number, cancellation)) { Contacts = contacts });
        return exports;
    }

    private async Task<IReadOnlyList<ItemFile>> FilesAsync(int plan, CancellationToken cancellation)
    {
        var items = await ledger.ItemsAsync(plan, cancellation).ToListAsync(cancellation);
        var histories = await ledger.HistoryAsync(plan, cancellation).ToLookupAsync(h => h.Item, cancellationToken: cancellation);
        return [.. items.Select(i => new ItemFile(i, [.. histories[i.Code].Where(h => h.Number <= i.Version)], []))];
    }
}
