namespace Reminders.Core.Items;

/// <summary>
/// 移交: gives an item to the successor. The successor is named in the item only if the directory does not find them by itself, so that an
/// item without named people keeps following the directory. All other people stay.
/// </summary>
/// <param name="By">The actor.</param>
/// <param name="Successions">The successions to apply.</param>
/// <param name="Before">The directory before the handover, which still has the predecessor.</param>
public sealed record HandOverItem(Actor By, ImmutableArray<Succession> Successions, ContactDirectory Before) : ItemCommand(By)
{
    public override ItemAction Action => ItemAction.HandOver;

    public override Item Seen(Item stored)
    {
        if (stored.OpenSince is null)
            return stored;
        var seen = Before.Told(stored);
        var found = People.Resolve(stored, opens: false);
        // The earlier directory still finds the predecessor in an item that an earlier pass gave to the successor.
        var leaves = Given(seen).Any() || Before.Strangers(stored).Any(s => SuccessorOf(s.Party, s.Role) is not null);
        return leaves && Given(seen).All(role => Own(found, role).SequenceEqual(Own(stored, role))) ? stored : seen;
    }

    /// <summary>Whether the predecessor has the item in a role that is handed over.</summary>
    public bool Concerns(Item item) => Given(item).Any();

    private IEnumerable<Role> Given(Item item) =>
        Enum.GetValues<Role>().Where(role => Parties(item, role).Exists(p => SuccessorOf(p, role) is not null));

    protected override Decision Apply(Item item, DateTimeZone zone, Instant now)
    {
        if (!Concerns(item))
            return new Decision.Nothing(item);
        var persons = Named(item, item, Role.Person, item.NamedPersons);
        var done = item with { NamedPersons = persons ?? item.NamedPersons, PersonsReplaced = item.PersonsReplaced || persons is not null };
        var leaders = Named(item, done, Role.Leader, item.NamedLeaders);
        var decision = new CompleteItem(By, persons, leaders) { People = People }.Decide(item, zone, now);
        var successors = string.Join('、', Successions.Select(s => s.To.Name).Distinct());
        return decision is Decision.Change change
            ? change with { Detail = $"{Whose(item)} handed over to {successors}: {change.Detail}" }
            : decision;
    }

    // Null when the directory finds the right people by the present names. A leader who was found through the person is named too.
    private ImmutableArray<Party>? Named(Item before, Item after, Role role, ImmutableArray<Party> names)
    {
        var present = Parties(before, role);
        var wanted = present.Select(p => SuccessorOf(p, role) ?? p).Distinct().ToList();
        if (Own(People.Resolve(after, opens: false), role).ToHashSet().SetEquals(wanted))
            return null;
        if (wanted.SequenceEqual(present) && !Own(Before.Resolve(before, opens: false), role).SequenceEqual(present))
            return null; // the directory gave the item to other people before
        ImmutableArray<Party> bare = [.. wanted.Select(p => TakesOver(p) || IsNamedBare(p) ? p with { Phone = null } : p)];
        var named = role == Role.Person
            ? after with { NamedPersons = bare, PersonsReplaced = true }
            : after with { NamedLeaders = bare, LeadersReplaced = true };
        if (Own(People.Resolve(named, opens: false), role).ToHashSet().SetEquals(wanted))
            return bare; // later changes of numbers are found in the directory
        return [.. wanted.Select(p => !TakesOver(p) && IsNamedBare(p) ? p with { Phone = null } : p)];

        bool IsNamedBare(Party party) => names.Contains(party with { Phone = null });
    }

    // People of a draft may lack failing numbers, so the directory identifies them.
    private List<Party> Parties(Item item, Role role) => [.. Own(item.OpenSince is null ? Before.Resolve(item, opens: false) : item, role)];

    private static IEnumerable<Party> Own(Item item, Role role) => item.Parties(role).Select(p => p.InOwnName());

    private string Whose(Item item)
    {
        var old = Enum.GetValues<Role>().SelectMany(role => Parties(item, role).Where(p => SuccessorOf(p, role) is not null));
        return string.Join('、', old.Select(p => p.Name).Distinct());
    }

    private Party? SuccessorOf(Party party, Role role) => Successions.FirstOrDefault(s => s.IsIn(role) && s.IsFrom(party))?.To;

    private bool TakesOver(Party party) => Successions.Any(s => s.To == party);
}
