using System.Globalization;
using System.Text.RegularExpressions;

namespace Reminders.Import.Deadlines;

/// <summary>The day that a mention names within a year still to be chosen: a day, or the last day of a month, ten days, quarter, half or year.</summary>
internal sealed class DayInYear
{
    private readonly int? month;
    private readonly int? day;
    private readonly string part;

    public DayInYear(Match match, YearContext context, LocalDate? before)
    {
        var groups = match.Groups;
        part = groups["part"].Value;
        day = Number(groups["d"]);
        IsPlain = groups["unit"].Success && groups["m"].Success;
        if (groups["m"].Success)
        {
            month = Number(groups["m"]);
        }
        else if (groups["rm"].Success || groups["rq"].Success)
        {
            (month, OwnYear) = FromDocument(groups, context.Day);
            NeedsAnchor = month is null;
        }
        else if (groups["q"].Success)
        {
            month = 3 * Number(groups["q"]);
        }
        else if (groups["half"].Success)
        {
            month = groups["half"].Value == "上" ? 6 : 12;
        }
        else if (day is not null)
        {
            (month, OwnYear, NeedsAnchor) = (before?.Month, before?.Year, before is null);
        }
        else
        {
            month = 12;
        }
    }

    /// <summary>Whether the day was said in full, month and day, so that no convention was needed.</summary>
    public bool IsPlain { get; }

    /// <summary>本月 said in a document whose day nobody knows.</summary>
    public bool NeedsAnchor { get; }

    /// <summary>The year that the wording itself leads to, as 下月 does in December.</summary>
    public int? OwnYear { get; }

    /// <summary>The day in that year; null when the calendar has none, or when 月初 and 月中 leave it open.</summary>
    public LocalDate? In(int year)
    {
        if (month is not (>= 1 and <= 12) || year is < 1990 or > 2199 || part is "初" or "中")
            return null;
        var last = CalendarSystem.Iso.GetDaysInMonth(year, month.Value);
        var chosen = day ?? part switch { "上旬" => 10, "中旬" => 20, _ => last };
        return chosen >= 1 && chosen <= last ? new LocalDate(year, month.Value, chosen) : null;
    }

    private static (int? Month, int? Year) FromDocument(GroupCollection groups, LocalDate? reference)
    {
        if (reference is not { } from)
            return (null, null);
        var next = groups["rm"].Value is ['下' or '次', ..] || groups["rq"].Value is ['下', ..];
        if (groups["rm"].Success)
            from = from.PlusMonths(next ? 1 : 0);
        else
            from = new LocalDate(from.Year, 3 * ((from.Month + 2) / 3), 1).PlusMonths(next ? 3 : 0);
        return (from.Month, from.Year);
    }

    private static int? Number(Group group) => group.Success ? int.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : null;
}
