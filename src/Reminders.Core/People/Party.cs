namespace Reminders.Core.People;

/// <summary>A person in a role of an item. Groups and redacted names are findings, not parties.</summary>
public sealed record Party(string Name, PhoneNumber? Phone = null)
{
    public string Name { get; init => field = Folded.Name(value); } = Folded.Name(Name);

    /// <summary>The absentee whom this deputy stands in for; null for a person who acts for themselves.</summary>
    public string? StandsFor { get; init => field = value is null ? null : Folded.Name(value); }

    /// <summary>The absentee's number, by which they are identified; null for a person who acts for themselves.</summary>
    public PhoneNumber? AbsentPhone { get; init; }

    /// <summary>The responsible person: the absentee if this party is a deputy.</summary>
    public Party InOwnName() => StandsFor is { } name ? new(name, AbsentPhone) : this;

    /// <summary>Whether the name is redacted or names a group, and so identifies no person.</summary>
    public bool NamesNobody => string.IsNullOrWhiteSpace(Name)
        || Name.Any(c => c is '*' or '×' or '□' or '●' or '○' or '某')
        || Name.All(c => c is 'x' or 'X')
        || Name.Contains("〇〇", StringComparison.Ordinal)
        || Name.StartsWith('各')
        || Name.Contains("全体", StringComparison.Ordinal);

    /// <summary>The refusal of a name that identifies no person.</summary>
    public Refusal NamesNobodyRefusal =>
        new("name-names-nobody", $"\"{Name}\" is redacted or a group; name one person or one office.");

    /// <summary>Whether the actor is this party or the person whom it stands in for.</summary>
    public bool Is(Actor somebody) => somebody.IsCalled(Name) || somebody.IsCalled(InOwnName().Name);
}

/// <summary>
/// The person who acts. <see cref="RecordedBy"/> is the key or number through which the action arrived; if it differs from the name, its
/// owner recorded the action on behalf of that person.
/// </summary>
public sealed record Actor(string Name, string? RecordedBy = null)
{
    public string Name { get; init => field = Folded.Name(value); } = Folded.Name(Name);

    /// <summary>
    /// Whether both are the same person: the names match, or the name of one matches the key of the other. Only letters and digits count.
    /// </summary>
    public bool IsSameAs(Actor other) =>
        IsCalled(other.Name) || (other.RecordedBy is { } key && IsCalled(key)) || (RecordedBy is { } own && other.IsCalled(own));

    public bool IsCalled(string name) => Folded.Bare(Name) == Folded.Bare(name);

    /// <summary>Whether the same key recorded both.</summary>
    public bool IsRecordedAs(Actor other) => RecordedBy is { } own && other.RecordedBy is { } key && Folded.Bare(own) == Folded.Bare(key);
}

/// <summary>The role in which a person is told of an item. A later role is told of more serious matters.</summary>
public enum Role
{
    /// <summary>Responsible person 责任人: does the work, and is reminded before, on and after the deadline.</summary>
    Person,

    /// <summary>Responsible leader 责任领导: is told when an item is overdue.</summary>
    Leader,

    /// <summary>Supervisor 督查 / 主要领导: is told once a week when an item stays overdue.</summary>
    Supervisor,
}
