namespace Reminders.Core.Plans;

/// <summary>
/// A plan as it was read from a file, before anybody answers for it. <see cref="Year"/> is the year that dates without
/// one were given, <see cref="YearBasis"/> why; both are null when no date needed one.
/// </summary>
public sealed record PlanDraft(string Title, int? Year, string? YearBasis)
{
    public string? IssuingUnit { get; init; }

    /// <summary>The document's own number 文号 such as <c>〔2026〕12号</c>; null where it has none.</summary>
    public string? DocumentNumber { get; init; }

    /// <summary>Whether dates without a year got theirs from nothing that the document says of itself: from a number that it cites, or from the day of loading.</summary>
    public bool YearIsWeak { get; init; }

    public ImmutableArray<ItemDraft> Items { get; init; } = [];

    /// <summary>
    /// The plan dealt out to units, such as a township's to its villages: each item once for each unit, whose own people in the directory do and lead it. Whom the
    /// document names leads them all if it names leaders; its persons are left out, since each unit has its own.
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
/// One problem as it was read. <see cref="Ordinal"/> counts from 1 through the whole plan and is the item's code within it;
/// <see cref="Number"/> is what the document prints (<c>3</c>, <c>(二)</c>), null where it prints none.
/// </summary>
public sealed record ItemDraft(int Ordinal, string? Number, string Title)
{
    public string Section { get; init; } = "";
    public string Problem { get; init; } = "";
    public string Measures { get; init; } = "";
    public ImmutableArray<Party> Leaders { get; init; } = [];
    public ImmutableArray<Party> Persons { get; init; } = [];
    public ImmutableArray<string> Units { get; init => field = [.. value.Select(Folded.Text)]; } = [];
    public Deadline Deadline { get; init; } = Deadline.None(DeadlineKind.Missing, "");
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>The unit that the item is dealt out to; null in a plan that is not dealt out.</summary>
    public string? Unit { get; init => field = value is null ? null : Folded.Text(value); }

    /// <summary>The people that the plan itself gave, persons first, by which a file that is loaded again is recognised.</summary>
    public ImmutableArray<string> Said => [.. Persons.Select(Words), "", .. Leaders.Select(Words)];

    private static string Words(Party party) => party.Phone is { } phone ? $"{party.Name} {phone.Value}" : party.Name;

    /// <summary>The item's code within its plan.</summary>
    public string Code => Ordinal.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

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
