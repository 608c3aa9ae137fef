namespace Reminders.Web.Routes;

/// <summary>Which items a list shows. A part that is null lets every item pass.</summary>
internal sealed record ItemFilter
{
    public IReadOnlyCollection<Light>? Lights { get; init; }

    public ItemState? State { get; init; }

    /// <summary>A person who does or leads the item, or the absentee for whom a deputy does.</summary>
    public string? Anyone { get; init; }

    /// <summary>A person who does the item.</summary>
    public string? Person { get; init; }

    public string? Leader { get; init; }

    public string? Unit { get; init; }

    /// <summary>A part of the title, problem or section.</summary>
    public string? Text { get; init; }

    public LocalDate? Due { get; init; }

    public bool Passes(Item item, Light light) =>
        Lights?.Contains(light) != false
        && (State is null || item.State == State)
        && (Anyone is null || Names(item.Persons, Anyone) || Names(item.Leaders, Anyone))
        && (Person is null || Names(item.Persons, Person))
        && (Leader is null || Names(item.Leaders, Leader))
        && (Unit is null || item.ListedUnder == Unit)
        && (Due is null || item.Deadline.Date == Due)
        && (Text is null || $"{item.Title} {item.Problem} {item.Section}".Contains(Text, StringComparison.OrdinalIgnoreCase));

    private static bool Names(ImmutableArray<Party> parties, string name) => parties.Any(p => p.Name == name || p.StandsFor == name);
}
