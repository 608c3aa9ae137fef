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
    public static IReadOnlyList<BoardList> Of(Item item)
    {
        var people = PeopleOf(item);
        var lists = new List<BoardList>(3 + people.Count) { All, OfUnit(item.ListedUnder) };
        if (item.IsAsked)
            lists.Add(Asked);
        if (people.Count > MostPeople)
            people = [Crowd.Text];
        foreach (var text in people)
            lists.Add(OfPerson(text));
        return lists;
    }

    /// <summary>The names and numbers of the item's people, or more than <see cref="MostPeople"/> of them.</summary>
    private static List<string> PeopleOf(Item item)
    {
        var people = new List<string>();
        foreach (var parties in (ReadOnlySpan<ImmutableArray<Party>>)[item.NamedPersons, item.NamedLeaders, item.Persons, item.Leaders])
        {
            foreach (var party in parties)
            {
                if (people.Count > MostPeople)
                    return people;
                Add(party.Name);
                Add(party.Phone?.Value);
                if (party.StandsFor is { } absent)
                {
                    Add(absent);
                    Add(party.AbsentPhone?.Value);
                }
            }
        }
        if (item.Unit is { } unit && (item.NamedPersons.IsEmpty || item.NamedLeaders.IsEmpty))
            Add(ServedBy(unit));
        return people;

        void Add(string? text)
        {
            if (!string.IsNullOrEmpty(text) && !people.Contains(text))
                people.Add(text);
        }
    }
}

/// <summary>The number of a plan's items by state and deadline, for the items listed under one unit.</summary>
/// <param name="Unit">The unit; null for the items without a unit.</param>
/// <param name="Lines">The lines that count at least one item.</param>
public sealed record Tally(string? Unit, ImmutableArray<TallyLine> Lines)
{
    public static Tally Empty(string? unit) => new(unit, []);

    /// <summary>The tally with these items more.</summary>
    public Tally With(params IEnumerable<Item> items) => Count(items, 1);

    /// <summary>The tally with one item less.</summary>
    public Tally Without(Item item) => Count([item], -1);

    private Tally Count(IEnumerable<Item> items, int change)
    {
        var lines = new List<TallyLine>(Lines);
        foreach (var item in items)
        {
            var place = 0;
            while (place < lines.Count && (lines[place].State != item.State || lines[place].Due != item.Deadline.Date))
                place++;
            var asked = item.IsAsked ? change : 0;
            if (place < lines.Count)
                lines[place] = lines[place] with { Items = lines[place].Items + change, Asked = lines[place].Asked + asked };
            else if (change > 0)
                lines.Add(new(item.State, item.Deadline.Date, change, asked));
        }
        lines.RemoveAll(l => l.Items == 0);
        return this with { Lines = [.. lines] };
    }
}

/// <summary>A line of a tally.</summary>
/// <param name="State">The state.</param>
/// <param name="Due">The deadline; null for items without a date.</param>
/// <param name="Items">How many items have both.</param>
/// <param name="Asked">How many of them have an open request for a later deadline.</param>
public sealed record TallyLine(ItemState State, LocalDate? Due, int Items, int Asked = 0);
