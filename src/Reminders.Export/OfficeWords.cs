using System.Text.RegularExpressions;

namespace Reminders.Export;

/// <summary>The office's words for states, actions and findings.</summary>
internal static class OfficeWords
{
    private static readonly Dictionary<string, string> Findings = new()
    {
        [FindingCodes.PersonMissing] = "缺责任人",
        [FindingCodes.PersonRedacted] = "责任人姓名已隐去",
        [FindingCodes.PersonGroup] = "责任人是集体、岗位或单位",
        [FindingCodes.LeaderMissing] = "缺责任领导",
        [FindingCodes.LeaderRedacted] = "责任领导姓名已隐去",
        [FindingCodes.LeaderGroup] = "责任领导是集体、岗位或单位",
        ["person-" + FindingCodes.PhoneMissing] = "缺责任人手机",
        ["leader-" + FindingCodes.PhoneMissing] = "缺责任领导手机",
        [FindingCodes.PhoneMissing] = "通讯录里缺手机号码",
        [FindingCodes.PhoneInvalid] = "手机号码有误",
        [FindingCodes.PhoneAmbiguous] = "通讯录里有重名",
        [FindingCodes.NumberFailed] = "手机号码收不到短信",
        [FindingCodes.Deadline(DeadlineKind.Missing)] = "缺整改时限",
        [FindingCodes.Deadline(DeadlineKind.Redacted)] = "整改时限已隐去",
        [FindingCodes.Deadline(DeadlineKind.Immediate)] = "立行立改，缺具体日期",
        [FindingCodes.Deadline(DeadlineKind.Continuous)] = "长期坚持，缺具体日期",
        [FindingCodes.Deadline(DeadlineKind.Recurring)] = "定期开展，缺下一次的日期",
        [FindingCodes.Deadline(DeadlineKind.Relative)] = "时限的起算日不明，缺具体日期",
        [FindingCodes.Deadline(DeadlineKind.Completed)] = "方案写明已完成，待确认",
        [FindingCodes.Deadline(DeadlineKind.Invalid)] = "整改时限无法确认",
        [FindingCodes.DeadlineReadAs] = "整改时限由文字推定",
        [FindingCodes.DutyGoesOn] = "到期后仍须长期坚持",
        [FindingCodes.DeadlineKept] = "方案改后的时限不是日期，仍按原日期",
        [FindingCodes.GoneFromPlan] = "重新载入的方案不再列此项",
        [FindingCodes.PlanSaysOtherwise] = "重新载入的方案与此不一致",
        [FindingCodes.MeasuresMissing] = "缺整改措施",
        [FindingCodes.ProblemMissing] = "缺问题描述",
    };

    private static readonly Dictionary<string, string> Actions = new()
    {
        [HistoryEntry.Load] = "载入",
        [nameof(ItemAction.Complete)] = "完善",
        [nameof(ItemAction.Report)] = "报结",
        [nameof(ItemAction.Return)] = "退回",
        [nameof(ItemAction.Verify)] = "销号",
        [nameof(ItemAction.Extend)] = "延期",
        [nameof(ItemAction.AskExtension)] = "申请延期",
        [nameof(ItemAction.RefuseExtension)] = "不同意延期",
        [nameof(ItemAction.Urge)] = "催办",
        [nameof(ItemAction.Reopen)] = "反弹",
        [nameof(ItemAction.LookBack)] = "回头看",
        [nameof(ItemAction.Cancel)] = "撤销",
        [nameof(ItemAction.Revise)] = "修订",
        [nameof(ItemAction.HandOver)] = "移交",
        [nameof(ItemAction.LiftFlag)] = "恢复号码",
        [nameof(ItemAction.NoteFinding)] = "标注",
        [nameof(ItemAction.AddEvidence)] = "佐证",
    };

    public static string Of(ItemState state) => state switch
    {
        ItemState.Draft => "待完善",
        ItemState.Open => "整改中",
        ItemState.Reported => "待核查",
        ItemState.Closed => "已销号",
        ItemState.Cancelled => "已撤销",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    /// <summary>The document's words for a deadline without a date.</summary>
    public static string Of(Deadline deadline) => deadline.Text.Length > 0 ? deadline.Text : "未写明";

    public static string Of(HistoryEntry entry) => Actions.GetValueOrDefault(entry.Action, entry.Action);

    /// <summary>The words for a detail of the form "code: message".</summary>
    public static string OfFlag(string detail) =>
        detail.Split(": ", 2) is [var code, _] && Findings.TryGetValue(code, out var words) ? words : detail;

    public static string OfMissing(string code) => Findings.GetValueOrDefault(code, code);

    /// <summary>The words for a finding; its own message if there are none.</summary>
    public static string Of(Finding finding) => Findings.GetValueOrDefault(finding.Code, finding.Message);
}

/// <summary>
/// The detail of a history entry in the office's words. Each action writes its details in a fixed form. Only those forms are translated;
/// text that people wrote stays as it is.
/// </summary>
internal static partial class HistoryWords
{
    private const string StillMissing = "still missing: ";
    private const string NewNumber = ": number";
    private const string Date = @"(\d{4}-\d\d-\d\d)";

    private static readonly Dictionary<string, string> Fields = new()
    {
        ["number"] = "编号",
        ["section"] = "类别",
        ["title"] = "标题",
        ["problem"] = "问题",
        ["measures"] = "整改措施",
        ["units"] = "责任单位",
        ["persons"] = "责任人",
        ["leaders"] = "责任领导",
        ["supervisors"] = "督查",
        ["deadline"] = "整改时限",
        ["names"] = "名单",
        ["findings"] = "存疑",
    };

    public static string Of(HistoryEntry entry) => entry.Action switch
    {
        HistoryEntry.Load => Enum.TryParse<ItemState>(entry.Detail, out var state) ? OfficeWords.Of(state) : entry.Detail,
        nameof(ItemAction.Reopen) => Cycle().Replace(entry.Detail, "反弹，第$1轮整改，时限 $2 → $3："),
        nameof(ItemAction.Extend) or nameof(ItemAction.AskExtension) => Moved().Replace(entry.Detail, "时限 $1 → $2："),
        nameof(ItemAction.Verify) => LookBack().Replace(entry.Detail, "（$1回头看）"),
        nameof(ItemAction.LookBack) => NextLookBack().Replace(entry.Detail, "（$1再次回头看）"),
        nameof(ItemAction.Complete) or nameof(ItemAction.HandOver) or nameof(ItemAction.LiftFlag)
            or nameof(ItemAction.Revise) or nameof(ItemAction.NoteFinding) =>
            string.Join("；", HandedOver().Replace(entry.Detail, "$1移交$2; ").Split("; ").Select(Part)),
        _ => entry.Detail,
    };

    private static string Part(string part)
    {
        if (part == "listed again")
            return "重新列入方案";
        if (FlagLifted().Match(part) is { Success: true } lifted)
            return $"{lifted.Groups[1].Value}的号码恢复使用";
        if (part.StartsWith(StillMissing, StringComparison.Ordinal))
            return "仍待完善：" + string.Join("、", part[StillMissing.Length..].Split(", ").Select(OfficeWords.OfMissing));
        var end = part.IndexOfAny([' ', ':']);
        if (!Fields.TryGetValue(end < 0 ? part : part[..end], out var field))
            return OfficeWords.OfFlag(part);
        var rest = end < 0 ? "" : part[(end + 1)..].Trim();
        return rest switch
        {
            "" => $"{field}有变动",
            _ when rest.EndsWith(NewNumber, StringComparison.Ordinal) => $"{field} {rest[..^NewNumber.Length]}号码有变动",
            _ => $"{field} {StandsFor().Replace(Nobody().Replace(rest, "无"), "（代$1）")}",
        };
    }

    [GeneratedRegex(@"\Acycle (\d+), (\d{4}-\d\d-\d\d|) → " + Date + ": ")]
    private static partial Regex Cycle();

    [GeneratedRegex(@"\A" + Date + " → " + Date + "(?:: |\\? )")]
    private static partial Regex Moved();

    [GeneratedRegex(@" \(look-back " + Date + @"\)\z")]
    private static partial Regex LookBack();

    [GeneratedRegex(@" \(next " + Date + @"\)\z")]
    private static partial Regex NextLookBack();

    [GeneratedRegex(@"\A([^:;]+) handed over to ([^:;]+): ")]
    private static partial Regex HandedOver();

    [GeneratedRegex(@"\Anumber of (.+): flag lifted\z")]
    private static partial Regex FlagLifted();

    [GeneratedRegex(@"(?<=\A|→ )no(?:body|thing)(?=\z| →)")]
    private static partial Regex Nobody();

    [GeneratedRegex(@" \(for (\S+?)\)")]
    private static partial Regex StandsFor();
}
