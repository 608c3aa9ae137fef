using Spectre.Console;

namespace Reminders.LocalHost.Terminal;

/// <summary>A plan's items as they were read, with doubtful fields marked.</summary>
internal static class PlanTable
{
    /// <param name="title">The plan's title.</param>
    /// <param name="year">The year of dates without one; null if no date needs it.</param>
    /// <param name="yearBasis">Why this year.</param>
    /// <param name="items">The plan's items.</param>
    /// <param name="findings">The plan's own findings.</param>
    /// <param name="code">An item's name: its place in a file, or its code in an office.</param>
    public static void Write(
        string title, int? year, Wording? yearBasis, IReadOnlyCollection<ItemView> items, IEnumerable<Finding> findings,
        Func<ItemView, string> code)
    {
        var screen = Screen.Out;
        screen.Write(new Text(title, new Style(decoration: Decoration.Bold)));
        screen.WriteLine();
        if (yearBasis is not null)
            screen.WriteLine(Say($"Year {year}: {yearBasis}"));
        var table = New($"To do 待办");
        foreach (var item in items)
            table.AddRow(Cells(item, code(item)));
        screen.Write(table);

        foreach (var line in FindingLines.Of(findings, items.SelectMany(i => i.Findings.Select(f => (code(i), f)))))
            screen.WriteLine(line);
    }

    /// <summary>An empty table of items, with a last column of its own.</summary>
    public static Table New(Wording last) =>
        new Table().Border(TableBorder.Rounded).AddColumns([.. Columns.Append(last).Select(Say)]);

    public static ImmutableArray<Wording> Columns => [$"Item 事项", $"Title 标题", $"Deadline 时限", $"Person 责任人", $"Leader 责任领导"];

    /// <summary>The deadline's date, or why there is none.</summary>
    public static string Deadline(ItemView item) => item.Deadline switch
    {
        { Date: { } date } => $"{date:uuuu-MM-dd}",
        { Text: { Length: > 0 } text } deadline => Say($"{Why(deadline.Kind)}: {text}"),
        var deadline => Say(Why(deadline.Kind)),
    };

    private static Wording Why(DeadlineKind kind) => kind switch
    {
        DeadlineKind.Immediate => $"immediate 立行立改",
        DeadlineKind.Continuous => $"continuous 长期坚持",
        DeadlineKind.Recurring => $"recurring 定期",
        DeadlineKind.Relative => $"relative to an unknown day 起算日不明",
        DeadlineKind.Completed => $"completed 已完成",
        DeadlineKind.Redacted => $"redacted 已隐去",
        DeadlineKind.Invalid => $"not a date 无法确认",
        _ => $"missing 未写明",
    };

    public static string Names(IEnumerable<PartyView> parties) =>
        string.Join('、', parties.Select(p => p.Phone is null ? Say($"{p.Name} (no number)") : p.Name));

    private static Text[] Cells(ItemView item, string code)
    {
        var missing = item.Missing.ToList();
        var style = missing.Count > 0 ? new Style(Color.Yellow) : Style.Plain;
        return
        [
            new($"{code}{(item.Number is { } number ? $" ({number})" : "")}", style),
            new(Short(item.Title), style),
            Marked(Deadline(item), "deadline-", "duty-"),
            Marked(Names(item.Persons), "person-", "phone-"),
            Marked(Names(item.Leaders), "leader-"),
            new(
                missing.Count > 0 ? "! " + Say(ItemWords.OfMissing(missing)) : item.Findings.Any() ? "? " + Say($"see below") : "", style),
        ];

        // A question mark if a finding is about this field.
        Text Marked(string text, params string[] codes)
        {
            var doubtful = item.Findings.Any(f => codes.Any(c => f.Code.StartsWith(c, StringComparison.Ordinal)));
            return new(doubtful ? $"{text} ?".TrimStart() : text, doubtful ? new Style(Color.Yellow) : style);
        }
    }

    private static string Short(string title) => title.Length <= 24 ? title : title[..(char.IsHighSurrogate(title[22]) ? 22 : 23)] + "…";
}

/// <summary>
/// Findings as lines. Of many with the same code only the first are listed and the rest counted, so that others stay visible.
/// </summary>
internal static class FindingLines
{
    private const int MostOfAKind = 3;
    private const int MostCodes = 12;

    /// <param name="ofPlan">The plan's own findings.</param>
    /// <param name="ofItems">The items' findings, each with its item's code.</param>
    public static IEnumerable<string> Of(IEnumerable<Finding> ofPlan, IEnumerable<(string Item, Finding Finding)> ofItems) =>
        ofPlan.Select(f => Line($"plan", f)).Concat(ofItems.GroupBy(f => f.Finding.Code).SelectMany(kind => OfKind([.. kind])));

    private static IEnumerable<string> OfKind(IReadOnlyList<(string Item, Finding Finding)> kind)
    {
        // Several items with the same message share a line, such as those of a person without a number.
        var messages = kind.GroupBy(f => f.Finding.Message)
            .Select(same => (Items: same.Select(f => f.Item).Distinct().ToList(), First: same.First().Finding)).ToList();
        foreach (var (items, finding) in messages.Take(messages.Count > MostOfAKind + 1 ? MostOfAKind : messages.Count))
        {
            yield return items.Count == 1
                ? Line($"item {items[0]}", finding) : Line($"items {Codes(items)}", finding with { Where = null });
        }
        if (messages.Count > MostOfAKind + 1)
        {
            var rest = messages.Skip(MostOfAKind).SelectMany(m => m.Items).Distinct().ToList();
            var more = messages.Count - MostOfAKind;
            yield return "  " + Say($"items {Codes(rest)}: {more} more of this kind [{kind[0].Finding.Code}]");
        }
    }

    private static Wording Codes(List<string> items)
    {
        var first = List(items.Take(MostCodes));
        return items.Count > MostCodes ? $"{first} and {items.Count - MostCodes} others" : first;
    }

    private static string Line(Wording where, Finding finding)
    {
        var at = finding.Where is { } place ? $"{where}, {place}" : where;
        return "  " + Say($"{at}: {finding.Words} [{finding.Code}]");
    }
}
