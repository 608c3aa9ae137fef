using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime.Text;

namespace Reminders.Import.Deadlines;

/// <summary>
/// Which year a date without one gets: the one given, else what the document's own date says, else its own number, else the
/// latest number that it cites, else the day of loading. A period such as 2019年度 is no date.
/// </summary>
internal static partial class DocumentYear
{
    private const int TailLines = 12;

    public static YearContext Find(RawPlan plan, PlanReadingOptions options)
    {
        var own = OwnDate(plan);
        if (options.Year is { } given)
            return YearContext.FromGiven(given, own?.Date);
        if (own is { } dated)
            return new(null, dated.Date, $"They count from the document's own date, {LocalDatePattern.Iso.Format(dated.Date)} ({dated.Line.Place}).");
        if (OwnNumber(plan) is { } number)
            return new(number.Year, null, $"The year is that of the document's own number {number.Text} ({number.Place}).");
        if (CitedNumbers(plan).OrderBy(n => n.Year).LastOrDefault() is { } cited)
            return new(cited.Year, null, $"The year is that of the latest document number that the text cites, {cited.Text} ({cited.Place}): a weak basis.") { IsWeak = true };
        var day = LocalDatePattern.Iso.Format(options.LoadedOn);
        return new(null, options.LoadedOn, $"They count from the day of loading, {day}, because the document has no date: a weak basis.") { IsWeak = true };
    }

    /// <summary>The line with which the document is signed, for whoever looks for the unit beside it.</summary>
    public static (LocalDate Date, SourceLine Line)? OwnDate(RawPlan plan)
    {
        var lines = plan.FrameLines.Where(l => !l.IsBlank).ToList();
        var tail = lines.Where(l => l.Number > plan.BodyStart).TakeLast(TailLines).Reverse().ToList();
        var head = lines.Where(l => l.Number <= plan.BodyStart).ToList();
        // A notice that hands the plan on is signed before the plan begins.
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
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || ChineseNumeral.TryRead(text, out value) ? value : null;
    }

    internal sealed record Cited(int Year, string Text, string Place);

    /// <summary>The number that stands in the document's head.</summary>
    public static Cited? OwnNumber(RawPlan plan) => plan.FrameLines
        .Where(l => l.Number <= plan.BodyStart && l.Text.Length <= 60 && l.Text.IndexOfAny(['《', '。']) < 0)
        .SelectMany(Numbers).FirstOrDefault();

    private static IEnumerable<Cited> CitedNumbers(RawPlan plan) => plan.Lines.SelectMany(Numbers);

    private static IEnumerable<Cited> Numbers(SourceLine line) => DocumentNumber().Matches(line.Text)
        .Select(m => new Cited(int.Parse(m.Groups["y"].ValueSpan, CultureInfo.InvariantCulture), $"〔{m.Groups["y"]}〕{m.Groups["n"]}号", $"{line.Place}"));

    private const string FullDate =
        @"(?:(?<y>(?:19|20)\d{2}|二[〇零○]?[〇零○一二三四五六七八九]{2,3})年"
        + @"(?<m>\d{1,2}|[一二三四五六七八九十]{1,2})月(?<d>\d{1,2}|[一二三四五六七八九十]{1,3})日|(?<y>(?:19|20)\d{2})[-./](?<m>\d{1,2})[-./](?<d>\d{1,2}))";

    [GeneratedRegex("(?:印发|成文|发文|发布|制表|填表|填报|编制|制定|签发)(?:日期|时间):?" + FullDate + "|" + FullDate + "印发", RegexOptions.CultureInvariant)]
    private static partial Regex IssueDate();

    // Alone on its line, in brackets, or behind the unit that signs.
    [GeneratedRegex(@"^(?!\(?截[至止])(?:[^\d。,;:《》]{2,30})?\(?" + FullDate + @"\)?$", RegexOptions.CultureInvariant)]
    private static partial Regex SignedDate();

    [GeneratedRegex("^" + FullDate + "$", RegexOptions.CultureInvariant)]
    private static partial Regex LoneDate();

    [GeneratedRegex(@"[〔\[(【]\s*(?<y>(?:19|20)\d{2})\s*[〕\])】]\s*第?\s*(?<n>\d{1,4})\s*号", RegexOptions.CultureInvariant)]
    private static partial Regex DocumentNumber();
}
