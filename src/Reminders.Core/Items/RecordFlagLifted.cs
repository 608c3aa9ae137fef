namespace Reminders.Core.Items;

/// <summary>
/// Records that a number of the item's people can be reached again, and changes nothing else: as after every change, the item is looked at, and what its
/// people are owed goes out.
/// </summary>
public sealed record RecordFlagLifted(Actor By, PhoneNumber Number) : ItemCommand(By)
{
    public override ItemAction Action => ItemAction.LiftFlag;

    protected override Decision Apply(Item item, DateTimeZone zone, Instant now)
    {
        var names = item.Persons.Concat(item.Leaders).Concat(item.Supervisors).Where(p => p.Phone == Number).Select(p => p.Name).Distinct();
        var whose = string.Join('、', names);
        return whose.Length == 0 ? Decision.Nothing(item) : Decision.Change(item, $"number of {whose}: flag lifted");
    }
}
