using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime.Text;

namespace Reminders.Import.Plans;

/// <summary>The date, the number and the issuing unit of a document, and the year that they give to dates without one.</summary>
internal static partial class DocumentOrigin
{
    private const int TailLines = 12;

    /// <summary>
    /// The year for dates without one: the given year, else the document's own date, else its own number, else the latest number that it
    /// cites, else the day of loading. A period such as 2019年度 is not a date.
    /// </summary>
    public static YearContext Year(RawPlan plan, PlanReadingOptions options)
    {
        var own = OwnDate(plan);
        if (options.Year is { } given)
            return YearContext.FromGiven(given, own?.Date);
        if (own is { } dated)
            return new(null, dated.Date, $"They count from the document's own date, {Iso(dated.Date)} ({dated.Line.Place}).");
        if (OwnNumber(plan) is { } number)
            return new(number.Year, null, $"The year is that of the document's own number {number.Text} ({number.Place}).");
        if (plan.Lines.SelectMany(Numbers).OrderBy(n => n.Year).LastOrDefault() is { } cited)
        {
            Wording basis =
                $"The year is that of the latest document number that the text cites, {cited.Text} ({cited.Place}): a weak basis.";
            return new(cited.Year, null, basis) { IsWeak = true };
        }
        Wording loading = $"They count from the day of loading, {Iso(options.LoadedOn)}, because the document has no date: a weak basis.";
        return new(null, options.LoadedOn, loading) { IsWeak = true };
    }

    /// <summary>The number in the document's head.</summary>
    public static DocumentNumber? OwnNumber(RawPlan plan) => plan.FrameLines
        .Where(l => l.Number <= plan.BodyStart && l.Text.Length <= 60 && l.Text.IndexOfAny(['《', '。']) < 0)
        .SelectMany(Numbers).FirstOrDefault();

    /// <summary>The unit that signs the document: before the date at the end, or on the line above it.</summary>
    public static string? IssuingUnit(RawPlan plan)
    {
        if (OwnDate(plan) is not { Line: var signed } || signed.Number <= plan.BodyStart)
            return null;
        var above = plan.FrameLines.LastOrDefault(l => l.Number < signed.Number && !l.IsBlank);
        return new[] { BeforeDate().Match(signed.Text).Value.Trim(), above?.Text ?? "" }.FirstOrDefault(t => Unit().IsMatch(t));
    }

    public static bool IsUnit(string text) => Unit().IsMatch(text);

    private static (LocalDate Date, SourceLine Line)? OwnDate(RawPlan plan)
    {
        var lines = plan.FrameLines.Where(l => !l.IsBlank).ToList();
        var tail = lines.Where(l => l.Number > plan.BodyStart).TakeLast(TailLines).Reverse().ToList();
        var head = lines.Where(l => l.Number <= plan.BodyStart).ToList();
        // A notice that forwards the plan is signed before the plan begins.
        return First(tail.Concat(head), IssueDate()) ?? First(tail, SignedDate()) ?? First(head, SignedDate()) ?? First(lines, LoneDate());
    }

    private static (LocalDate Date, SourceLine Line)? First(IEnumerable<SourceLine> lines, Regex pattern)
    {
        foreach (var line in lines)
        {
            if (pattern.Match(line.Text.Replace(" ", "", StringComparison.Ordinal)) is { Success: true } match && DateOf(match) is { } date)
                return (date, line);
        }
        return null;
    }

    private static LocalDate? DateOf(Match match) =>
        Number(match, "y") is { } year && Number(match, "m") is { } month and >= 1 and <= 12 && Number(match, "d") is { } day
        && year is >= 1990 and <= 2199 && day >= 1 && day <= CalendarSystem.Iso.GetDaysInMonth(year, month)
            ? new LocalDate(year, month, day)
            : null;

    private static int? Number(Match match, string group)
    {
        var text = match.Groups[group].ValueSpan;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || ChineseNumeral.TryRead(text, out value)
            ? value
            : null;
    }

    private static IEnumerable<DocumentNumber> Numbers(SourceLine line)
    {
        foreach (Match match in NumberPattern().Matches(line.Text))
        {
            var (year, number) = (match.Groups["y"].Value, match.Groups["n"].Value);
            yield return new(int.Parse(year, CultureInfo.InvariantCulture), $"〔{year}〕{number}号", $"{line.Place}");
        }
    }

    private static string Iso(LocalDate date) => LocalDatePattern.Iso.Format(date);

    internal sealed record DocumentNumber(int Year, string Text, string Place);

    private const string FullDate =
        @"(?:(?<y>(?:19|20)\d{2}|二[〇零○]?[〇零○一二三四五六七八九]{2,3})年"
        + @"(?<m>\d{1,2}|[一二三四五六七八九十]{1,2})月(?<d>\d{1,2}|[一二三四五六七八九十]{1,3})日"
        + @"|(?<y>(?:19|20)\d{2})[-./](?<m>\d{1,2})[-./](?<d>\d{1,2}))";

    [GeneratedRegex(
        "(?:印发|成文|发文|发布|制表|填表|填报|编制|制定|签发)(?:日期|时间):?" + FullDate + "|" + FullDate + "印发", RegexOptions.CultureInvariant)]
    private static partial Regex IssueDate();

    // Alone on its line, in brackets, or behind the unit that signs.
    [GeneratedRegex(@"^(?!\(?截[至止])(?:[^\d。,;:《》]{2,30})?\(?" + FullDate + @"\)?$", RegexOptions.CultureInvariant)]
    private static partial Regex SignedDate();

    [GeneratedRegex("^" + FullDate + "$", RegexOptions.CultureInvariant)]
    private static partial Regex LoneDate();

    [GeneratedRegex(@"[〔\[(【]\s*(?<y>(?:19|20)\d{2})\s*[〕\])】]\s*第?\s*(?<n>\d{1,4})\s*号", RegexOptions.CultureInvariant)]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"^[^\d二]*", RegexOptions.CultureInvariant)]
    private static partial Regex BeforeDate();

    [GeneratedRegex(
        "^[^。,;:、\\d《》]{2,40}(?:委员会|人民政府|政府|党委|党工委|办公室|领导小组|指挥部|委|局|办|处|所|站|中心|公司|学院|学校|医院|社区|村|支部|组)$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Unit();
}
