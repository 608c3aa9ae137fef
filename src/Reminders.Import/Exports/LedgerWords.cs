namespace Reminders.Import.Exports;

/// <summary>The words of an office for states, actions and findings.</summary>
internal static class LedgerWords
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
        ["measures-missing"] = "缺整改措施",
        ["problem-missing"] = "缺问题描述",
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
        [nameof(ItemAction.Reopen)] = "反弹",
        [nameof(ItemAction.LookBack)] = "回头看",
        [nameof(ItemAction.Cancel)] = "撤销",
        [nameof(ItemAction.Revise)] = "修订",
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

    /// <summary>The words of a deadline that is no date: the document's own, if it has any.</summary>
    public static string Of(Deadline deadline) => deadline.Text.Length > 0 ? deadline.Text : "未写明";

    public static string Of(HistoryEntry entry) => Actions.GetValueOrDefault(entry.Action, entry.Action);

    /// <summary>A finding that a history names by its code, with a message behind it.</summary>
    public static string OfFlag(string detail) =>
        detail.Split(": ", 2) is [var code, _] && Findings.TryGetValue(code, out var words) ? words : detail;

    public static string OfMissing(string code) => Findings.GetValueOrDefault(code, code);

    /// <summary>A finding that has no words here says its own message.</summary>
    public static string Of(Finding finding) => Findings.GetValueOrDefault(finding.Code, finding.Message);
}
