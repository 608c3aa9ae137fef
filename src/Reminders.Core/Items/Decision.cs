namespace Reminders.Core.Items;

/// <summary>What an action does to an item: the changed item and what to write into its history, a refusal, or (no detail) nothing, since all is so already.</summary>
public sealed record Decision(Item? Item, string? Detail, Refusal? Refusal)
{
    public static Decision Change(Item item, string detail) => new(item, detail, null);
    public static Decision Nothing(Item item) => new(item, null, null);
    public static Decision Refuse(string code, string message) => new(null, null, new(code, message));
}
