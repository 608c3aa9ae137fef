using System.Buffers;
using System.Text.RegularExpressions;

namespace Reminders.Import.Plans;

/// <summary>What a note beside the fields of an item says about its duty.</summary>
internal enum DutyNote
{
    None,
    Done,
    Change,
}

/// <summary>
/// Finds words outside of the fields that change a duty, say that the work is done, or name a duty. Nothing is read from them: the item
/// stays as printed, and a finding quotes the words.
/// </summary>
internal static partial class DutyNotes
{
    public const int LongestQuote = 60;
    private const int LongestName = 30;

    // Every match of Done has one of these, and every match of Change one of the others. Nearly no cell has any, so few are compared.
    private static readonly SearchValues<char> DoneSigns = SearchValues.Create("是√✓✔yY%％已成毕位结销环闭摘案");
    private static readonly SearchValues<char> ChangeSigns = SearchValues.Create("延展迟改变调接准责合移取撤");

    private static readonly SearchValues<char> ClauseEnds = SearchValues.Create("。；;，,\n");

    /// <summary>Whether a column or a field with this label can hold notes.</summary>
    public static bool IsRemark(string label) => Remark().IsMatch(label);

    /// <summary>Whether the label itself says that its value replaces another, such as 延期后时限.</summary>
    public static bool IsChange(string label) => ChangedField().IsMatch(label);

    /// <summary>What a note says about the duty.</summary>
    /// <param name="text">The note.</param>
    /// <param name="isChange">Whether its label says that it replaces another value.</param>
    public static DutyNote Read(string text, bool isChange) =>
        IsDone(text) ? DutyNote.Done
        : Changes(text) || (isChange && !NameWords.Nothing().IsMatch(text)) ? DutyNote.Change
        : DutyNote.None;

    // 已销号
    private static bool IsDone(string text) =>
        text.AsSpan().ContainsAny(DoneSigns) && Done().IsMatch(Folding.Compact(text).ToLowerInvariant());

    // 延期至6月30日
    private static bool Changes(string text) => text.AsSpan().ContainsAny(ChangeSigns) && Change().IsMatch(Folding.Fold(text));

    /// <summary>Whether a heading or the name of a sheet says that everything below it is done.</summary>
    public static bool NamesDone(string name) => name.Length <= LongestName && DoneName().IsMatch(Folding.Compact(name));

    /// <summary>The finding on a field of an item that gives no duty; null if its text needs none.</summary>
    public static Finding? Of(string label, string text, string place)
    {
        if (text.Length == 0 || !IsRemark(label))
            return null;
        var isChange = IsChange(label);
        return Read(text, isChange) switch
        {
            DutyNote.Done => PlanFindings.ItemDone($"{label}：{Quote(text, 0)}", place),
            DutyNote.Change => PlanFindings.ChangeNotRead(
                $"{label}：{Quote(text, isChange ? 0 : Change().Match(Folding.Fold(text)).Index)}", place),
            _ => null,
        };
    }

    /// <summary>The findings on notes in brackets in a text, such as 漏油（已完成）.</summary>
    public static IEnumerable<Finding> InBrackets(string text, string place)
    {
        foreach (Match match in Bracket().Matches(Folding.Fold(text)))
        {
            var note = match.Groups["note"].Value;
            if (note.Contains('已', StringComparison.Ordinal) && IsDone(note))
                yield return PlanFindings.ItemDone(match.Value, place);
            else if (Changes(note))
                yield return PlanFindings.ChangeNotRead(match.Value, place);
        }
    }

    /// <summary>The findings on lines beside the items that name a duty or change one.</summary>
    public static IEnumerable<Finding> In(IEnumerable<SourceLine> lines) =>
        from line in lines
        where NamesDuty(line)
        select PlanFindings.LineNotRead(SheetFindings.Short(line.Raw.Trim(), LongestQuote), $"{line.Place}");

    public static bool NamesDuty(SourceLine line)
    {
        var text = line.Text;
        if (line.IsBlank || DocumentName().IsMatch(text))
            return false;
        return DutyClause().IsMatch(text) || (AboutItem().IsMatch(text) && Changes(text))
            || SentenceDates.In([text]).Any(c => !AsOf().IsMatch(c))
            || ProseLine.Read(line).Labelled.Values.Any(v => v.Value.Length > 0 && FieldLabels.GivesDuty(v.Field));
    }

    // The clause that holds the words, and what follows it.
    private static string Quote(string text, int at)
    {
        var start = text.Length <= LongestQuote ? 0 : text.AsSpan(0, at).LastIndexOfAny(ClauseEnds) + 1;
        return SheetFindings.Short(text[start..].Trim(), LongestQuote);
    }

    [GeneratedRegex("备注|说明|是否.{0,6}(?:完成|整改|办结|到位|闭环|验收|解决|落实)|销号|状态|进[展度]|情况|结果|成效|完成率|延[期长后]|[变更]更后|调整后", RegexOptions.CultureInvariant)]
    private static partial Regex Remark();

    [GeneratedRegex("延[期长后]|变更后|调整后", RegexOptions.CultureInvariant)]
    private static partial Regex ChangedField();

    // In a long report, 取消 and 合并 mostly tell what was done.
    [GeneratedRegex("""
        延期|展期|顺延|延[长后]|推迟|(?<!整)改[为至由]|变更|调整[为至到]|接替|接手|调离|以.{1,20}为准|由[^,。;]{2,6}负责|^\p{L}{2,4}负责$
        |合并[至到入]|(?:[本该此第].{0,4}[项条]|问题|任务|事项).{0,6}(?:移交|取消|合并|撤销)|^.{0,14}(?:移交|取消|合并|撤销).{0,8}$
        |[,。;、(]责任(?:人|领导)[由为]?\p{L}{2,4}(?=[,。;)]|$)
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Change();

    // 已于4月30日整改完毕 and 已完成整改,已申请验收, but neither 已完成80% nor 已完成前期工作,正在施工.
    [GeneratedRegex("""
        ^(?:是|[√✓✔]|y(?:es)?|(?:已?完成)?100%
        |(?=.*(?:已|完成|完毕|到位|办结|销号|闭环|关闭|摘牌|结案|销案))(?=.*(?:完成|整改|完毕|到位|办结|销号|闭环|关闭|验收|摘牌|落实|结案|销案|消除|治理))
         (?:已|均|现|全部|全面|按期|如期|于[\d年月日号./-]{2,12}|完成|整改|完毕|到位|办结|销号|闭环|关闭|验收|摘牌|落实|结案|销案|消除|治理|申请|通过|合格|并|,|、|100%)+
        |(?!.*(?:正在|下一步|未|尚|计划|预计|其余|剩余|持续|推进|继续|待))均?已(?:全部)?(?:于[\d年月日号./-]{2,12})?(?:全部)?(?:完成|整改|办结|销号)
         (?!\d|[一二三四五六七八九十半过近约大]|前期|部分).*
        )。?$
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Done();

    [GeneratedRegex("^(?!.*(?:未|是否|不)).*已(?:经|全部)?(?:完成|销号|整改|办结|闭环|关闭)", RegexOptions.CultureInvariant)]
    private static partial Regex DoneName();

    [GeneratedRegex(@"\((?<note>[^()]{2,60})\)", RegexOptions.CultureInvariant)]
    private static partial Regex Bracket();

    [GeneratedRegex(
        @"\p{L}{2}负责(?:[,。;]|$)|责任(?:人|领导)[^,。;:]{0,6}(?:已?调离|接替|变更|改为|调整)|由\p{L}{2,4}接替|(?:延期|顺延|延长)[至到]?\d|变更为",
        RegexOptions.CultureInvariant)]
    private static partial Regex DutyClause();

    [GeneratedRegex("^(?:注|备注|说明|补充|另)|(?:第.{1,3}|[本该此])[项条]", RegexOptions.CultureInvariant)]
    private static partial Regex AboutItem();

    // 截至2026年5月底 says of which day a list is.
    [GeneratedRegex("截[至止]|填[报表]|制表|报送", RegexOptions.CultureInvariant)]
    private static partial Regex AsOf();

    [GeneratedRegex("(?:" + DocumentHead.Kinds + @"|表|情况)(?:\(.*\))?$", RegexOptions.CultureInvariant)]
    private static partial Regex DocumentName();
}
