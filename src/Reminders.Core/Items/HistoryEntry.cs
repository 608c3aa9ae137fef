namespace Reminders.Core.Items;

/// <summary>One line of an item's history. <see cref="Number"/> is the item's version that the action made.</summary>
public sealed record HistoryEntry(ItemCode Item, int Number, Instant At, string Action, Actor By, string Detail)
{
    /// <summary>The action of the first entry of every history.</summary>
    public const string Load = "Load";

    public static HistoryEntry Loaded(Item item, Instant at, Actor by) =>
        new(item.Code, item.Version, at, Load, by, item.State.ToString());
}
