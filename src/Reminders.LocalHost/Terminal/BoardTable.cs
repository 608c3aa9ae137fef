using Spectre.Console;

namespace Reminders.LocalHost.Terminal;

/// <summary>The board as a table, and how many items show which light.</summary>
internal static class BoardTable
{
    public static void Write(IReadOnlyList<ItemView> items)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Item 事项", "Title 标题", "Deadline 时限", "Person 责任人", "Leader 责任领导", "State 状态");
        foreach (var item in items)
        {
            table.AddRow(
                new Text($"{item.Code}"), new Text(Standing.Plain(item.Title)), new Text(PlanTable.Deadline(item)), new Text(PlanTable.Names(item.Persons)), new Text(PlanTable.Names(item.Leaders)),
                new Text(Standing.Words(item.State, item.Light, item.Missing, item.WorkingDaysLate), new Style(Standing.Colour(item.Light))));
        }
        if (items.Count > 0)
            Screen.Out.Write(table);
        foreach (var item in items)
        {
            foreach (var finding in item.Findings.Where(f => f.Code.StartsWith("sms-", StringComparison.Ordinal)))
                Screen.Out.WriteLine(Standing.Plain($"{item.Code}: {finding.Message}"));
        }
        var lights = items.GroupBy(i => i.Light).OrderBy(g => g.Key).Select(g => $"{g.Count()} {g.First().Colour}");
        Screen.Out.WriteLine($"{items.Count} items{(items.Count > 0 ? ": " : "")}{string.Join(", ", lights)}.");
    }
}
