namespace Reminders.Core.Items;

/// <summary>Puts deputies in the place of an item's absent people, and those who are back in their own, and changes nothing else.</summary>
public sealed record StandIn(Actor By) : ItemCommand(By)
{
    public override ItemAction Action => ItemAction.Complete;

    internal override bool ReachesPlansBeingLoaded => true;

    protected override Decision Apply(Item item, DateTimeZone zone, Instant now)
    {
        item = item with { State = item.OpenSince is null ? ItemState.Draft : item.State };
        var present = People.WithDeputies(item);
        var changes = ItemChanges.Between(item, present);
        return changes.Length == 0 ? Decision.Nothing(item) : Decision.Change(present, changes);
    }
}
