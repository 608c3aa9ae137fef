namespace Reminders.Core.People;

/// <summary>A person or leader named by a plan. Only a real person's name stands here: groups and redactions are findings.</summary>
public sealed record Party(string Name, PhoneNumber? Phone = null)
{
    public string Name { get; init => field = Folded.Name(value); } = Folded.Name(Name);

    /// <summary>The name of the absent one whose deputy this is; null for whoever answers in his own name.</summary>
    public string? StandsFor { get; init => field = value is null ? null : Folded.Name(value); }

    /// <summary>The number of the absent one, by which he is found again; null for whoever answers in his own name.</summary>
    public PhoneNumber? AbsentPhone { get; init; }

    /// <summary>Who answers for the item in the end: the absent one in the place of his deputy.</summary>
    public Party InOwnName() => StandsFor is { } name ? new(name, AbsentPhone) : this;

    /// <summary>Whether the name is redacted or a group's, so that nobody is meant by it.</summary>
    public bool NamesNobody => string.IsNullOrWhiteSpace(Name)
        || Name.Any(c => c is '*' or '×' or '□' or '●' or '○' or '某')
        || Name.All(c => c is 'x' or 'X')
        || Name.StartsWith('各')
        || Name.StartsWith("全体", StringComparison.Ordinal);

    /// <summary>Whether somebody is this party: the deputy, or the one for whom he stands.</summary>
    public bool Is(Actor somebody) => somebody.IsCalled(Name) || somebody.IsCalled(InOwnName().Name);
}

/// <summary>
/// Who did something. <see cref="RecordedBy"/> is the key or number through which it reached the system; where it differs from the name,
/// its owner recorded it on that person's behalf.
/// </summary>
public sealed record Actor(string Name, string? RecordedBy = null)
{
    public string Name { get; init => field = Folded.Name(value); } = Folded.Name(Name);

    /// <summary>
    /// Whether one and the same person stands behind both: by name, because the one wrote the other down, or because the key's owner acted himself and
    /// his key names somebody else now. Only letters and digits of names count.
    /// </summary>
    public bool IsSameAs(Actor other) =>
        IsCalled(other.Name) || (other.RecordedBy is { } key && IsCalled(key)) || (RecordedBy is { } own && other.IsCalled(own));

    public bool IsCalled(string name) => Folded.Bare(Name) == Folded.Bare(name);

    /// <summary>Whether one key recorded both, whomever it recorded them for.</summary>
    public bool IsRecordedAs(Actor other) => RecordedBy is { } own && other.RecordedBy is { } key && Folded.Bare(own) == Folded.Bare(key);
}

/// <summary>In which duty somebody is told of an item. A later role is told of more serious things.</summary>
public enum Role
{
    /// <summary>Responsible person 责任人: does the work, is reminded before, on and after the deadline.</summary>
    Person,

    /// <summary>Responsible leader 责任领导: is told when an item is overdue.</summary>
    Leader,

    /// <summary>Supervisor 督查 / 主要领导: is told once a week when the leader's alert has not helped either.</summary>
    Supervisor,
}
