using System.Text.RegularExpressions;

namespace Reminders.Import.Plans;

/// <summary>
/// The clauses of sentences that give a day as a limit. A sentence can hold the deadline, as in 下发通知单,7月31日前完成整改, and it can hold
/// another day, so the office decides.
/// </summary>
internal static partial class SentenceDates
{
    private const int MaxDates = 5;

    public static IEnumerable<string> In(IEnumerable<string> texts) => texts
        .SelectMany(t => ClauseEnd().Split(Folding.Fold(t))).Select(c => c.Trim()).Where(c => Day().IsMatch(c) && Limit().IsMatch(c))
        .Distinct().Take(MaxDates).Select(c => SheetFindings.Short(c, DutyNotes.LongestQuote));

    [GeneratedRegex(@"[,;。!?()\n]+", RegexOptions.CultureInvariant)]
    private static partial Regex ClauseEnd();

    [GeneratedRegex(
        @"[\d一二三四五六七八九十] ?月|\d{4} ?[年./-]|[一二三四1-4]季度|[本当下次]月|[年月][底末]|[上下]半年|\d ?(?:个月|天|日)", RegexOptions.CultureInvariant)]
    private static partial Regex Day();

    [GeneratedRegex("[前底末内]|完成|到位|办结|预计|力争|确保|竣工|完工|结束|截止|期限|时限", RegexOptions.CultureInvariant)]
    private static partial Regex Limit();
}
