using System.Globalization;
using System.Text.RegularExpressions;

namespace Reminders.Import.Deadlines;

/// <summary>
/// How a date without a year gets one: every such date falls in <see cref="Year"/>; without that it is the first such date not before
/// <see cref="Day"/>. Beside a year the day only resolves 本月 and similar words. <see cref="Basis"/> is the source in words.
/// </summary>
internal sealed record YearContext(int? Year, LocalDate? Day, Wording Basis, bool Given = false)
{
    /// <summary>Whether the document gives no date and no number of its own.</summary>
    public bool IsWeak { get; init; }

    /// <summary>The zone of the plan, in which an instant is a day.</summary>
    public DateTimeZone Zone { get; init; } = PlanZone.Default;

    /// <summary>The year that 今年 and 年底 mean.</summary>
    public int Current => Year ?? Day!.Value.Year;

    public static YearContext FromGiven(int year, LocalDate? documentDay) =>
        new(year, documentDay, $"The year {year} was given at loading.", Given: true);
}

/// <summary>The zone of a plan for which nobody gave another.</summary>
internal static class PlanZone
{
    public static DateTimeZone Default { get; } = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
}

/// <summary>
/// One date in a deadline's wording. <see cref="Date"/> is null if the calendar has no such day (<see cref="Impossible"/>) or if it
/// counts from an unknown month. A start (3月1日起) is not a limit, but the dates behind it take its year.
/// </summary>
internal sealed partial record DateMention(LocalDate? Date, bool Impossible, bool Plain, bool IsStart, bool YearAssumed, int? SaidYear)
{
    /// <summary>Whether the words behind it are about a step before the end, such as 动工 or 报送方案.</summary>
    public bool IsStage { get; init; }

    /// <summary>The dates of the clause, and the clause with U+0001 in the place of each.</summary>
    public static IReadOnlyList<DateMention> Find(string clause, YearContext context, DateMention? before, out string around)
    {
        var found = new List<DateMention>();
        around = Pattern().Replace(clause, "\u0001");
        var end = 0;
        foreach (Match match in Pattern().Matches(clause))
        {
            var mention = Read(match, clause, context, before) with
            {
                IsStage = DeadlineWords.IsStage(clause[end..match.Index], clause[(match.Index + match.Length)..]),
            };
            end = match.Index + match.Length;
            found.Add(mention);
            before = mention.Date is null ? before : mention;
        }
        return found;
    }

    private static DateMention Read(Match match, string clause, YearContext context, DateMention? before)
    {
        var rest = clause.AsSpan(match.Index + match.Length);
        var isRangeEnd = match.Index > 0 && clause[match.Index - 1] == '至';
        var isStart = StartWords().IsMatch(rest);
        var year = SaidYearOf(match, context);
        var day = new DayInYear(match, context, before?.Date);
        var plain = day.IsPlain && !isRangeEnd && !match.Groups["y2"].Success && !match.Groups["ry"].Success
            && !BeforeWords().IsMatch(rest);
        if (day.NeedsAnchor)
            return new(null, false, false, isStart, false, null);

        var assumed = false;
        LocalDate? date;
        if ((year ?? day.OwnYear ?? before?.SaidYear) is { } said)
        {
            date = day.In(said);
            year ??= said;
        }
        else
        {
            assumed = true;
            date = context.Year is { } fixedYear ? day.In(fixedYear) : FirstNotBefore(day, context.Day!.Value);
        }
        if (isRangeEnd && !match.Groups["y"].Success && date < before?.Date)
            (date, plain, year) = (day.In(date.Value.Year + 1), false, year + 1);
        return new(date, date is null, plain, isStart, assumed, year);
    }

    // 2月29日 is impossible in a common year; it does not move to the next leap year.
    private static LocalDate? FirstNotBefore(DayInYear day, LocalDate reference) =>
        day.In(reference.Year) is not { } date ? null : date >= reference ? date : day.In(reference.Year + 1);

    private static int? SaidYearOf(Match match, YearContext context)
    {
        if (match.Groups["y"] is { Success: true } full)
            return int.Parse(full.ValueSpan, CultureInfo.InvariantCulture);
        if (match.Groups["y2"] is { Success: true } two)
            return 2000 + int.Parse(two.ValueSpan, CultureInfo.InvariantCulture);
        return match.Groups["ry"] is { Success: true } relative ? context.Current + YearsFrom(relative.Value) : null;
    }

    private static int YearsFrom(string word) => word[0] switch
    {
        '明' or '次' or '翌' => 1,
        '后' => 2,
        '去' => -1,
        _ => 0,
    };

    [GeneratedRegex("^(?:起|开始|以来|以后|之后|后)", RegexOptions.CultureInvariant)]
    private static partial Regex StartWords();

    [GeneratedRegex("^(?:之前|以前|前)", RegexOptions.CultureInvariant)]
    private static partial Regex BeforeWords();

    [GeneratedRegex("""
        (?:(?<!\d)(?<y>\d{4})年度?的?|(?<!\d)(?<y2>\d{2})年(?=\d{1,2}月)|(?<ry>今年|本年度?|当年|明年|次年|翌年|后年|去年)的?)?
        (?: (?: (?<!\d)(?<m>\d{1,2})月份?|(?<rm>本月|当月|下个?月|次月)份?|(?<![\d年每本当下个次逐按])(?<rm>月)(?=[底末低]) )
            (?: (?<d>\d{1,2})(?:(?<unit>[日号])|(?=$|[前之以底止至起到开完整全落办竣 ])) | (?<part>[底末低]|上旬|中下旬|中旬|下旬|初|中(?!旬))? (?!\d)内? )
          | (?:第|前)?(?<q>[1-4])个?季度?[底末]? | Q(?<q>[1-4]) | (?<rq>本季度?|当季|下个?季度?|(?<!\d|每|按|逐)季度(?=[底末]))[底末]?
          | (?<half>[上下])半年
          | 年[底末低内] )
        | (?:(?<!\d)(?<y>\d{4})年度?|(?<ry>今年|本年度?|当年|明年|次年|翌年|后年|去年))[底末低内]?(?![\d月暑寒春夏秋冬汛雨国元中清端节假开一二三四五六七八九十第上下旬周星])
        | (?<=至)(?<d>\d{1,2})(?<unit>[日号])
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

/// <summary>The day that a mention names in any year: a day, or the last day of a month, ten days, quarter, half-year or year.</summary>
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

    /// <summary>Whether the wording gives month and day, so that no convention is needed.</summary>
    public bool IsPlain { get; }

    /// <summary>Whether the wording counts from an unknown day, as 本月 does in a document without a date.</summary>
    public bool NeedsAnchor { get; }

    /// <summary>The year that the wording implies, such as the next year for 下月 in December.</summary>
    public int? OwnYear { get; }

    /// <summary>The day in that year; null if the calendar has no such day, or if the wording leaves it open (月初, 月中).</summary>
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
