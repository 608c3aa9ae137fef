namespace Reminders.LocalHost.Terminal;

/// <summary>
/// Findings as lines. Those of one kind are told one by one while they are few; of many, a few and how many more there are, so that nothing
/// else is lost among them.
/// </summary>
internal static class FindingLines
{
    private const int MostOfAKind = 3;
    private const int MostCodes = 12;

    /// <param name="ofPlan">The plan's own findings.</param>
    /// <param name="ofItems">The items' findings, each with its item's code.</param>
    public static IEnumerable<string> Of(IEnumerable<Finding> ofPlan, IEnumerable<(string Item, Finding Finding)> ofItems) =>
        ofPlan.Select(f => Line("plan", f)).Concat(ofItems.GroupBy(f => f.Finding.Code).SelectMany(kind => OfKind([.. kind])));

    private static IEnumerable<string> OfKind(IReadOnlyList<(string Item, Finding Finding)> kind)
    {
        // One message of several items, such as that of somebody whose number is missing, is one line.
        var messages = kind.GroupBy(f => f.Finding.Message)
            .Select(same => (Items: same.Select(f => f.Item).Distinct().ToList(), First: same.First().Finding)).ToList();
        foreach (var (items, finding) in messages.Take(messages.Count > MostOfAKind + 1 ? MostOfAKind : messages.Count))
            yield return items.Count == 1 ? Line($"item {items[0]}", finding) : Line($"items {Codes(items)}", finding with { Place = null });
        if (messages.Count > MostOfAKind + 1)
        {
            var rest = messages.Skip(MostOfAKind).SelectMany(m => m.Items).Distinct().ToList();
            yield return $"  items {Codes(rest)}: {messages.Count - MostOfAKind} more of this kind [{kind[0].Finding.Code}]";
        }
    }

    private static string Codes(List<string> items) =>
        string.Join(", ", items.Take(MostCodes)) + (items.Count > MostCodes ? $" and {items.Count - MostCodes} others" : "");

    private static string Line(string where, Finding finding) =>
        $"  {where}{(finding.Place is { } place ? $", {place}" : "")}: {finding.Message} [{finding.Code}]";
}
