namespace Reminders.Core.Items;

/// <summary>
/// Finds who is meant by a name, and who answers for an item whose names are redacted. A name that fits two numbers is a finding and
/// gets none: nobody is texted on a guess. Whoever is absent is found as his deputy.
/// </summary>
/// <param name="contacts">The contacts.</param>
/// <param name="failing">The numbers that are known to fail for good.</param>
/// <param name="absences">The absences in force.</param>
public sealed class ContactDirectory(IReadOnlyCollection<Contact> contacts, IReadOnlySet<PhoneNumber>? failing = null, IReadOnlyCollection<Absence>? absences = null)
{
    private readonly ILookup<string, Contact> byName = contacts.ToLookup(c => c.Name);

    private readonly ILookup<(Role, string), Contact> byItem = contacts
        .SelectMany(c => c.Items, (contact, item) => (Contact: contact, Item: item))
        .ToLookup(c => (c.Contact.Role, c.Item), c => c.Contact);

    private readonly ILookup<(Role, string), Contact> byUnit = contacts.Where(c => c.Unit is not null).ToLookup(c => (c.Role, c.Unit!));

    private readonly ImmutableArray<Contact> everywhere = [.. contacts.Where(c => c.Role == Role.Supervisor && c.Items.IsEmpty)];

    /// <summary>The directory in which nobody stands.</summary>
    public static ContactDirectory Empty { get; } = new([]);

    /// <summary>
    /// The item with the persons, leaders and supervisors that its names and the directory give it, and what was doubtful about that among its
    /// findings. Whom the plan named stays, and a contact listed for the item's code joins or fills the gap; whom an administrator named stands alone; a
    /// leader that nobody names is the one over its person.
    /// </summary>
    /// <param name="item">The item, named as it is to be.</param>
    /// <param name="opens">Whether this may open the item: then a number known to fail counts as none, since nobody would be reached.</param>
    public Item Resolve(Item item, bool opens)
    {
        var findings = item.Findings.RemoveAll(f => f.Code is FindingCodes.PhoneMissing or FindingCodes.PhoneAmbiguous or FindingCodes.NumberFailed).ToBuilder();
        var persons = Parties(item, Role.Person, item.NamedPersons, listed: !item.PersonsReplaced, findings);
        var leaders = Parties(item, Role.Leader, item.NamedLeaders, listed: !item.LeadersReplaced, findings);
        if (leaders.IsEmpty && !item.LeadersReplaced)
            leaders = [.. LeadersOver(persons, item).Select(name => WithPhone(new(name), Role.Leader, item, findings))];
        var supervisors = Parties(item, Role.Supervisor, [], listed: true, findings);
        (persons, leaders, supervisors) = (Present(persons), Present(leaders), Present(supervisors));
        if (opens)
            (persons, leaders) = (WithoutFailing(persons, findings), WithoutFailing(leaders, findings));
        return (item with { Persons = persons, Leaders = leaders, Supervisors = supervisors, Findings = findings.ToImmutable() }).WithoutAnsweredFindings();
    }

    /// <summary>The item with a deputy in the place of everybody who is absent, and with everybody else in his own; nobody is found anew.</summary>
    public Item WithDeputies(Item item) =>
        item with { Persons = Present(item.Persons), Leaders = Present(item.Leaders), Supervisors = Present(item.Supervisors) };

    /// <summary>Whether somebody of that name and number stands here.</summary>
    public bool Knows(Party party) => byName[party.Name].Any(c => c.Phone == party.Phone);

    /// <summary>
    /// Who is told of the item although the directory does not know them and neither the plan nor an administrator gave their number.
    /// </summary>
    public IEnumerable<(Role Role, Party Party)> Strangers(Item item) =>
        from role in Enum.GetValues<Role>()
        from party in item.Recipients(role).Select(p => p.InOwnName())
        where party.Phone.HasValue && !Knows(party) && !item.Named(role).Any(n => n.Phone == party.Phone)
        select (role, party);

    /// <summary>Whether the number is known to fail for good.</summary>
    public bool Fails(PhoneNumber number) => failing?.Contains(number) == true;

    // One level: a deputy who is absent as well is not replaced in turn. He may stand in one item for several, and be one of its people himself.
    private ImmutableArray<Party> Present(ImmutableArray<Party> parties) => parties.All(p => DeputyOf(p.InOwnName()) == p)
        ? parties
        : [.. parties.Select(p => DeputyOf(p.InOwnName())).Distinct()];

    private Party DeputyOf(Party party) => absences?.FirstOrDefault(a => a.IsOf(party)) is { } absence ? absence.StandIn(party) : party;

    private ImmutableArray<Party> WithoutFailing(ImmutableArray<Party> parties, ImmutableArray<Finding>.Builder findings)
    {
        var failed = parties.Where(p => p.Phone is { } number && Fails(number)).ToList();
        findings.AddRange(failed.Select(p => new Finding(FindingCodes.NumberFailed, $"The number of {p.Name} does not work; give another.")));
        return [.. parties.Select(p => failed.Contains(p) ? p with { Phone = null } : p)];
    }

    private ImmutableArray<Party> Parties(Item item, Role role, ImmutableArray<Party> named, bool listed, ImmutableArray<Finding>.Builder findings)
    {
        // Of an item that was dealt out to a unit its people are the unit's.
        if (listed && item.Unit is { } dealt && named.IsEmpty && role != Role.Supervisor)
            named = [.. byUnit[(role, dealt)].Where(c => c.Plan is null || c.Plan == item.Code.Plan).Select(c => new Party(c.Name, c.Phone))];
        var joining = !listed ? [] : (role == Role.Supervisor ? everywhere.Where(c => c.Plan is null || c.Plan == item.Code.Plan) : []).Concat(byItem[(role, item.Code.ToString())]);
        return
        [
            .. named.Select(p => WithPhone(p, role, item, findings))
                .Concat(joining.Select(c => new Party(c.Name, c.Phone)))
                .DistinctBy(p => (p.Name, p.Phone)),
        ];
    }

    // Several contacts of one name that have different leaders are as doubtful as several numbers: none of the leaders is taken.
    private IEnumerable<string> LeadersOver(IEnumerable<Party> persons, Item item) => persons
        .Select(p => Fitting(p.Name, Role.Person, item).Select(c => c.Leader).OfType<string>().Where(l => l.Length > 0).Distinct().ToList())
        .Where(leaders => leaders.Count == 1)
        .Select(leaders => leaders[0])
        .Distinct();

    // A number that the plan or an administrator gave is never replaced by somebody else's of the same name.
    private Party WithPhone(Party party, Role role, Item item, ImmutableArray<Finding>.Builder findings)
    {
        if (party.Phone.HasValue)
            return party;
        var phones = Fitting(party.Name, role, item).Select(c => c.Phone).Distinct().ToList();
        if (phones.Count == 1)
            return party with { Phone = phones[0] };
        findings.Add(phones.Count == 0
            ? new(FindingCodes.PhoneMissing, $"{party.Name} has no phone number in the contacts; add one.")
            : new(FindingCodes.PhoneAmbiguous, $"{phones.Count} contacts are called {party.Name}; give each a unit, or name the item in the contact's items."));
        return party;
    }

    // Of several contacts with one name, those listed for the item, else those of its units, of its plan, of the role.
    private List<Contact> Fitting(string name, Role role, Item item)
    {
        var all = byName[name].ToList();
        foreach (var narrower in new Func<Contact, bool>[]
        {
            c => c.Items.Contains(item.Code.ToString()),
            c => c.Unit is { } unit && item.Units.Contains(unit),
            c => c.Plan == item.Code.Plan,
            c => c.Role == role,
        })
        {
            if (all.Count > 1 && all.Any(narrower))
                all = [.. all.Where(narrower)];
        }
        return all;
    }
}
