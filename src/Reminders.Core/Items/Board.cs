namespace Reminders.Core.Items;

/// <summary>
/// Where an item stands in a list of the board: lists are in the order of the deadline, and items without a date come last. Entries of one
/// date are in the order of their codes.
/// </summary>
public readonly record struct BoardEntry(ItemCode Code, ItemState State, LocalDate? Due)
{
    public static BoardEntry Of(Item item) => new(item.Code, item.State, item.Deadline.Date);
}

public enum BoardListKind
{
    /// <summary>All items.</summary>
    All,

    /// <summary>The items that are listed under a unit.</summary>
    Unit,

    /// <summary>
    /// The items that name a person, or have their number, in any role. Whom an item tells depends on the directory too
    /// (<see cref="ContactDirectory.TracesOf"/>).
    /// </summary>
    Person,

    /// <summary>The open items with a request for a later deadline.</summary>
    Asked,
}

/// <summary>A list of items on the board, which the ledger keeps in order.</summary>
public readonly record struct BoardList(BoardListKind Kind, string Text = "")
{
    /// <summary>An item that names more people stands in <see cref="Crowd"/> instead of the list of each.</summary>
    private const int MostPeople = 24;

    public static BoardList All { get; } = new(BoardListKind.All);

    public static BoardList Asked { get; } = new(BoardListKind.Asked);

    /// <summary>The items that name so many people that nobody's list has them.</summary>
    public static BoardList Crowd { get; } = new(BoardListKind.Person);

    public static BoardList OfUnit(string? unit) => new(BoardListKind.Unit, unit ?? "");

    /// <summary>Stands among the people of an item that was dealt out to the unit and names nobody in a role.</summary>
    public static string ServedBy(string unit) => "@" + unit;

    /// <param name="text">A name or a number.</param>
    public static BoardList OfPerson(string text) => new(BoardListKind.Person, text);

    /// <summary>The lists in which an item stands.</summary>
    public static IEnumerable<BoardList> Of(Item item)
    {
        yield return All;
        yield return OfUnit(item.ListedUnder);
        if (item.IsAsked)
            yield return Asked;
        var people = PeopleOf(item).ToHashSet();
        foreach (var list in people.Count > MostPeople ? [Crowd] : people.Select(OfPerson))
            yield return list;
    }

    private static IEnumerable<string> PeopleOf(Item item)
    {
        var named =
            from party in (IEnumerable<Party>)[.. item.NamedPersons, .. item.NamedLeaders, .. item.Persons, .. item.Leaders]
            let own = party.InOwnName()
            from text in (string?[])[party.Name, own.Name, party.Phone?.Value, own.Phone?.Value]
            where !string.IsNullOrEmpty(text)
            select text;
        return item.Unit is { } unit && (item.NamedPersons.IsEmpty || item.NamedLeaders.IsEmpty) ? named.Append(ServedBy(unit)) : named;
    }
}

/// <summary>The number of a plan's items by state and deadline, for the items listed under one unit.</summary>
/// <param name="Unit">The unit; null for the items without a unit.</param>
/// <param name="Lines">The lines that count at least one item.</param>
public sealed record Tally(string? Unit, ImmutableArray<TallyLine> Lines)
{
    public static Tally Empty(string? unit) => new(unit, []);

    /// <summary>The tally with one item more.</summary>
    public Tally With(Item item) => Count(item, 1);

    /// <summary>The tally with one item less.</summary>
    public Tally Without(Item item) => Count(item, -1);

    private Tally Count(Item item, int change)
    {
        var asked = item.IsAsked ? change : 0;
        var place = Lines.IndexOf(Lines.FirstOrDefault(l => l.State == item.State && l.Due == item.Deadline.Date)!);
        if (place < 0 && change < 0)
            return this;
        if (place < 0)
            return this with { Lines = Lines.Add(new(item.State, item.Deadline.Date, change, asked)) };
        var line = Lines[place];
        line = line with { Items = line.Items + change, Asked = line.Asked + asked };
        return this with { Lines = line.Items == 0 ? Lines.RemoveAt(place) : Lines.SetItem(place, line) };
    }
}

/// <summary>A line of a tally.</summary>
/// <param name="State">The state.</param>
/// <param name="Due">The deadline; null for items without a date.</param>
/// <param name="Items">How many items have both.</param>
/// <param name="Asked">How many of them have an open request for a later deadline.</param>
public sealed record TallyLine(ItemState State, LocalDate? Due, int Items, int Asked = 0);
