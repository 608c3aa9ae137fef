namespace Reminders.Core.Items;

/// <summary>
/// 移交: gives an item to whoever takes over. The new one is named in the item only where the directory does not find him there by itself, so that an item whose
/// people stand in the directory alone goes on following it. Everybody else stays.
/// </summary>
/// <param name="By">Who does it.</param>
/// <param name="Successions">Who hands over what to whom.</param>
/// <param name="Before">The directory in which whoever hands over is still found.</param>
public sealed record HandOverItem(Actor By, ImmutableArray<Succession> Successions, ContactDirectory Before) : ItemCommand(By)
{
    public override ItemAction Action => ItemAction.HandOver;

    internal override Item Seen(Item stored)
    {
        if (stored.OpenSince is null)
            return stored;
        var seen = Before.Told(stored);
        var found = People.Resolve(stored, opens: false);
        // The earlier directory still finds the predecessor in an item that a pass before this one has given to the successor.
        return Given(seen).All(role => Own(found, role).SequenceEqual(Own(stored, role))) ? stored : seen;
    }

    /// <summary>Whether the item is in the hands of the predecessor, in a role that is handed over.</summary>
    public bool Concerns(Item item) => Given(item).Any();

    private IEnumerable<Role> Given(Item item) =>
        Enum.GetValues<Role>().Where(role => Parties(item, role).Exists(p => SuccessorOf(p, role) is not null));

    protected override Decision Apply(Item item, DateTimeZone zone, Instant now)
    {
        if (!Concerns(item))
            return Decision.Nothing(item);
        var persons = Named(item, item, Role.Person, item.NamedPersons);
        var done = item with { NamedPersons = persons ?? item.NamedPersons, PersonsReplaced = item.PersonsReplaced || persons is not null };
        var leaders = Named(item, done, Role.Leader, item.NamedLeaders);
        var decision = new CompleteItem(By, persons, leaders) { People = People }.Decide(item, zone, now);
        var successors = string.Join('、', Successions.Select(s => s.To.Name).Distinct());
        return decision.Detail is { } detail ? decision with { Detail = $"{Whose(item)} handed over to {successors}: {detail}" } : decision;
    }

    // Null where the directory finds the right ones among the names as they are. A leader is named as well who was found over the person before him.
    private ImmutableArray<Party>? Named(Item before, Item after, Role role, ImmutableArray<Party> names)
    {
        var present = Parties(before, role);
        var wanted = present.Select(p => SuccessorOf(p, role) ?? p).Distinct().ToList();
        if (Own(People.Resolve(after, opens: false), role).ToHashSet().SetEquals(wanted))
            return null;
        if (wanted.SequenceEqual(present) && !Own(Before.Resolve(before, opens: false), role).SequenceEqual(present))
            return null; // the directory left the item to others earlier already
        ImmutableArray<Party> bare = [.. wanted.Select(p => TakesOver(p) || IsNamedBare(p) ? p with { Phone = null } : p)];
        var named = role == Role.Person
            ? after with { NamedPersons = bare, PersonsReplaced = true }
            : after with { NamedLeaders = bare, LeadersReplaced = true };
        if (Own(People.Resolve(named, opens: false), role).ToHashSet().SetEquals(wanted))
            return bare; // whose number changes later is found in the directory
        return [.. wanted.Select(p => !TakesOver(p) && IsNamedBare(p) ? p with { Phone = null } : p)];

        bool IsNamedBare(Party party) => names.Contains(party with { Phone = null });
    }

    // A draft's people have lost the numbers that fail, and are known by the directory.
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
