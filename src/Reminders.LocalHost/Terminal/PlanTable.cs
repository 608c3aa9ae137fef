using Reminders.Core.Items;
using Reminders.Core.Plans;
using Spectre.Console;

namespace Reminders.LocalHost.Terminal;

/// <summary>A plan as it was read, item by item, with the doubtful marked.</summary>
internal static class PlanTable
{
    public static void Write(PlanDraft draft, LoadResult read)
    {
        var screen = Screen.Out;
        screen.Write(new Text(draft.Title, new Style(decoration: Decoration.Bold)));
        screen.WriteLine();
        if (draft.YearBasis is { } basis)
            screen.WriteLine($"Year {draft.Year}: {basis}");
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Item 事项", "Title 标题", "Deadline 时限", "Person 责任人", "Leader 责任领导", "To do 待办");
        foreach (var item in read.Items)
            table.AddRow(Cells(item));
        screen.Write(table);

        var findings = read.Findings.Select(f => ("plan", f)).Concat(read.Items.SelectMany(i => i.Findings.Select(f => ($"item {i.Code.Ordinal}", f)))).ToList();
        foreach (var (where, finding) in findings)
            screen.WriteLine($"  {where}{(finding.Place is { } place ? $", {place}" : "")}: {finding.Message} [{finding.Code}]");
        var waiting = read.Items.Count(i => i.State == ItemState.Draft);
        screen.WriteLine($"{read.Items.Length} items: {read.Items.Length - waiting} could be watched, {waiting} lack something. Nothing was stored.");
    }

    private static Text[] Cells(Item item)
    {
        var missing = item.Missing.ToList();
        var style = missing.Count > 0 ? new Style(Color.Yellow) : Style.Plain;
        return
        [
            new($"{item.Code.Ordinal}{(item.Number is { } number ? $" ({number})" : "")}", style),
            new(Short(item.Title), style),
            Marked(item.Deadline.Date is { } date ? $"{date:uuuu-MM-dd}" : $"{item.Deadline.Kind}: {item.Deadline.Text}", "deadline-", "duty-"),
            Marked(Names(item.Persons), "person-", "phone-"),
            Marked(Names(item.Leaders), "leader-"),
            new(missing.Count > 0 ? "! " + string.Join(", ", missing) : item.Findings.IsEmpty ? "" : "? see below", style),
        ];

        // A question mark beside whatever a finding speaks of.
        Text Marked(string text, params string[] codes)
        {
            var doubtful = item.Findings.Any(f => codes.Any(c => f.Code.StartsWith(c, StringComparison.Ordinal)));
            return new(doubtful ? $"{text} ?".TrimStart() : text, doubtful ? new Style(Color.Yellow) : style);
        }
    }

    internal static string Names(IEnumerable<Party> parties) =>
        string.Join('、', parties.Select(p => p.Phone is null ? $"{p.Name} (no number)" : p.Name));

    private static string Short(string title) => title.Length <= 24 ? title : title[..(char.IsHighSurrogate(title[22]) ? 22 : 23)] + "…";
}
