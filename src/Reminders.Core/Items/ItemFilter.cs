namespace Reminders.Core.Items;

/// <summary>Selects items for a list. A property that is null selects all.</summary>
public sealed record ItemFilter
{
    public int? Plan { get; init; }

    public ImmutableArray<Light>? Lights { get; init; }

    public ImmutableArray<ItemState>? States { get; init; }

    /// <summary>A person who does or leads the item, or the absentee for whom a deputy does.</summary>
    public string? Anyone { get; init; }

    /// <summary>A person who does the item.</summary>
    public string? Person { get; init; }

    public string? Leader { get; init; }

    public string? Unit { get; init; }

    /// <summary>A part of the title, problem or section.</summary>
    public string? Text { get; init; }

    public LocalDate? Due { get; init; }

    /// <summary>A name that the filter asks for; null if it asks for none.</summary>
    public string? Name => Person ?? Leader ?? Anyone;

    public bool Passes(Item item, Light light) =>
        Passes(BoardEntry.Of(item), light)
        && (Anyone is null || Names(item.Persons, Anyone) || Names(item.Leaders, Anyone))
        && (Person is null || Names(item.Persons, Person))
        && (Leader is null || Names(item.Leaders, Leader))
        && (Unit is null || item.ListedUnder == Unit)
        && (Text is null || $"{item.Title} {item.Problem} {item.Section}".Contains(Text, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether an entry of the board passes what can be told from it: plan, state, light and deadline.</summary>
    public bool Passes(BoardEntry entry, Light light) =>
        (Plan is null || entry.Code.Plan == Plan)
        && Lights?.Contains(light) != false
        && States?.Contains(entry.State) != false
        && (Due is null || entry.Due == Due);

    private static bool Names(ImmutableArray<Party> parties, string name) => parties.Any(p => p.Name == name || p.StandsFor == name);
}
