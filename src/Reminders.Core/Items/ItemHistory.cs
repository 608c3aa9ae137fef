namespace Reminders.Core.Items;

/// <summary>Describes for the history how a completed item changed, without phone numbers.</summary>
internal static class ItemChanges
{
    /// <summary>Empty when no relevant field differs.</summary>
    public static string Between(Item before, Item after) => string.Join("; ", All(before, after));

    private static IEnumerable<string> All(Item before, Item after)
    {
        foreach (var (what, old, now) in new[]
        {
            ("persons", before.Persons, after.Persons),
            ("leaders", before.Leaders, after.Leaders),
            ("supervisors", before.Supervisors, after.Supervisors),
        })
        {
            if (!old.SequenceEqual(now))
                yield return Names(old) == Names(now) ? $"{what} {Names(now)}: number" : $"{what} {Names(old)} → {Names(now)}";
        }
        if (!before.NamedPersons.SequenceEqual(after.NamedPersons) || !before.NamedLeaders.SequenceEqual(after.NamedLeaders))
            yield return "names";
        if (before.Deadline != after.Deadline)
            yield return $"deadline {after.Deadline.Date:uuuu-MM-dd}";
        if (!before.Findings.SequenceEqual(after.Findings))
            yield return "findings";
    }

    private static string Names(IEnumerable<Party> parties) =>
        string.Join('、', parties.Select(p => p.StandsFor is { } absent ? $"{p.Name} (for {absent})" : p.Name)) is { Length: > 0 } names
            ? names
            : "nobody";
}

/// <summary>One entry of the history of an item. <see cref="Number"/> is the version that the action made.</summary>
public sealed record HistoryEntry(ItemCode Item, int Number, Instant At, string Action, Actor By, string Detail)
{
    /// <summary>The action of the first entry.</summary>
    public const string Load = "Load";

    public static HistoryEntry Loaded(Item item, Instant at, Actor by) =>
        new(item.Code, item.Version, at, Load, by, item.State.ToString());
}
