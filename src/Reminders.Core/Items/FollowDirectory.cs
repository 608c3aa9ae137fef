namespace Reminders.Core.Items;

/// <summary>
/// Brings the people of an item to what the directory, the absences and the handovers say now, and changes nothing else. It depends on these and the
/// item alone, so every host comes to the same. An open item that would reach nobody keeps its people.
/// </summary>
/// <param name="By">Who does it.</param>
/// <param name="Handovers">All that were recorded, oldest first, read after the directory.</param>
internal sealed record FollowDirectory(Actor By, IReadOnlyList<HandedOver> Handovers) : ItemCommand(By)
{
    public override ItemAction Action => ItemAction.Complete;

    /// <summary>Whether the item was written by the load that asks: then one that would reach nobody becomes a draft.</summary>
    public bool IsBeingLoaded { get; init; }

    internal override bool ReachesPlansBeingLoaded => true;

    /// <summary>Whether the directory says something else than the item has. Somebody whom the directory does not know is always something else.</summary>
    public bool Changes(Item item) => ItemChanges.Between(item, People.Resolve(item, opens: item.OpenSince is null)).Length > 0;

    protected override Decision Apply(Item item, DateTimeZone zone, Instant now)
    {
        item = item with { State = item.OpenSince is null ? ItemState.Draft : item.State };
        var successions = Successions(item);
        ItemCommand command = successions.IsEmpty
            ? new CompleteItem(By) { People = People }
            : new HandOverItem(By, successions, People) { People = People };
        var decision = command.Decide(item, zone, now);
        return IsBeingLoaded && item.State == ItemState.Open && decision.Refusal is not null ? Drafted(item) : decision;
    }

    private ImmutableArray<Succession> Successions(Item item)
    {
        if (item.OpenSince is null)
            return [];
        var found = People.Resolve(item, opens: false);
        return
        [
            .. from stranger in People.Strangers(item)
               // Who is found under another number has come back since, and follows the directory.
               where !found.Recipients(stranger.Role).Any(p => p.InOwnName().Name == stranger.Party.Name)
               let successor = SuccessorOf(item, stranger.Role, stranger.Party)
               where successor is not null
               select new Succession(stranger.Party.Phone!.Value, successor) { Name = stranger.Party.Name, Role = stranger.Role },
        ];
    }

    // Whoever took over may have handed over since; only a later handover counts, so this comes to an end.
    private Party? SuccessorOf(Item item, Role role, Party party)
    {
        var last = Handovers.ToList().FindLastIndex(h => Gives(h, party));
        if (last < 0)
            return null;
        var successor = Handovers[last].Succession.To;
        foreach (var later in Handovers.Skip(last + 1))
        {
            if (!People.Knows(successor) && Gives(later, successor))
                successor = later.Succession.To;
        }
        return successor;

        bool Gives(HandedOver handover, Party from) => handover.Succession is var succession
            && succession.IsFrom(from) && (handover.Leaves || (succession.IsIn(role) && succession.Covers(item, [])));
    }

    private Decision Drafted(Item item)
    {
        var draft = People.Resolve(item with { OpenSince = null }, opens: true) with { State = ItemState.Draft };
        return Decision.Change(draft, $"{ItemChanges.Between(item, draft)}; missing: {string.Join(", ", draft.Missing)}");
    }
}
