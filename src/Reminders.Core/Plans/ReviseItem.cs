namespace Reminders.Core.Plans;

/// <summary>
/// 修订: applies a changed plan file to an item. The state of the work stays; a moved deadline is a new version; people named by an
/// administrator stay. An item that would reach nobody afterwards stays unchanged.
/// </summary>
public sealed record ReviseItem(Actor By, ItemDraft Says) : ItemCommand(By)
{
    public override ItemAction Action => ItemAction.Revise;

    protected override Decision Apply(Item item, DateTimeZone zone, Instant now)
    {
        var changes = Changes(item, Says);
        if (changes.IsEmpty && !item.Findings.Any(f => NoteFinding.Codes.Contains(f.Code)))
            return new Decision.Nothing(item);
        var wasDraft = item.OpenSince is null;
        var deadline = DeadlineOf(item, Says.Deadline);
        var samePeople = item.Said.SequenceEqual(Says.Said);
        var revised = People.Told(
            item with
            {
                Number = Says.Number,
                Section = Says.Section,
                Title = Says.Title,
                Problem = Says.Problem,
                Measures = Says.Measures,
                Units = Says.Units,
                NamedPersons = item.PersonsReplaced ? item.NamedPersons : Says.Persons,
                NamedLeaders = item.LeadersReplaced ? item.NamedLeaders : Says.Leaders,
                Persons = samePeople || item.PersonsReplaced ? item.Persons : [],
                Leaders = samePeople || item.LeadersReplaced ? item.Leaders : [],
                Said = Says.Said,
                Deadline = deadline,
                Asked = deadline.Date >= item.Asked?.Deadline ? null : item.Asked, // the file grants the request
                Findings = [.. Says.Findings, .. Kept(item, deadline)],
                OpenSince = !wasDraft && deadline.Version != item.Deadline.Version && item.State == ItemState.Open ? now : item.OpenSince,
            });
        var detail = string.Join("; ", changes.Select(c => $"{c.Field}: {Short(c.Old)} → {Short(c.New)}").DefaultIfEmpty("listed again"));
        if (!revised.Missing.Any())
            return new Decision.Change(wasDraft ? revised with { OpenSince = now } : revised, detail);
        if (wasDraft)
            return new Decision.Change(revised with { State = ItemState.Draft }, detail);
        return Decision.Refuse(
            WouldReachNobody,
            $"Item {item.Code} would lack: {ItemWords.OfMissing(revised.Missing)}. It stays as it was; add what is missing and "
            + $"load the plan again.");
    }

    /// <summary>The fields that differ from the previous file. Later changes by people do not count.</summary>
    public static ImmutableArray<FieldChange> Changes(Item item, ItemDraft says)
    {
        var changes = ImmutableArray.CreateBuilder<FieldChange>();
        Compare("number", item.Number ?? "", says.Number ?? "");
        Compare("section", item.Section, says.Section);
        Compare("title", item.Title, says.Title);
        Compare("problem", item.Problem, says.Problem);
        Compare("measures", item.Measures, says.Measures);
        Compare("units", string.Join('、', item.Units), string.Join('、', says.Units));
        if (!item.Said.SequenceEqual(says.Said))
        {
            // The present names, which may come from an administrator and not from the file.
            changes.Add(new("persons", Names(item.NamedPersons), Names(item.PersonsReplaced ? item.NamedPersons : says.Persons)));
            changes.Add(new("leaders", Names(item.NamedLeaders), Names(item.LeadersReplaced ? item.NamedLeaders : says.Leaders)));
        }
        if (item.Deadline.Text != says.Deadline.Text)
            changes.Add(new("deadline", Words(item.Deadline), Words(DeadlineOf(item, says.Deadline))));
        return changes.ToImmutable();

        void Compare(string field, string old, string now)
        {
            if (old != now)
                changes.Add(new(field, old, now));
        }
    }

    // A date that was extended or given by hand keeps the text of the file, so it stays until the text changes.
    private static Deadline DeadlineOf(Item item, Deadline says) => (item.Deadline, says) switch
    {
        var (old, now) when old.Text == now.Text => old,
        ({ Date: not null } old, { Date: null }) => old.Saying(says.Text),
        ({ Date: { } date } old, { Date: { } same }) when date == same => old.Saying(says.Text),
        (var old, { Date: { } date }) => old.MovedTo(date, says.Text),
        var (old, now) => Deadline.None(now.Kind, now.Text, old.Version + 1),
    };

    private IEnumerable<Finding> Kept(Item item, Deadline deadline)
    {
        var saysAnother = item.Deadline.Text != Says.Deadline.Text;
        if (Says.Deadline.Date is null && deadline.Date is { } date && saysAnother)
        {
            yield return new(
                FindingCodes.DeadlineKept,
                $"The plan says \"{Says.Deadline.Text}\" now, which is no date; {date:uuuu-MM-dd} stays watched.");
        }
        else if (!saysAnother && item.Findings.FirstOrDefault(f => f.Code == FindingCodes.DeadlineKept) is { } before)
            yield return before;
    }

    private static string Names(IEnumerable<Party> parties) => string.Join('、', parties.Select(p => p.Name));

    private static string Words(Deadline deadline) => deadline.Date is { } date ? $"{date:uuuu-MM-dd} ({deadline.Text})" : deadline.Text;

    private static string Short(string text) => text.Length switch { 0 => "nothing", > 500 => text[..500] + "…", _ => text };

    internal const string WouldReachNobody = "would-reach-nobody";
}

/// <summary>Puts a finding on an item and changes nothing else.</summary>
public sealed record NoteFinding(Actor By, Finding Finding) : ItemCommand(By)
{
    /// <summary>The codes that loading a plan again leaves on items. The next file that lists the item normally removes them.</summary>
    public static ImmutableArray<string> Codes { get; } = [FindingCodes.GoneFromPlan, FindingCodes.PlanSaysOtherwise];

    public override ItemAction Action => ItemAction.NoteFinding;

    protected override Decision Apply(Item item, DateTimeZone zone, Instant now)
    {
        if (item.Findings.Any(f => f.Code == Finding.Code && f.Message == Finding.Message))
            return new Decision.Nothing(item);
        var noted = item with { Findings = [.. item.Findings.Where(f => f.Code != Finding.Code), Finding] };
        return new Decision.Change(noted, $"{Finding.Code}: {Finding.Message}");
    }
}
