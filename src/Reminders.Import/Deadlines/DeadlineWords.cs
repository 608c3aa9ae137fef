using System.Text.RegularExpressions;

namespace Reminders.Import.Deadlines;

/// <summary>The words that stand where a date should, on normalised text.</summary>
internal static partial class DeadlineWords
{
    [GeneratedRegex(@"^(?:无|暂无|没有|空|待定|未定|暂未确定|/+|-+|至+|…+|\.+|n/?a|none|tbd|[_年月日]+)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    public static partial Regex Nothing();

    /// <summary>A date with hidden parts, or nothing but marks. ○月○日 hides too: no month is the zeroth.</summary>
    [GeneratedRegex(
        @"^[*xX×□○●]+$|[*xX×□●]+(?:年|月|日|号)|(?<![〇零○一二三四五六七八九十])○+(?=[月日号])|(?:19|20)(?:[xX]{1,2}|\*{1,2}|×{1,2}|□{1,2})(?:年|[-./])", RegexOptions.CultureInvariant)]
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

    [GeneratedRegex("(?<!未)已(?:经|于.*)?(?:全部|基本)?(?:按.{0,4})?(?:完成|整改|办结|销号|落实|解决|到位)|^(?:整改)?(?:完成|完毕|到位|办结|销号)$|整改完毕", RegexOptions.CultureInvariant)]
    public static partial Regex Completed();

    [GeneratedRegex("长期|持续|常态|常抓|坚持|不间断|始终|永久", RegexOptions.CultureInvariant)]
    public static partial Regex Continuous();

    [GeneratedRegex("立行立改|立整立改|立改|立即|即知即改|即行即改|即改|即时|即刻|马上|当场|边[查审整学]边改", RegexOptions.CultureInvariant)]
    public static partial Regex Immediate();

    /// <summary>节前, 验收前: before something that the plan does not date.</summary>
    [GeneratedRegex(@"^[^\d]+(?:前|之前|以前|后|之后)(?:完成|整改|办结)?", RegexOptions.CultureInvariant)]
    public static partial Regex BeforeAnEvent();

    /// <summary>A mark that a date is a limit and not the day on which something happened.</summary>
    [GeneratedRegex("前|底|末|止|低|内", RegexOptions.CultureInvariant)]
    public static partial Regex Limit();

    /// <summary>Digits that ran together when 年 or 月 was lost.</summary>
    [GeneratedRegex(@"\d{5,}", RegexOptions.CultureInvariant)]
    public static partial Regex RunOfDigits();

    [GeneratedRegex(@"[,;。()\[\]【】、!?…]+", RegexOptions.CultureInvariant)]
    public static partial Regex ClauseEnd();
}
