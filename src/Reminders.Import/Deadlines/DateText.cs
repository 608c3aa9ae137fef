using System.Text.RegularExpressions;

namespace Reminders.Import.Deadlines;

/// <summary>
/// Normalises a deadline's wording: half width, no blanks, Arabic numerals, dates as 2026年5月20日, ranges with 至. A blank between two
/// digits stays, because without it they would form another number.
/// </summary>
internal static partial class DateText
{
    /// <param name="text">The wording as printed.</param>
    /// <param name="reworded">Whether a time of day was dropped or a convention was needed to read a date.</param>
    public static string Normalise(string text, out bool reworded)
    {
        text = SpacedDay().Replace(SpacedYear().Replace(Folding.Fold(text).Trim(), "$1$2$3$4"), "$1$2");
        var plain = Blanks().Replace(BlankBetweenDigits().Replace(text, "\u0001"), "").Replace('\u0001', ' ');
        plain = NumeralBeforeMonth().Replace(plain, m => ChineseNumeral.TryRead(m.Value, out var month) ? $"{month}" : m.Value);
        plain = Numeral().Replace(plain, m => ChineseNumeral.TryRead(m.Value, out var value) ? $"{value}" : m.Value);
        plain = plain.Replace("元月", "1月", StringComparison.Ordinal);
        plain = FullDate().Replace(plain, "$1年$3月$4日");
        plain = YearAndMonth().Replace(plain, "$1年$2月");
        var untimed = TimeOfDay().Replace(BeforeLastPart().Replace(plain, ""), "");
        untimed = SeveralDays().Replace(untimed, EachDay);
        var dated = MonthAndDay().Replace(CompactDate().Replace(untimed, "$1年$2月$3日"), "$1月$2日");
        reworded = dated != plain && !MidnightOnly().IsMatch(text);
        return Connector().Replace(dated, "至");
    }

    // 5月20、25日 and 5月20日/30日 are 5月20日、5月25日 and 5月20日、5月30日.
    private static string EachDay(Match match) => string.Join(
        '、', Digits().Matches(match.Groups["days"].Value).Select(day => $"{match.Groups["month"].Value}{day.Value}日"));

    [GeneratedRegex(
        @"(?<month>(?:\d{4}年)?(?<!\d)\d{1,2}月)(?<days>\d{1,2}(?:日?\(?(?:[、,/&;]|和|及|或|与)\d{1,2})+)日(?!内|之内|以内|后)\)?",
        RegexOptions.CultureInvariant)]
    private static partial Regex SeveralDays();

    [GeneratedRegex(@"\d+", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();

    // 二、三月 is 2、3月.
    [GeneratedRegex(@"(?<![一二三四五六七八九十])[一二三四五六七八九十]{1,2}(?=(?:[、,/&至到~-]|和|及|与)[一二三四五六七八九十]{1,2}月)", RegexOptions.CultureInvariant)]
    private static partial Regex NumeralBeforeMonth();

    // 一、二季度 ends as 二季度 does, 5月中旬至下旬 as 5月下旬, and 2026年2、3月 as 2026年3月.
    [GeneratedRegex("""
        (?<![\d.])第?[一二三四1-4]个?(?:季度?)?(?:[、,/&~-]|至|到|和|及|与)(?=第?[一二三四1-4]个?季)
        | (?<=月份?的?)[上中]旬?(?:[、,/&~-]|至|到|和|及|与)*(?=[中下]旬)
        | (?<=年)\d{1,2}月?(?:[、,/&]|和|及|与)(?=\d{1,2}月(?!\d))
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex BeforeLastPart();

    // 1 1 月 1 5 日 is typeset wide. 5 20日 is not, so its digits stay apart.
    [GeneratedRegex(@"(?<!\d *)(\d) +(\d)(?= *[月日号])", RegexOptions.CultureInvariant)]
    private static partial Regex SpacedDay();

    [GeneratedRegex(@"(?<!\d *)(\d) +(\d) +(\d) +(\d)(?= *年)", RegexOptions.CultureInvariant)]
    private static partial Regex SpacedYear();

    [GeneratedRegex(@"(?<=\d) +(?=\d)", RegexOptions.CultureInvariant)]
    private static partial Regex BlankBetweenDigits();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();

    [GeneratedRegex("[〇零○一二两三四五六七八九十百廿卅]+(?=年|月|日|号|天|个|周|星期|季|小时|时|点|分|工作日)", RegexOptions.CultureInvariant)]
    private static partial Regex Numeral();

    [GeneratedRegex(@"(?<!\d)((?:19|20)\d{2})([-./])(\d{1,2})\2(\d{1,2})(?![\d]|[-./]\d)日?", RegexOptions.CultureInvariant)]
    private static partial Regex FullDate();

    [GeneratedRegex(@"(?<!\d)((?:19|20)\d{2})[-./](\d{1,2})(?![\d]|[-./]\d)月?", RegexOptions.CultureInvariant)]
    private static partial Regex YearAndMonth();

    [GeneratedRegex(@"^(20\d{2})(\d{2})(\d{2})$", RegexOptions.CultureInvariant)]
    private static partial Regex CompactDate();

    [GeneratedRegex(
        @"(?<![\d.月/-])(0?[1-9]|1[0-2])(?:[./]|(?<=^\d{1,2})-)(0?[1-9]|[12]\d|3[01])(?![\d./年月天个周小%万元-])日?",
        RegexOptions.CultureInvariant)]
    private static partial Regex MonthAndDay();

    [GeneratedRegex(
        @"[T ]?(?<!\d)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?|(?:上午|下午|晚上?|中午|凌晨)?(?<!\d)\d{1,2}[时点](?:\d{1,2}分|半|整)?",
        RegexOptions.CultureInvariant)]
    private static partial Regex TimeOfDay();

    [GeneratedRegex(@"^\s*\d{4}[-./]\d{1,2}[-./]\d{1,2}[T ]0?0:00(?::00)?Z?\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex MidnightOnly();

    [GeneratedRegex("起?至|(?<![收接])起?到(?!位)|-+|~+", RegexOptions.CultureInvariant)]
    private static partial Regex Connector();
}
