using System.Collections.Concurrent;

namespace Reminders.Core.Items;

/// <summary>
/// Resolves the people of an item from the names in the item and the contacts, flags, absences and handovers at one moment. Pure. An
/// ambiguous name becomes a finding without a number, so that nobody is texted on a guess. A deputy replaces an absentee.
/// </summary>
/// <param name="contacts">The contacts.</param>
/// <param name="failing">The numbers that are flagged as failing for good.</param>
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

    /// <summary>For each item the object that was read last, and what was found for it.</summary>
    private ConcurrentDictionary<ItemCode, (Item Read, Item Told)> kept = [];

    /// <summary>
    /// Whether it keeps what it finds for an item, as long as the same object is read: the scan, the send and the days of a rehearsal then
    /// find the people of an item once.
    /// </summary>
    public bool KeepsFound { get; init; }

    /// <summary>A directory without contacts.</summary>
    public static ContactDirectory Empty { get; } = new([]);

    /// <summary>The same contacts and handovers with other failing numbers and absences.</summary>
    public ContactDirectory At(IReadOnlySet<PhoneNumber> failing, IReadOnlyCollection<Absence> absences)
    {
        var then = (ContactDirectory)MemberwiseClone();
        (then.failing, then.absences, then.kept) = (failing, absences, []);
        return then;
    }

    /// <summary>
    /// The item with the people who are told of it now. An ended item keeps the people of its last change. If its names reach nobody, the
    /// successors of people who handed over are told, otherwise the people of the last change.
    /// </summary>
    public Item Told(Item item)
    {
        if (!KeepsFound)
            return FindTold(item);
        if (kept.TryGetValue(item.Code, out var known) && ReferenceEquals(known.Read, item))
            return known.Told;
        var told = FindTold(item);
        kept[item.Code] = (item, told);
        return told;
    }

    /// <summary>
    /// <see cref="Told(Item)"/> for an item that this directory has just resolved: the item itself unless a number is missing or fails.
    /// </summary>
    internal Item ToldAtLoad(Item resolved) =>
        HaveNumbers(resolved.Persons) && HaveNumbers(resolved.Leaders) ? resolved : FindTold(resolved);

    private Item FindTold(Item item)
    {
        if (item.IsAtItsEnd)
            return item;
        if (item.OpenSince is null)
            return Resolve(item, opens: true);
        var found = Found(item);
        var (persons, leaders) = (Reached(item, found, Role.Person), Reached(item, found, Role.Leader));
        var told = persons == found.Persons && leaders == found.Leaders ? found : found with { Persons = persons, Leaders = leaders };
        return WithDeputies(told).WithoutAnsweredFindings();
    }

    /// <summary><see cref="Told(Item)"/> for several items.</summary>
    public IReadOnlyDictionary<ItemCode, Item> Told(IReadOnlyDictionary<ItemCode, Item> items) =>
        items.ToDictionary(i => i.Key, i => Told(i.Value));

    /// <summary>
    /// The item with the persons, leaders and supervisors that its names and the contacts give it, and with findings for doubtful names. A
    /// contact listed for the code of the item joins the people whom the plan names. People named by an administrator stand alone. An item
    /// without a named leader gets the leader of its person.
    /// </summary>
    /// <param name="item">The item with its final names.</param>
    /// <param name="opens">
    /// Whether the result may open the item. Then a failing number counts as missing, because it reaches nobody.
    /// </param>
    public Item Resolve(Item item, bool opens)
    {
        var found = WithDeputies(Found(item));
        if (!opens || failing.Count == 0)
            return found.WithoutAnsweredFindings();
        var findings = found.Findings.ToBuilder();
        var (persons, leaders) = (WithoutFailing(found.Persons, findings), WithoutFailing(found.Leaders, findings));
        return (found with { Persons = persons, Leaders = leaders, Findings = findings.ToImmutable() }).WithoutAnsweredFindings();
    }

    /// <summary>Whether a contact has this name and number.</summary>
    public bool Knows(Party party) => byName[party.Name].Any(c => c.Phone == party.Phone);

    /// <summary>The people of the item whose numbers are neither in the directory nor given by the plan or an administrator.</summary>
    public IEnumerable<(Role Role, Party Party)> Strangers(Item item) =>
        from role in Enum.GetValues<Role>()
        from party in item.Recipients(role).Select(p => p.InOwnName())
        where IsStranger(item, role, party)
        select (role, party);

    /// <summary>Whether the number is flagged as failing for good.</summary>
    public bool Fails(PhoneNumber number) => failing.Contains(number);

    /// <summary>
    /// Where to look for the items that tell a person, in their own name, for an absentee or through a deputy: in the list of each of the
    /// texts, and under the codes. More items may be there; <see cref="Told(Item)"/> decides.
    /// </summary>
    public (IReadOnlySet<string> Texts, IReadOnlySet<string> Codes) TracesOf(string name)
    {
        var (texts, codes, waiting) = (new HashSet<string>(), new HashSet<string>(), new Queue<string>([name]));
        while (waiting.TryDequeue(out var text))
        {
            if (!texts.Add(text))
                continue;
            var own = byName[text].ToList();
            codes.UnionWith(own.SelectMany(c => c.Items));
            var reached = own.Select(c => c.Unit).OfType<string>().Select(BoardList.ServedBy)
                .Concat(contacts.Where(c => c.Leader == text).Select(c => c.Name))
                .Concat(absences.Where(a => IsCalled(a.Deputy, text)).SelectMany(Absentees))
                .Concat(handovers.Where(h => IsCalled(h.Succession.To, text)).SelectMany(Predecessors));
            foreach (var other in reached)
                waiting.Enqueue(other);
        }
        return (texts, codes);

        static bool IsCalled(Party party, string text) => party.Name == text || party.Phone?.Value == text;

        IEnumerable<string> Absentees(Absence absence) =>
        [
            .. absence.Names, absence.Number.Value, .. absence.Former is { } former ? [former.Value] : (string[])[],
            .. contacts.Where(c => c.Phone == absence.Number || c.Phone == absence.Former).Select(c => c.Name),
        ];

        IEnumerable<string> Predecessors(HandedOver handover) =>
            handover.Succession is { Name: { } from } succession ? [from, succession.From.Value] : [handover.Succession.From.Value];
    }

    /// <summary>Whether the name or number is a supervisor's. A supervisor of a whole plan stands in no list of items.</summary>
    public bool IsSupervisors(string text) =>
        contacts.Any(c => c.Role == Role.Supervisor && (c.Name == text || c.Phone.Value == text));

    private bool IsStranger(Item item, Role role, Party party) =>
        party.Phone.HasValue && !Knows(party) && !item.Named(role).Any(n => n.Phone == party.Phone);

    /// <summary>The people that the names and contacts give, without deputies.</summary>
    private Item Found(Item item)
    {
        var findings = ImmutableArray.CreateBuilder<Finding>(item.Findings.Length);
        foreach (var finding in item.Findings)
        {
            if (finding.Code is not (FindingCodes.PhoneMissing or FindingCodes.PhoneAmbiguous or FindingCodes.NumberFailed))
                findings.Add(finding);
        }
        var persons = Parties(item, Role.Person, item.NamedPersons, listed: !item.PersonsReplaced, findings);
        var leaders = Parties(item, Role.Leader, item.NamedLeaders, listed: !item.LeadersReplaced, findings);
        if (leaders.IsEmpty && !item.LeadersReplaced)
            leaders = [.. LeadersOver(persons, item).Select(name => WithPhone(new(name), Role.Leader, item, findings))];
        var supervisors = Parties(item, Role.Supervisor, [], listed: true, findings);
        return item with { Persons = persons, Leaders = leaders, Supervisors = supervisors, Findings = findings.ToImmutable() };
    }

    /// <summary>
    /// The people found, with successors in the place of people who left. If that reaches nobody: the people of the last change, or their
    /// successors, even those whom the directory does not know.
    /// </summary>
    private ImmutableArray<Party> Reached(Item last, Item found, Role role)
    {
        var now = found.Parties(role);
        if (!now.IsEmpty && HaveNumbers(now))
            return now;
        var before = last.Recipients(role).Select(p => p.InOwnName()).ToImmutableArray();
        var successors =
            from party in before
            where IsStranger(last, role, party)
            // A person who is named no more, or is found under another number, has no successor here.
            where now.Any(p => !p.Phone.HasValue && p.Name == party.Name)
            let successor = SuccessorOf(last, role, party)
            where successor is not null && Knows(successor)
            select (party.Name, Successor: successor);
        var left = successors.ToLookup(s => s.Name, s => s.Successor);
        ImmutableArray<Party> reached =
        [
            .. now.Where(p => p.Phone.HasValue || !left.Contains(p.Name)).Concat(left.SelectMany(s => s)).Distinct(),
        ];
        if (reached.Any(p => p.Phone.HasValue))
            return reached;
        var lastKnown = before.SelectMany(p => LastKnown(last, role, p)).Distinct().ToImmutableArray();
        return lastKnown.IsEmpty ? reached : lastKnown;
    }

    // A number that the directory no longer gives to a name it knows was given up, and may be a stranger's by now: the name's one new
    // number counts.
    private IEnumerable<Party> LastKnown(Item last, Role role, Party party)
    {
        if (IsStranger(last, role, party) && SuccessorOf(last, role, party) is { } successor)
            return [successor];
        if (Knows(party) || !byName[party.Name].Any())
            return [party];
        var numbers = Fitting(party.Name, role, last).Select(c => c.Phone).Distinct().ToList();
        return numbers.Count == 1 ? [party with { Phone = numbers[0] }] : [];
    }

    // A successor may have handed over too. A later handover counts in any case; an earlier one, which a repetition may have finished
    // since, counts if it leads to a person whom the directory knows. A person who became a successor after they had handed over has come
    // back, so nobody whom the directory does not know takes their place.
    private Party? SuccessorOf(Item item, Role role, Party party)
    {
        var last = handovers.ToList().FindLastIndex(h => Gives(h, party));
        if (last < 0)
            return null;
        var successor = Following(handovers[last].Succession.To, handovers.Skip(last + 1));
        if (Following(successor, handovers.Take(last)) is var earlier && Knows(earlier))
            return earlier;
        return handovers.Skip(last).Any(h => h.Succession.To == party) ? null : successor;

        Party Following(Party successor, IEnumerable<HandedOver> others)
        {
            foreach (var other in others)
            {
                if (!Knows(successor) && Gives(other, successor))
                    successor = other.Succession.To;
            }
            return successor;
        }

        bool Gives(HandedOver handover, Party from) => handover.Succession is var succession
            && succession.IsFrom(from) && (handover.Leaves || (succession.IsIn(role) && succession.Covers(item, [])));
    }

    private Item WithDeputies(Item item) => absences.Count == 0
        ? item
        : item with { Persons = Present(item.Persons), Leaders = Present(item.Leaders), Supervisors = Present(item.Supervisors) };

    // There is no deputy for a deputy. A deputy may stand in for several people of an item, and may be one of its own people.
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
        // An item dealt out to a unit is served by the people of the unit.
        if (listed && item.Unit is { } dealt && named.IsEmpty && role != Role.Supervisor)
            named = PartiesOf(byUnit[(role, dealt)], item);
        var others = listed && (byItem.Count > 0 || (role == Role.Supervisor && !everywhere.IsEmpty));
        if (!others && AreFinal(named))
            return named;
        var parties = new List<Party>(named.Length);
        foreach (var party in named)
            parties.Add(WithPhone(party, role, item, findings));
        if (listed && role == Role.Supervisor)
            parties.AddRange(PartiesOf(everywhere, item));
        if (listed && byItem.Count > 0)
            parties.AddRange(byItem[(role, item.Code.ToString())].Select(c => new Party(c.Name, c.Phone)));
        return parties.Count < 2 ? [.. parties] : [.. parties.DistinctBy(p => (p.Name, p.Phone))];
    }

    /// <summary>Whether all have their numbers and nobody stands among them twice.</summary>
    private static bool AreFinal(ImmutableArray<Party> parties) =>
        HaveNumbers(parties) && (parties.Length < 2 || parties.DistinctBy(p => (p.Name, p.Phone)).Count() == parties.Length);

    private static bool HaveNumbers(ImmutableArray<Party> parties) => parties.All(p => p.Phone.HasValue);

    private static ImmutableArray<Party> PartiesOf(IEnumerable<Contact> contacts, Item item) =>
        [.. contacts.Where(c => c.Plan is null || c.Plan == item.Code.Plan).Select(c => new Party(c.Name, c.Phone))];

    // Namesakes with different leaders are ambiguous, so none of the leaders is taken.
    private IEnumerable<string> LeadersOver(IEnumerable<Party> persons, Item item) => persons
        .Select(p => Fitting(p.Name, Role.Person, item).Select(c => c.Leader).OfType<string>().Where(l => l.Length > 0).Distinct().ToList())
        .Where(leaders => leaders.Count == 1)
        .Select(leaders => leaders[0])
        .Distinct();

    // A number from the plan or an administrator is never replaced by that of a namesake.
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

    // Narrows several contacts of one name: first to the item, then to its units, its plan and the role.
    private List<Contact> Fitting(string name, Role role, Item item)
    {
        var all = byName[name].ToList();
        if (all.Count < 2)
            return all;
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
