namespace Reminders.Core.Items;

/// <summary>
/// Finds who is told of an item, from the names in the item and what the office knows of its people at one moment. Pure. A name that fits two
/// numbers is a finding and gets none: nobody is texted on a guess. A deputy is found in the place of an absent person.
/// </summary>
/// <param name="contacts">The contacts.</param>
/// <param name="failing">The numbers that are known to fail for good.</param>
/// <param name="absences">The absences in force.</param>
/// <param name="handovers">All handovers, oldest first.</param>
public sealed class ContactDirectory(
    IReadOnlyCollection<Contact> contacts,
    IReadOnlySet<PhoneNumber>? failing = null,
    IReadOnlyCollection<Absence>? absences = null,
    IReadOnlyList<HandedOver>? handovers = null)
{
    private IReadOnlySet<PhoneNumber> failing = failing ?? ImmutableHashSet<PhoneNumber>.Empty;
    private IReadOnlyCollection<Absence> absences = absences ?? [];
    private readonly IReadOnlyList<HandedOver> handovers = handovers ?? [];

    private readonly ILookup<string, Contact> byName = contacts.ToLookup(c => c.Name);

    private readonly ILookup<(Role, string), Contact> byItem = contacts
        .SelectMany(c => c.Items, (contact, item) => (Contact: contact, Item: item))
        .ToLookup(c => (c.Contact.Role, c.Item), c => c.Contact);

    private readonly ILookup<(Role, string), Contact> byUnit = contacts.Where(c => c.Unit is not null).ToLookup(c => (c.Role, c.Unit!));

    private readonly ImmutableArray<Contact> everywhere = [.. contacts.Where(c => c.Role == Role.Supervisor && c.Items.IsEmpty)];

    /// <summary>The directory in which nobody stands.</summary>
    public static ContactDirectory Empty { get; } = new([]);

    /// <summary>The same directory at another moment: other numbers fail, and others are absent.</summary>
    public ContactDirectory At(IReadOnlySet<PhoneNumber> failing, IReadOnlyCollection<Absence> absences)
    {
        var then = (ContactDirectory)MemberwiseClone();
        (then.failing, then.absences) = (failing, absences);
        return then;
    }

    /// <summary>
    /// The item with the people who are told of it now. An item at its end keeps the people of its last change. Where the names and the directory
    /// reach nobody any more, the successor is told of an item whose people handed over, else the people of the item's last change.
    /// </summary>
    public Item Told(Item item)
    {
        if (item.IsAtItsEnd)
            return item;
        if (item.OpenSince is null)
            return Resolve(item, opens: true);
        var found = Found(item);
        var told = found with { Persons = Reached(item, found, Role.Person), Leaders = Reached(item, found, Role.Leader) };
        return WithDeputies(told).WithoutAnsweredFindings();
    }

    /// <summary>The same for several items.</summary>
    public IReadOnlyDictionary<ItemCode, Item> Told(IReadOnlyDictionary<ItemCode, Item> items) =>
        items.ToDictionary(i => i.Key, i => Told(i.Value));

    /// <summary>
    /// The item with the persons, leaders and supervisors that its names and the directory alone give it, and with what was doubtful about that among
    /// its findings. People named by the plan stay, and a contact listed for the item's code joins them or fills the gap. People named by an
    /// administrator stand alone. An item without a named leader gets the leader of its person.
    /// </summary>
    /// <param name="item">The item, named as it is to be.</param>
    /// <param name="opens">Whether this may open the item: then a number known to fail counts as none, since nobody would be reached.</param>
    public Item Resolve(Item item, bool opens)
    {
        var found = WithDeputies(Found(item));
        if (!opens)
            return found.WithoutAnsweredFindings();
        var findings = found.Findings.ToBuilder();
        var (persons, leaders) = (WithoutFailing(found.Persons, findings), WithoutFailing(found.Leaders, findings));
        return (found with { Persons = persons, Leaders = leaders, Findings = findings.ToImmutable() }).WithoutAnsweredFindings();
    }

    /// <summary>Whether somebody of that name and number stands here.</summary>
    public bool Knows(Party party) => byName[party.Name].Any(c => c.Phone == party.Phone);

    /// <summary>The people of the item whose numbers neither the directory knows nor the plan or an administrator gave.</summary>
    public IEnumerable<(Role Role, Party Party)> Strangers(Item item) =>
        from role in Enum.GetValues<Role>()
        from party in item.Recipients(role).Select(p => p.InOwnName())
        where IsStranger(item, role, party)
        select (role, party);

    /// <summary>Whether the number is known to fail for good.</summary>
    public bool Fails(PhoneNumber number) => failing.Contains(number);

    private bool IsStranger(Item item, Role role, Party party) =>
        party.Phone.HasValue && !Knows(party) && !item.Named(role).Any(n => n.Phone == party.Phone);

    /// <summary>In their own names: the people as the item's names and the directory give them.</summary>
    private Item Found(Item item)
    {
        var findings = item.Findings
            .RemoveAll(f => f.Code is FindingCodes.PhoneMissing or FindingCodes.PhoneAmbiguous or FindingCodes.NumberFailed).ToBuilder();
        var persons = Parties(item, Role.Person, item.NamedPersons, listed: !item.PersonsReplaced, findings);
        var leaders = Parties(item, Role.Leader, item.NamedLeaders, listed: !item.LeadersReplaced, findings);
        if (leaders.IsEmpty && !item.LeadersReplaced)
            leaders = [.. LeadersOver(persons, item).Select(name => WithPhone(new(name), Role.Leader, item, findings))];
        var supervisors = Parties(item, Role.Supervisor, [], listed: true, findings);
        return item with { Persons = persons, Leaders = leaders, Supervisors = supervisors, Findings = findings.ToImmutable() };
    }

    /// <summary>
    /// The people found, with successors in the place of people who left. Where nobody is reached that way: the people of the item's last change, or
    /// their successors although the directory does not know them.
    /// </summary>
    private ImmutableArray<Party> Reached(Item last, Item found, Role role)
    {
        var before = last.Recipients(role).Select(p => p.InOwnName()).ToImmutableArray();
        var now = found.Parties(role);
        var successors =
            from party in before
            where IsStranger(last, role, party)
            // A person found under another number has come back and follows the directory.
            where !now.Any(p => p.Phone.HasValue && p.Name == party.Name)
            let successor = SuccessorOf(last, role, party)
            where successor is not null && Knows(successor)
            select (party.Name, Successor: successor);
        var left = successors.ToLookup(s => s.Name, s => s.Successor);
        ImmutableArray<Party> reached =
        [
            .. now.Where(p => p.Phone.HasValue || !left.Contains(p.Name)).Concat(left.SelectMany(s => s)).Distinct(),
        ];
        return reached.Any(p => p.Phone.HasValue) || before.IsEmpty
            ? reached
            : [.. before.Select(p => (IsStranger(last, role, p) ? SuccessorOf(last, role, p) : null) ?? p).Distinct()];
    }

    // A successor may have handed over since. Only later handovers count, so the chain ends.
    private Party? SuccessorOf(Item item, Role role, Party party)
    {
        var last = handovers.ToList().FindLastIndex(h => Gives(h, party));
        if (last < 0)
            return null;
        var successor = handovers[last].Succession.To;
        foreach (var later in handovers.Skip(last + 1))
        {
            if (!Knows(successor) && Gives(later, successor))
                successor = later.Succession.To;
        }
        return successor;

        bool Gives(HandedOver handover, Party from) => handover.Succession is var succession
            && succession.IsFrom(from) && (handover.Leaves || (succession.IsIn(role) && succession.Covers(item, [])));
    }

    private Item WithDeputies(Item item) =>
        item with { Persons = Present(item.Persons), Leaders = Present(item.Leaders), Supervisors = Present(item.Supervisors) };

    // A deputy who is absent as well is not replaced. A deputy may stand in one item for several people, and be one of its people too.
    private ImmutableArray<Party> Present(ImmutableArray<Party> parties) => parties.All(p => DeputyOf(p.InOwnName()) == p)
        ? parties
        : [.. parties.Select(p => DeputyOf(p.InOwnName())).Distinct()];

    private Party DeputyOf(Party party) => absences.FirstOrDefault(a => a.IsOf(party)) is { } absence ? absence.StandIn(party) : party;

    private ImmutableArray<Party> WithoutFailing(ImmutableArray<Party> parties, ImmutableArray<Finding>.Builder findings)
    {
        var failed = parties.Where(p => p.Phone is { } number && Fails(number)).ToList();
        findings.AddRange(
            failed.Select(p => new Finding(FindingCodes.NumberFailed, $"The number of {p.Name} does not work; give another.")));
        return [.. parties.Select(p => failed.Contains(p) ? p with { Phone = null } : p)];
    }

    private ImmutableArray<Party> Parties(
        Item item, Role role, ImmutableArray<Party> named, bool listed, ImmutableArray<Finding>.Builder findings)
    {
        // An item that was dealt out to a unit has the unit's people.
        if (listed && item.Unit is { } dealt && named.IsEmpty && role != Role.Supervisor)
            named = [.. byUnit[(role, dealt)].Where(IsOfPlan).Select(c => new Party(c.Name, c.Phone))];
        var serving = role == Role.Supervisor ? everywhere.Where(IsOfPlan) : [];
        var joining = listed ? serving.Concat(byItem[(role, item.Code.ToString())]) : [];
        return
        [
            .. named.Select(p => WithPhone(p, role, item, findings))
                .Concat(joining.Select(c => new Party(c.Name, c.Phone)))
                .DistinctBy(p => (p.Name, p.Phone)),
        ];

        bool IsOfPlan(Contact contact) => contact.Plan is null || contact.Plan == item.Code.Plan;
    }

    // Namesakes with different leaders are as doubtful as several numbers: none of the leaders is taken.
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
            : new(
                FindingCodes.PhoneAmbiguous,
                $"{phones.Count} contacts are called {party.Name}; give each a unit, or name the item in the contact's items."));
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
