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

    /// <summary>The unit under which boards and digests list the item: that which it was dealt out to, else the first of those responsible; null for none.</summary>
    public string? ListedUnder => Unit ?? Units.FirstOrDefault();

    /// <inheritdoc cref="Plans.ItemDraft.Said"/>
    public ImmutableArray<string> Said { get; init; } = [];

    /// <summary>
    /// The people who are told. In the ledger they are those of the item's last change; <see cref="ContactDirectory.Told(Item)"/> gives those of now.
    /// </summary>
    public ImmutableArray<Party> Persons { get; init; } = [];

    public ImmutableArray<Party> Leaders { get; init; } = [];
    public ImmutableArray<Party> Supervisors { get; init; } = [];
    public Deadline Deadline { get; init; } = Deadline.None(DeadlineKind.Missing, "");
    public ItemState State { get; init; } = ItemState.Draft;
    public Instant? OpenSince { get; init; }
    public WorkReport? Report { get; init; }

    /// <summary>Why the last report was not accepted 退回; null once the work is reported done again.</summary>
    public Remark? Returned { get; init; }

    /// <summary>The extension that was asked for and neither granted nor refused yet.</summary>
    public ExtensionRequest? Asked { get; init; }

    /// <summary>What came of the extension that was last asked for; null until something did.</summary>
    public ExtensionAnswer? Answered { get; init; }

    /// <summary>When the closed item is to be looked at once more 回头看; null when nobody asks for that, or somebody has.</summary>
    public PlannedLookBack? LookBack { get; init; }

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

    /// <summary>Whether the item owes messages to anybody: open, waiting to be verified, or closed and to be looked at again.</summary>
    public bool IsWatched => State is ItemState.Open or ItemState.Reported || (State == ItemState.Closed && LookBack is not null);

    /// <summary>Whether nothing is to come any more, unless somebody reopens the item.</summary>
    public bool IsAtItsEnd => State is ItemState.Closed or ItemState.Cancelled && !IsWatched;

    /// <summary>Why messages about the item are owed at present; null when none are.</summary>
    /// <param name="zone">The plan's zone, in which the report has its day.</param>
    public Occasion? OccasionIn(DateTimeZone zone) => this switch
    {
        { State: ItemState.Open, Deadline: { Date: { } date } deadline, OpenSince: { } since } =>
            new(OccasionKind.Deadline, date, since, deadline.Version),
        { State: ItemState.Reported, Report: { } report } => new(OccasionKind.Verification, report.At.InZone(zone).Date, report.At, 0),
        { State: ItemState.Closed, LookBack: { } lookBack } => new(OccasionKind.LookBack, lookBack.On, lookBack.Since, 0),
        _ => null,
    };

    /// <summary>What happened to the open item and is to be told, once, in the first slot that there is.</summary>
    public IEnumerable<ItemNews> News
    {
        get
        {
            if (State != ItemState.Open)
                yield break;
            if (Returned is { } returned)
                yield return new(StepKind.Returned, Role.Person, returned.At);
            if (Answered is { } answered)
                yield return new(StepKind.Answered, Role.Person, answered.At);
            if (Asked is { } asked)
                // of an item that was returned since it waits anew
                yield return new(StepKind.Asked, Role.Leader, Instant.Max(asked.At, OpenSince ?? asked.At));
        }
    }

    /// <summary>Those who are told in the given role; a party without a number is not among them.</summary>
    public IEnumerable<Party> Recipients(Role role) => Parties(role).Where(p => p.Phone.HasValue);

    /// <summary>Whether the same people are told of both. Their order is that of the directory's rows and does not count.</summary>
    public bool HasPeopleOf(Item other) => Enum.GetValues<Role>().All(role => Parties(role).ToHashSet().SetEquals(other.Parties(role)));

    /// <summary>Those whom the plan or an administrator named; supervisors are found in the directory alone.</summary>
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

/// <summary>That the work is said to be done 报结: a claim, until somebody else has verified it.</summary>
public sealed record WorkReport(Actor By, Instant At, string Note);

/// <summary>That somebody asks for a later deadline 申请延期, from when on and why; it moves nothing until the leader or the office grants it.</summary>
public sealed record ExtensionRequest(Actor By, Instant At, LocalDate Deadline, string Reason);

/// <summary>What somebody said about an item, and when.</summary>
public sealed record Remark(Actor By, Instant At, string Text);

/// <summary>Whether a later deadline was granted; a refusal says why.</summary>
public sealed record ExtensionAnswer(Actor By, Instant At, bool Granted, string Reason);

/// <summary>That a closed item is to be looked at once more from a local day on, asked for at an instant.</summary>
public sealed record PlannedLookBack(LocalDate On, Instant Since);

/// <summary>Something that happened to an item and that a role is to hear of: a return 退回, a request for a later deadline 申请延期, its answer.</summary>
public sealed record ItemNews(StepKind What, Role Role, Instant At)
{
    /// <summary>The name of the step that tells it.</summary>
    public StepName StepName => StepName.Of(What, At);
}
