namespace Reminders.Core.Items;

/// <summary>
/// One problem to put right 整改事项, as the ledger keeps it. <see cref="Version"/> grows by one at every saved change. <see cref="OpenSince"/>
/// is the last instant at which it became Open; of the steps before that, only the latest is owed.
/// </summary>
public sealed record Item(ItemCode Code, string? Number, string Title)
{
    public string Section { get; init; } = "";
    public string Problem { get; init; } = "";
    public string Measures { get; init; } = "";
    public ImmutableArray<string> Units { get; init; } = [];

    /// <summary>The persons named by the plan or an administrator, with a number only if they gave one.</summary>
    public ImmutableArray<Party> NamedPersons { get; init; } = [];

    /// <inheritdoc cref="NamedPersons"/>
    public ImmutableArray<Party> NamedLeaders { get; init; } = [];

    /// <summary>Whether an administrator replaced the persons; then no contact joins them through its listed items.</summary>
    public bool PersonsReplaced { get; init; }

    /// <inheritdoc cref="PersonsReplaced"/>
    public bool LeadersReplaced { get; init; }

    /// <summary>The unit to which the item was dealt out; null if the plan was not dealt out. Each unit has its own item.</summary>
    public string? Unit { get; init; }

    /// <summary>
    /// The unit under which boards and digests list the item: its own unit, otherwise the first responsible unit; null for none.
    /// </summary>
    public string? ListedUnder => Unit is { Length: > 0 } ? Unit : Units.FirstOrDefault(u => u.Length > 0);

    /// <inheritdoc cref="Plans.ItemDraft.Said"/>
    public ImmutableArray<string> Said { get; init; } = [];

    /// <summary>
    /// The people who are told. The ledger keeps those of the last change; <see cref="ContactDirectory.Told(Item)"/> gives those
    /// of now.
    /// </summary>
    public ImmutableArray<Party> Persons { get; init; } = [];

    public ImmutableArray<Party> Leaders { get; init; } = [];
    public ImmutableArray<Party> Supervisors { get; init; } = [];
    public Deadline Deadline { get; init; } = Deadline.None(DeadlineKind.Missing, "");
    public ItemState State { get; init; } = ItemState.Draft;
    public Instant? OpenSince { get; init; }
    public WorkReport? Report { get; init; }

    /// <summary>The return 退回 of the last report; null after a new report.</summary>
    public Remark? Returned { get; init; }

    /// <summary>The last time that the office urged the person 催办; null if it never did.</summary>
    public Remark? Urged { get; init; }

    /// <summary>The open request for a later deadline; null when there is none.</summary>
    public ExtensionRequest? Asked { get; init; }

    /// <summary>Whether a request for a later deadline waits for an answer.</summary>
    public bool IsAsked => State == ItemState.Open && Asked is not null;

    /// <summary>The answer to the last request for a later deadline; null before the first.</summary>
    public ExtensionAnswer? Answered { get; init; }

    /// <summary>The planned look-back 回头看 at the closed item; null when none is planned or it is done.</summary>
    public PlannedLookBack? LookBack { get; init; }

    /// <summary>Counts from 1. A reopened item begins the next cycle and keeps the old dates in its history.</summary>
    public int Cycle { get; init; } = 1;

    public int Version { get; init; } = 1;

    /// <summary>Photos, documents and links 佐证材料 in order of arrival; evidence of earlier cycles stays.</summary>
    public ImmutableArray<Evidence> Evidence { get; init; } = [];

    /// <summary>Doubts from reading the plan. <see cref="Missing"/> computes what is missing now.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>
    /// The codes of what the item needs before it can be Open: a deadline date, and a person and a leader with a number each.
    /// </summary>
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

    /// <summary>
    /// The item without findings that are settled: about its people once they have numbers, about its deadline once it has a date.
    /// </summary>
    public Item WithoutAnsweredFindings() =>
        Findings.RemoveAll(IsAnswered) is var left && left == Findings ? this : this with { Findings = left };

    private bool IsAnswered(Finding finding) => finding.Code switch
    {
        FindingCodes.PersonMissing or FindingCodes.PersonRedacted => Recipients(Role.Person).Any(),
        FindingCodes.LeaderMissing or FindingCodes.LeaderRedacted => Recipients(Role.Leader).Any(),
        FindingCodes.PhoneMissing or FindingCodes.PhoneAmbiguous => Persons.Concat(Leaders).All(p => p.Phone.HasValue),
        _ => Deadline.Kind == DeadlineKind.Date && FindingCodes.SaysNoDate(finding.Code),
    };

    /// <summary>Whether the item is in a state in which the action is possible.</summary>
    public bool Allows(ItemAction action) =>
        ItemLife.Next(State, action) is not null && (action != ItemAction.RefuseExtension || IsAsked);

    /// <summary>Whether the item owes messages: it is open, reported, or closed with a planned look-back.</summary>
    public bool IsWatched => State is ItemState.Open or ItemState.Reported || (State == ItemState.Closed && LookBack is not null);

    /// <summary>Whether the item owes nothing any more unless somebody reopens it.</summary>
    public bool IsAtItsEnd => State is ItemState.Closed or ItemState.Cancelled && !IsWatched;

    /// <summary>The reason for messages about the item at present; null when none are owed.</summary>
    /// <param name="zone">The plan's zone, in which the day of the report is found.</param>
    public Occasion? OccasionIn(DateTimeZone zone) => this switch
    {
        { State: ItemState.Open, Deadline: { Date: { } date } deadline, OpenSince: { } since } =>
            new(OccasionKind.Deadline, date, since, deadline.Version),
        { State: ItemState.Reported, Report: { } report } => new(OccasionKind.Verification, report.At.InZone(zone).Date, report.At, 0),
        { State: ItemState.Closed, LookBack: { } lookBack } => new(OccasionKind.LookBack, lookBack.On, lookBack.Since, 0),
        _ => null,
    };

    /// <summary>News of the open item. Each is told once, in the next slot.</summary>
    public IEnumerable<ItemNews> News
    {
        get
        {
            if (State != ItemState.Open)
                yield break;
            if (Returned is { } returned)
                yield return new(StepKind.Returned, Role.Person, returned.At);
            if (Urged is { } urged)
                yield return new(StepKind.Urged, Role.Person, urged.At);
            if (Answered is { } answered)
                yield return new(StepKind.Answered, Role.Person, answered.At);
            if (Asked is { } asked)
                // After a return the request counts as new.
                yield return new(StepKind.Asked, Role.Leader, Instant.Max(asked.At, OpenSince ?? asked.At));
        }
    }

    /// <summary>The people with a number who are told in the role.</summary>
    public ImmutableArray<Party> Recipients(Role role) => Parties(role) is var parties && parties.All(p => p.Phone.HasValue)
        ? parties
        : [.. parties.Where(p => p.Phone.HasValue)];

    /// <summary>Whether the number is told in the role.</summary>
    public bool Reaches(Role role, PhoneNumber number)
    {
        foreach (var party in Parties(role))
        {
            if (party.Phone == number)
                return true;
        }
        return false;
    }

    /// <summary>Whether both items have the same people. Their order follows the rows of the directory and does not count.</summary>
    public bool HasPeopleOf(Item other) => Enum.GetValues<Role>().All(role => Parties(role).ToHashSet().SetEquals(other.Parties(role)));

    /// <summary>The people named by the plan or an administrator. Supervisors come from the directory only.</summary>
    public ImmutableArray<Party> Named(Role role) => role switch
    {
        Role.Person => NamedPersons,
        Role.Leader => NamedLeaders,
        _ => [],
    };

    public ImmutableArray<Party> Parties(Role role) => role switch
    {
        Role.Person => Persons,
        Role.Leader => Leaders,
        Role.Supervisor => Supervisors,
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };
}

/// <summary>A report that the work is done 报结: a claim until another person verifies it.</summary>
public sealed record WorkReport(Actor By, Instant At, string Note);

/// <summary>A request for a later deadline 申请延期. The deadline moves only when the leader or the office grants it.</summary>
public sealed record ExtensionRequest(Actor By, Instant At, LocalDate Deadline, string Reason);

/// <summary>A remark about an item.</summary>
public sealed record Remark(Actor By, Instant At, string Text);

/// <summary>The answer to a request for a later deadline; a refusal has a reason.</summary>
public sealed record ExtensionAnswer(Actor By, Instant At, bool Granted, string Reason);

/// <summary>A look-back at a closed item, due from a local day on, planned at an instant.</summary>
public sealed record PlannedLookBack(LocalDate On, Instant Since);

/// <summary>
/// An event of an item that a role is told of: a return 退回, an urging 催办, a request for a later deadline 申请延期, its answer.
/// </summary>
public sealed record ItemNews(StepKind What, Role Role, Instant At)
{
    /// <summary>An urging is not told any more after this time.</summary>
    private static readonly Duration UrgingLasts = Duration.FromDays(7);

    /// <summary>Whether the news is too old to be told.</summary>
    public bool IsOver(Instant now) => What == StepKind.Urged && now - At > UrgingLasts;

    /// <summary>The step that tells it.</summary>
    public StepName StepName => StepName.Of(What, At);
}
