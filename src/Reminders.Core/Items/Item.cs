using System.Collections.Immutable;
using NodaTime;
using Reminders.Core.Contacts;
using Reminders.Core.Evidences;
using Reminders.Core.Plans;

namespace Reminders.Core.Items;

/// <summary>
/// One problem to put right 整改事项, as the ledger keeps it. <see cref="Version"/> grows by one at every saved change;
/// <see cref="OpenSince"/> is when it last became Open: steps before that moment are not owed, save the latest one.
/// </summary>
public sealed record Item(ItemCode Code, string? Number, string Title)
{
    public string Section { get; init; } = "";
    public string Problem { get; init; } = "";
    public string Measures { get; init; } = "";
    public ImmutableArray<string> Units { get; init; } = [];

    /// <summary>The persons as the plan or an administrator named them; a number stands here only where they gave one.</summary>
    public ImmutableArray<Party> NamedPersons { get; init; } = [];

    /// <inheritdoc cref="NamedPersons"/>
    public ImmutableArray<Party> NamedLeaders { get; init; } = [];

    /// <summary>An administrator has replaced the persons: nobody joins them because the directory lists him for the item.</summary>
    public bool PersonsReplaced { get; init; }

    /// <inheritdoc cref="PersonsReplaced"/>
    public bool LeadersReplaced { get; init; }

    /// <summary>The unit that the item was dealt out to, where the plan was dealt out; each unit has an item of its own.</summary>
    public string? Unit { get; init; }

    /// <inheritdoc cref="Plans.ItemDraft.Said"/>
    public ImmutableArray<string> Said { get; init; } = [];

    /// <summary>Who is told, found anew from the names and the directory whenever either changes.</summary>
    public ImmutableArray<Party> Persons { get; init; } = [];

    public ImmutableArray<Party> Leaders { get; init; } = [];
    public ImmutableArray<Party> Supervisors { get; init; } = [];
    public Deadline Deadline { get; init; } = Deadline.None(DeadlineKind.Missing, "");
    public ItemState State { get; init; } = ItemState.Draft;
    public Instant? OpenSince { get; init; }
    public WorkReport? Report { get; init; }

    /// <summary>The extension that was asked for and neither granted nor refused yet.</summary>
    public ExtensionRequest? Asked { get; init; }

    /// <summary>Counts from 1; a reopened item begins the next cycle and keeps the old dates in its history.</summary>
    public int Cycle { get; init; } = 1;

    public int Version { get; init; } = 1;

    /// <summary>Photos, documents and links 佐证材料 in the order in which they came; those of earlier cycles stay.</summary>
    public ImmutableArray<Evidence> Evidence { get; init; } = [];

    /// <summary>What reading the plan left in doubt. What is missing now is <see cref="Missing"/>, which is computed.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>The codes of what keeps this item from becoming Open: a deadline date, a person and a leader who can each be reached.</summary>
    public IEnumerable<string> Missing
    {
        get
        {
            if (Deadline.Kind != DeadlineKind.Date)
                yield return FindingCodes.Deadline(Deadline.Kind);
            if (Persons.IsEmpty)
                yield return FindingCodes.PersonMissing;
            if (Leaders.IsEmpty)
                yield return FindingCodes.LeaderMissing;
            if (!Persons.IsEmpty && !Persons.Any(p => p.Phone.HasValue))
                yield return "person-" + FindingCodes.PhoneMissing;
            if (!Leaders.IsEmpty && !Leaders.Any(p => p.Phone.HasValue))
                yield return "leader-" + FindingCodes.PhoneMissing;
        }
    }

    /// <summary>The item without the findings that it has answered: about its people once somebody can be reached, about its deadline once there is a date.</summary>
    public Item WithoutAnsweredFindings() => this with { Findings = Findings.RemoveAll(IsAnswered) };

    private bool IsAnswered(Finding finding) => finding.Code switch
    {
        FindingCodes.PersonMissing or FindingCodes.PersonRedacted => Recipients(Role.Person).Any(),
        FindingCodes.LeaderMissing or FindingCodes.LeaderRedacted => Recipients(Role.Leader).Any(),
        FindingCodes.PhoneMissing or FindingCodes.PhoneAmbiguous => Persons.Concat(Leaders).All(p => p.Phone.HasValue),
        _ => Deadline.Kind == DeadlineKind.Date && FindingCodes.SaysNoDate(finding.Code),
    };

    /// <summary>Those who are told in the given role; a party without a number is not among them.</summary>
    public IEnumerable<Party> Recipients(Role role) => Parties(role).Where(p => p.Phone.HasValue);

    public ImmutableArray<Party> Parties(Role role) => role switch
    {
        Role.Person => Persons,
        Role.Leader => Leaders,
        Role.Supervisor => Supervisors,
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };
}

/// <summary>That the work is said to be done 报结: a claim, until somebody else has verified it.</summary>
public sealed record WorkReport(Actor By, Instant At, string Note);

/// <summary>That somebody asks for a later deadline 申请延期, from when on and why; it moves nothing until the leader or the office grants it.</summary>
public sealed record ExtensionRequest(Actor By, Instant At, LocalDate Deadline, string Reason);

/// <summary>
/// Who did something. <see cref="RecordedBy"/> is the key or number through which it reached the system; where it differs from the name,
/// its owner recorded it on that person's behalf.
/// </summary>
public sealed record Actor(string Name, string? RecordedBy = null)
{
    /// <summary>
    /// Whether one and the same person stands behind both: by name, because the one wrote the other down, or because the key's owner acted himself and
    /// his key names somebody else now. Blanks in names do not count.
    /// </summary>
    public bool IsSameAs(Actor other) => IsCalled(other.Name) || (other.RecordedBy is { } key && IsCalled(key)) || (RecordedBy is { } own && other.IsCalled(own));

    public bool IsCalled(string name) => Bare(Name) == Bare(name);

    private static string Bare(string name) => string.Concat(name.Where(c => !char.IsWhiteSpace(c)));
}
