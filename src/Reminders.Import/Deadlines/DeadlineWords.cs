using System.Text.RegularExpressions;

namespace Reminders.Import.Deadlines;

/// <summary>The words that deadlines have beside a date or instead of one, in normalised text.</summary>
internal static partial class DeadlineWords
{
    [GeneratedRegex(
        @"^(?:无|暂无|没有|空|待定|未定|暂未确定|/+|-+|至+|…+|\.+|n/?a|none|tbd|[_年月日]+)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    public static partial Regex Nothing();

    /// <summary>A date with hidden parts, or marks only. ○月○日 is hidden too, because no month is zero.</summary>
    [GeneratedRegex(
        @"^[*xX×□○●]+$|[*xX×□●]+(?:年|月|日|号)|(?<![〇零○一二三四五六七八九十])○+(?=[月日号])"
        + @"|(?:19|20)(?:[xX]{1,2}|\*{1,2}|×{1,2}|□{1,2})(?:年|[-./])", RegexOptions.CultureInvariant)]
    public static partial Regex Redacted();

    [GeneratedRegex(@"[*×□]|[xX]{2}", RegexOptions.CultureInvariant)]
    public static partial Regex Marks();

    [GeneratedRegex(@"每(?:个|隔)?(?:\d+个?)?(?:年|半年|季|月|周|星期|日|天|旬|学期)|[按逐](?:年|季|月|周|旬|日)(?!期)|定期", RegexOptions.CultureInvariant)]
    public static partial Regex Recurring();

    [GeneratedRegex("""
        (?<![\d月])(?:\d{1,3}(?:至\d{1,3})?(?:个?(?:工作日|自然日|天|周|星期|小时)|个半?月|个季度|日)|\d{1,2}(?:至\d{1,2})?年|半个?[年月]|1?个半月)(?:之内|以内|内|后)
        | ^(?:[限短中长]期?)?(?:\d{1,3}(?:至\d{1,3})?(?:个?(?:工作日|自然日|天|周|星期|小时)|个半?月|个季度)|\d{1,2}(?:至\d{1,2})?年|半个?[年月]|限\d{1,3}日)$
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    public static partial Regex Relative();

    [GeneratedRegex(
        "(?<!未)已(?:经|于.*)?(?:全部|基本)?(?:按.{0,4})?(?:完成|整改|办结|销号|落实|解决|到位)|^(?:整改)?(?:完成|完毕|到位|办结|销号)$"
        + "|^(?!.*(?:前|底|末|内|止|立|即|确保|力争|要求|预计|计划|将))\\D*整改完毕",
        RegexOptions.CultureInvariant)]
    public static partial Regex Completed();

    [GeneratedRegex("长期|持续|常态|常抓|坚持|不间断|始终|永久", RegexOptions.CultureInvariant)]
    public static partial Regex Continuous();

    [GeneratedRegex("立行立改|即交即办|即查即改|即办即结|随接随办|立整立改|立改|立即|即知即改|即行即改|即改|即时|即刻|马上|当场|边[查审整学]边改", RegexOptions.CultureInvariant)]
    public static partial Regex Immediate();

    /// <summary>
    /// Whether the words beside a date say that something begins, or that a paper is due: 动工, 报送方案. A word for the end of the work makes it
    /// the end.
    /// </summary>
    public static bool IsStage(string before, string behind) =>
        (Stage().IsMatch(behind) && (!End().IsMatch(behind) || Paper().IsMatch(behind)))
        || (StageBefore().IsMatch(before) && !End().IsMatch(behind));

    /// <summary>Whether the words of a clause without a date say that the date before it begins something or is another event's.</summary>
    public static bool IsOfAnother(string clause) => !End().IsMatch(clause) && (Stage().IsMatch(clause) || OtherDay().IsMatch(clause));

    /// <summary>Whether the clause says that the work ends; dates are \u0001.</summary>
    public static bool IsEnd(string around) => End().IsMatch(around);

    /// <summary>Whether the clause has its dates and words for a limit only.</summary>
    public static bool IsPlain(string around) => PlainLimit().IsMatch(around);

    /// <summary>Whether the clause is about what follows the work: acceptance, closing or a report.</summary>
    public static bool IsClosing(string around) => Closing().IsMatch(around);

    /// <summary>Whether the words make a date another day than it seems, or void: 农历, 作废, 原5月20日.</summary>
    public static bool IsOther(string around) => NoSuchDay().IsMatch(around);

    [GeneratedRegex("^(?!.*(?:整改|整治|治理|任务|建设|工程|清理)(?!情况|报告|材料|资料|台账)).*(?:销号|验收|上报|报送|归档|备案|提交)", RegexOptions.CultureInvariant)]
    private static partial Regex Closing();

    /// <summary>后10日内 and 起10日内, which count from the day before.</summary>
    [GeneratedRegex("^(?:之?日?起|之?后|以后)", RegexOptions.CultureInvariant)]
    public static partial Regex CountsFromBefore();

    [GeneratedRegex("检查|抽查|复查|复核|核查|验收|督[查办导]|公示|公告|延期|延长|顺延|通报|农历|阴历|旧历|作废|失效|取消|撤销|暂停|变更|更正", RegexOptions.CultureInvariant)]
    private static partial Regex OtherDay();

    [GeneratedRegex(
        "农历|阴历|旧历|作废|失效|取消|撤销|[原非]定?(?=\u0001)|\u0001前?或|(?:收到|接到|印发|下发|通知|施行|实施)[^\u0001]{0,4}后",
        RegexOptions.CultureInvariant)]
    private static partial Regex NoSuchDay();

    [GeneratedRegex(
        "^(?:\u0001|或者?|和|及|至|于|在|自|从|起|前|之前|以前|底|末|止|内|以内|之内|截[至止]|最[迟晚]|不迟于"
        + "|完成|全部|全面|基本|力争|确保|预计|计划|拟|暂定|到位|整改|时间|时限|期限|为|:|[一二]期|第?[一二三1-9]阶段)*$",
        RegexOptions.CultureInvariant)]
    private static partial Regex PlainLimit();

    // 开工时间为5月底, 方案报送5月底前.
    [GeneratedRegex(@"(?:动工|开工|启动|进场|报送|上报|提交)[^\d]{0,6}$", RegexOptions.CultureInvariant)]
    private static partial Regex StageBefore();

    [GeneratedRegex("""
        动工|开[工建始展]|启动|进场|招[标投商]|立项|可研|设计|前期|方案|计划|(?<![举通情电日])报(?![废警名销价刊纸])|召开|提交|提请|初稿|动员|论证|勘[察测]|评审|选址|征[求集]|申请
        |进展|阶段性|过半|过[一二三四五六七八九]成|\d+%|百分之|一半|初步|首[批期]|第[一二]阶段|(?:完成|进行|做好)(?:基础|主体)(?:施工|工程|建设)?$|封顶
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Stage();

    [GeneratedRegex("""
        完成(?:全部|所有|各项|全面)?(?:排查)?(?:整改|整治|治理|任务|建设|施工|工程|工作)|(?:整改|整治|治理|清理|清退|排查整治)(?:完成|到位|完毕|结束)|(?<!资金|人员)到位|办结|竣工|完工|销号|建成|投入?[使运用产]|完毕
        |(?:全部|全面|基本)完成|完成$|交付|通过验收|完成验收
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex End();

    // 报送整改完成情况 is a paper, and 完成工程量的60% is no end.
    [GeneratedRegex(
        @"^(?:之前|以前|前|底|末|日|向.{2,8})*(?:完成)?(?:报[送告备批]|上报|呈报|填报|提交|启动|开[始展])|\d%|百分之|过半|一半|阶段性|初步|首批", RegexOptions.CultureInvariant)]
    private static partial Regex Paper();

    /// <summary>Digits that touch a date, which is written as \u0001 here, or that look like a part of one.</summary>
    [GeneratedRegex(
        @"\u0001[/.~至-]?\d|\d[/.~-]?\u0001|\u0001.*(?<!\d)\d{1,2}[日号](?!内|后)|(?<!\d)\d{1,2}[日号]?[/.]\d{1,2}[日号]",
        RegexOptions.CultureInvariant)]
    public static partial Regex LeftOver();

    /// <summary>A day without its month, behind another date: （或25日）.</summary>
    [GeneratedRegex(@"^[^\d]{0,4}(?<!\d)\d{1,2}[日号](?!内|之内|以内|后)", RegexOptions.CultureInvariant)]
    public static partial Regex DayAlone();

    /// <summary>A letter beside a digit or inside a date, as in 5月2O日 and 5月l5日; Q3 is a quarter.</summary>
    [GeneratedRegex(
        @"(?<=[\d年月日号])[\p{L}-[\u3007\u3400-\u9FFF]]|(?![Qq][1-4](?!\d))[\p{L}-[\u3007\u3400-\u9FFF]](?=[\d年月日号])",
        RegexOptions.CultureInvariant)]
    public static partial Regex StrangeLetter();

    /// <summary>5月20日前后, 5月20日? and 5月第3周 are no days.</summary>
    [GeneratedRegex(
        @"[日月年旬号底](?:前后|左右|上下)|[日月年旬号底前]\?|[年月]份?的?(?:第\d{1,2}|首|末|头|最后)[一1]?个?(?:周|星期|礼拜)|月份?[上下]半月",
        RegexOptions.CultureInvariant)]
    public static partial Regex About();

    [GeneratedRegex(
        @"^(?<day>\d{4}-\d{2}-\d{2})[T ](?<time>\d{2}:\d{2})(?<seconds>:\d{2}(?:\.\d{1,9})?)? ?"
        + @"(?<offset>[Zz]|(?<hours>[+-]\d{2}):?(?<minutes>\d{2}))$",
        RegexOptions.CultureInvariant)]
    public static partial Regex Instant();

    /// <summary>节前, 验收前: before an event without a date.</summary>
    [GeneratedRegex(@"^[^\d]+(?:前|之前|以前|后|之后)(?:完成|整改|办结)?", RegexOptions.CultureInvariant)]
    public static partial Regex BeforeAnEvent();

    /// <summary>Words that make a date a limit; without them it can be the day of an event.</summary>
    [GeneratedRegex("前|底|末|止|低|内", RegexOptions.CultureInvariant)]
    public static partial Regex Limit();

    /// <summary>Digits that ran together because 年 or 月 is missing.</summary>
    [GeneratedRegex(@"\d{5,}", RegexOptions.CultureInvariant)]
    public static partial Regex RunOfDigits();

    [GeneratedRegex(@"[,;。()\[\]【】、!?…]+", RegexOptions.CultureInvariant)]
    public static partial Regex ClauseEnd();
}
