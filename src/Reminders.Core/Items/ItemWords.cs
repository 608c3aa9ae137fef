namespace Reminders.Core.Items;

/// <summary>States and actions in words for refusals and histories, in English and with the Chinese term.</summary>
public static class ItemWords
{
    /// <summary>The words of histories, by the stored name of the action.</summary>
    private static readonly Dictionary<string, string> Done = new()
    {
        [HistoryEntry.Load] = "loaded 载入",
        [nameof(ItemAction.Complete)] = "completed 完善",
        [nameof(ItemAction.Report)] = "reported done 报结",
        [nameof(ItemAction.Return)] = "returned 退回",
        [nameof(ItemAction.Verify)] = "verified and closed 核查销号",
        [nameof(ItemAction.Extend)] = "deadline moved 延期",
        [nameof(ItemAction.AskExtension)] = "extension asked 申请延期",
        [nameof(ItemAction.RefuseExtension)] = "extension refused 不同意延期",
        [nameof(ItemAction.Urge)] = "urged 催办",
        [nameof(ItemAction.Reopen)] = "reopened 反弹",
        [nameof(ItemAction.LookBack)] = "looked at again 回头看",
        [nameof(ItemAction.Cancel)] = "cancelled 撤销",
        [nameof(ItemAction.Revise)] = "revised with its plan 修订",
        [nameof(ItemAction.HandOver)] = "handed over 移交",
        [nameof(ItemAction.LiftFlag)] = "number works again 恢复号码",
        [nameof(ItemAction.NoteFinding)] = "doubt noted 标注",
        [nameof(ItemAction.AddEvidence)] = "evidence added 佐证",
    };

    public static string Of(ItemState state) => state switch
    {
        ItemState.Draft => "draft 待完善",
        ItemState.Open => "open 整改中",
        ItemState.Reported => "reported 待核查",
        ItemState.Closed => "closed 已销号",
        ItemState.Cancelled => "cancelled 已撤销",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    /// <summary>The action as the subject of a refusal.</summary>
    public static string Of(ItemAction action) => action switch
    {
        ItemAction.Complete => "completing it 完善",
        ItemAction.Report => "reporting it done 报结",
        ItemAction.Return => "returning it 退回",
        ItemAction.Verify => "verifying it 核查销号",
        ItemAction.Extend => "moving its deadline 延期",
        ItemAction.AskExtension => "asking for a later deadline 申请延期",
        ItemAction.RefuseExtension => "refusing a later deadline 不同意延期",
        ItemAction.Urge => "urging its person 催办",
        ItemAction.Reopen => "reopening it 反弹",
        ItemAction.LookBack => "looking at it again 回头看",
        ItemAction.Cancel => "cancelling it 撤销",
        ItemAction.Revise => "revising it 修订",
        ItemAction.HandOver => "handing it over 移交",
        ItemAction.LiftFlag => "noting that a number works again 恢复号码",
        ItemAction.NoteFinding => "noting a doubt 标注",
        ItemAction.AddEvidence => "adding evidence 佐证",
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };

    /// <summary>The action in the past tense. An unknown action keeps its stored name.</summary>
    public static string DoneOf(string action) => Done.GetValueOrDefault(action, action);

    /// <summary>The detail of an entry. A load has the name of the state as its detail.</summary>
    public static string DetailOf(HistoryEntry entry) =>
        entry.Action == HistoryEntry.Load && Enum.TryParse<ItemState>(entry.Detail, out var state) ? Of(state) : entry.Detail;
}
