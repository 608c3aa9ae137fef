namespace Reminders.Core.Plans;

/// <summary>
/// A plan as read from a file. <see cref="Year"/> is the year given to dates without one, <see cref="YearBasis"/> the reason; both are null
/// when no date needed a year.
/// </summary>
public sealed record PlanDraft(string Title, int? Year, Wording? YearBasis)
{
    public string? IssuingUnit { get; init; }

    /// <summary>The document number 文号 such as <c>〔2026〕12号</c>; null for none.</summary>
    public string? DocumentNumber { get; init; }

    /// <summary>Whether the year comes from a weak source: a document number that the plan cites, or the day of loading.</summary>
    public bool YearIsWeak { get; init; }

    public ImmutableArray<ItemDraft> Items { get; init; } = [];

    /// <summary>
    /// The plan dealt out to units, such as the villages of a township: each unit gets every item, and its contacts are the persons and
    /// leaders. Leaders named by the plan lead all units; persons named by the plan are left out.
    /// </summary>
    public PlanDraft DealtTo(IReadOnlyCollection<string> units) => units.Count == 0 ? this : this with
    {
        Items = [.. Items.SelectMany(_ => units, Dealt).Select((item, index) => item with { Ordinal = index + 1 })],
    };

    private static ItemDraft Dealt(ItemDraft item, string unit) => item with
    {
        Unit = unit,
        Title = $"{unit}：{item.Title}",
        Units = [unit],
        Persons = [],
        Findings = item.Findings.RemoveAll(f => f.Code.StartsWith("person-", StringComparison.Ordinal)),
    };

    public ImmutableArray<Finding> Findings { get; init; } = [];
}

/// <summary>
/// One problem as read. <see cref="Ordinal"/> counts from 1 through the plan and is the code of the item within it; <see cref="Number"/> is
/// the printed number (<c>3</c>, <c>(二)</c>), null for none.
/// </summary>
public sealed record ItemDraft(int Ordinal, string? Number, string Title)
{
    public string Section { get; init; } = "";
    public string Problem { get; init; } = "";
    public string Measures { get; init; } = "";
    public ImmutableArray<Party> Leaders { get; init; } = [];
    public ImmutableArray<Party> Persons { get; init; } = [];
    public ImmutableArray<string> Units { get; init => field = Folded.Texts(value); } = [];
    public Deadline Deadline { get; init; } = Deadline.Missing;
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>The unit to which the item is dealt out; null for none.</summary>
    public string? Unit { get; init => field = value is null ? null : Folded.Text(value); }

    /// <summary>The people in the plan, persons first, by which a changed file is recognised.</summary>
    public ImmutableArray<string> Said
    {
        get
        {
            var said = ImmutableArray.CreateBuilder<string>(Persons.Length + 1 + Leaders.Length);
            foreach (var person in Persons)
                said.Add(Words(person));
            said.Add("");
            foreach (var leader in Leaders)
                said.Add(Words(leader));
            return said.MoveToImmutable();
        }
    }

    private static string Words(Party party) => party.Phone is { } phone ? $"{party.Name} {phone.Value}" : party.Name;

    /// <summary>The code within the plan.</summary>
    public string Code => Ordinal.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>
/// A plan as an office files it 整改台账, on a local day in its zone: the items by code, each with its history up to the present version.
/// </summary>
public sealed record PlanExport(Plan Plan, LocalDate On, IReadOnlyList<ItemFile> Items)
{
    public IReadOnlyList<Contact> Contacts { get; init; } = [];

    /// <summary>
    /// The responsible units: those that the plan names, otherwise the unit to which the item was dealt out, otherwise the units of the
    /// responsible persons in the directory, not of their deputies.
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
