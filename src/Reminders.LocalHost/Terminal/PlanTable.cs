using Spectre.Console;

namespace Reminders.LocalHost.Terminal;

/// <summary>A plan as it was read, item by item, with the doubtful marked.</summary>
internal static class PlanTable
{
    /// <param name="title">The plan's title.</param>
    /// <param name="year">The year of dates without one; null when no date needed it.</param>
    /// <param name="yearBasis">Why that year.</param>
    /// <param name="items">The plan's items.</param>
    /// <param name="findings">The plan's own findings.</param>
    /// <param name="code">How an item is called: by its place in a file, or by its code in an office.</param>
    public static void Write(string title, int? year, string? yearBasis, IReadOnlyCollection<ItemView> items, IEnumerable<Finding> findings, Func<ItemView, string> code)
    {
        var screen = Screen.Out;
        screen.Write(new Text(title, new Style(decoration: Decoration.Bold)));
        screen.WriteLine();
        if (yearBasis is not null)
            screen.WriteLine($"Year {year}: {yearBasis}");
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Item 事项", "Title 标题", "Deadline 时限", "Person 责任人", "Leader 责任领导", "To do 待办");
        foreach (var item in items)
            table.AddRow(Cells(item, code(item)));
        screen.Write(table);

        foreach (var line in FindingLines.Of(findings, items.SelectMany(i => i.Findings.Select(f => (code(i), f)))))
            screen.WriteLine(line);
    }

    /// <summary>The deadline's date, or why there is none.</summary>
    public static string Deadline(ItemView item) => item.Deadline switch
    {
        { Date: { } date } => $"{date:uuuu-MM-dd}",
        { Text: { Length: > 0 } text } deadline => $"{Why(deadline.Kind)}: {text}",
        var deadline => Why(deadline.Kind),
    };

    private static string Why(DeadlineKind kind) => kind switch
    {
        DeadlineKind.Immediate => "at once 立行立改",
        DeadlineKind.Continuous => "goes on 长期坚持",
        DeadlineKind.Recurring => "comes back 定期",
        DeadlineKind.Relative => "counts from a day that is not said 起算日不明",
        DeadlineKind.Completed => "said to be done 已完成",
        DeadlineKind.Redacted => "redacted 已隐去",
        DeadlineKind.Invalid => "no date 无法确认",
        _ => "not said 未写明",
    };

    public static string Names(IEnumerable<PartyView> parties) => string.Join('、', parties.Select(p => p.Phone is null ? $"{p.Name} (no number)" : p.Name));

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
            new(missing.Count > 0 ? "! " + string.Join(", ", missing) : item.Findings.Any() ? "? see below" : "", style),
        ];

        // A question mark beside whatever a finding speaks of.
        Text Marked(string text, params string[] codes)
        {
            var doubtful = item.Findings.Any(f => codes.Any(c => f.Code.StartsWith(c, StringComparison.Ordinal)));
            return new(doubtful ? $"{text} ?".TrimStart() : text, doubtful ? new Style(Color.Yellow) : style);
        }
    }

    private static string Short(string title) => title.Length <= 24 ? title : title[..(char.IsHighSurrogate(title[22]) ? 22 : 23)] + "…";
}
