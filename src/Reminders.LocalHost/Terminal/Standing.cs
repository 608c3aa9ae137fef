using Spectre.Console;

namespace Reminders.LocalHost.Terminal;

/// <summary>How an item stands, in words and in a colour.</summary>
internal static class Standing
{
    /// <summary>The item and how it stands, in one line.</summary>
    public static string Line(ItemView item) =>
        Plain(
            $"{item.Code} {item.Title}: {Words(item.State, item.Light, item.Missing, item.WorkingDaysLate)}"
            + (item.Deadline.Date is { } date ? $", deadline {date:uuuu-MM-dd}" : ""));

    public static string Words(ItemState state, Light light, IEnumerable<string> missing, int? workingDaysLate) => light switch
    {
        Light.Draft => "waits for: " + string.Join(", ", missing),
        Light.OnTrack => "open 整改中",
        Light.Near => "open, deadline near 临期",
        Light.Overdue when workingDaysLate == 1 => "open, overdue by 1 working day 逾期1个工作日",
        Light.Overdue when workingDaysLate > 1 => $"open, overdue by {workingDaysLate} working days 逾期{workingDaysLate}个工作日",
        Light.Overdue => "open, overdue 逾期",
        Light.Reported => "reported, to be verified 待核查",
        _ when state == ItemState.Cancelled => "cancelled 已撤销",
        _ => "closed 已销号",
    };

    public static Color Colour(Light light) => light switch
    {
        Light.OnTrack => Color.Green,
        Light.Near => Color.Yellow,
        Light.Overdue => Color.Red,
        Light.Reported => Color.Blue,
        Light.Draft => Color.Grey,
        _ => Color.Default,
    };

    /// <summary>A text as one line. People's own words may hold line breaks, and what a terminal would obey.</summary>
    public static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
