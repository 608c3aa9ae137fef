using System.Globalization;
using System.Text.RegularExpressions;

namespace Reminders.Import.Deadlines;

/// <summary>
/// One date said in a deadline's wording. <see cref="Date"/> is null when the calendar has no such day (<see cref="Impossible"/>)
/// or when it counts from a month that nobody knows. A start (3月1日起) gives its year to what follows, but is no limit.
/// </summary>
internal sealed partial record DateMention(LocalDate? Date, bool Impossible, bool Plain, bool IsStart, bool YearAssumed, int? SaidYear)
{
    public static IReadOnlyList<DateMention> Find(string clause, YearContext context, DateMention? before)
    {
        var found = new List<DateMention>();
        foreach (Match match in Pattern().Matches(clause))
        {
            var mention = Read(match, clause, context, before);
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
        var plain = day.IsPlain && !isRangeEnd && !match.Groups["y2"].Success && !match.Groups["ry"].Success && !BeforeWords().IsMatch(rest);
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

    // 2月29日 in a year without one is impossible; it does not wait for the next leap year.
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
            (?: (?<d>\d{1,2})(?:(?<unit>[日号])|(?![\d个天小年月季周])) | (?<part>[底末低]|上旬|中下旬|中旬|下旬|初|中(?!旬))? (?!\d)内? )
          | (?:第|前)?(?<q>[1-4])个?季度?[底末]? | Q(?<q>[1-4]) | (?<rq>本季度?|当季|下个?季度?|(?<!\d|每|按|逐)季度(?=[底末]))[底末]?
          | (?<half>[上下])半年
          | 年[底末低内] )
        | (?:(?<!\d)(?<y>\d{4})年度?|(?<ry>今年|本年度?|当年|明年|次年|翌年|后年|去年))[底末低内]?(?![\d月暑寒春夏秋冬汛雨国元中清端五十节假开])
        | (?<=至)(?<d>\d{1,2})(?<unit>[日号])
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
