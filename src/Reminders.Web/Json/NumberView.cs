namespace Reminders.Web.Json;

/// <summary>A number that nothing is sent to: the id by which addresses name it, why, since when, who has it, and the items that are not at their end whose people have it.</summary>
public sealed record NumberView(string Id, string Number, string Reason, Instant Since, IEnumerable<string> Names, IEnumerable<ItemCode> Items);
