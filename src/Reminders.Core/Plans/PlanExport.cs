namespace Reminders.Core.Plans;

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
