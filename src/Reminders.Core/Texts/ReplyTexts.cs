using NodaTime.Text;

namespace Reminders.Core.Texts;

/// <summary>The answers to replies, in the language of the policy. A refusal says what can be done now.</summary>
internal sealed class ReplyTexts(ReminderPolicy policy)
{
    private readonly string office = Templates.Of(policy.Language).OfficeOf(policy);

    private static readonly LocalDatePattern ChineseDay = LocalDatePattern.CreateWithInvariantCulture("M'月'd'日'");
    private static readonly LocalDatePattern EnglishDay = LocalDatePattern.CreateWithInvariantCulture("d MMM");

    public string Help =>
        Say("请回复“编号 已完成”报结，或“编号 延期 日期 原因”申请延期，例如：1-3 已完成。", "Reply \"CODE done\", or \"CODE extend DATE reason\", for example: 1-3 done.");

    public string WhichItem => Say("您负责多个事项，请写明编号，例如：1-3 已完成。", "You answer for several items; name one, for example: 1-3 done.");

    public string NoSuchItem => Say("没有找到由您负责的该事项，请核对编号。", "There is no such item of yours; please check the code.");

    public string NotLeader => Say("该事项不由您批复，请联系责任领导。", "This is for the item's leader to answer.");

    public string DateMissing =>
        Say("请写明延期到哪一天和原因，例如：1-3 延期 6月5日 设备未到。", "Say until when and why, for example: 1-3 extend 2026-06-05 parts are late.");

    public string VerifyInLedger(Item item) =>
        Say(
            $"{item.Code}已报结，请现场核查，在台账中逐项确认“四个不放过”后销号；如不属实，请回复“{item.Code} 退回 原因”。",
            $"{item.Code} is reported done: verify it in the ledger with the four checks, or reply \"{item.Code} return REASON\".");

    public string Stopped => Say("已停止向您发送提醒。恢复请回复START。", "You will get no more reminders. Reply START to get them again.");

    public string Started => Say("已恢复向您发送提醒。", "You will get reminders again.");

    public string Done(Item item) => Say($"{item.Code}已报结，待责任领导核查。", $"{item.Code} is reported done and waits to be verified.");

    public string Asked(Item item, LocalDate until) =>
        Say(
            $"{item.Code}延期至{ChineseDay.Format(until)}的申请已收到，批复前仍按原时限提醒。",
            $"Your request to extend {item.Code} to {EnglishDay.Format(until)} is recorded; until it is granted the old deadline stands.");

    public string Granted(Item item) =>
        Say(
            $"{item.Code}已同意延期至{ChineseDay.Format(item.Deadline.Date!.Value)}。",
            $"{item.Code} is extended to {EnglishDay.Format(item.Deadline.Date!.Value)}.");

    public string ExtensionRefused(Item item) =>
        Say($"{item.Code}的延期申请已退回，仍按原时限完成。", $"The request to extend {item.Code} is refused; the old deadline stands.");

    public string Returned(Item item) => Say($"{item.Code}已退回整改。", $"{item.Code} is returned.");

    public string NothingAsked(Item item) => Say($"{item.Code}没有待批复的延期申请。", $"Nothing was asked for {item.Code}.");

    /// <summary>A refusal of an item's rules, in words for a phone.</summary>
    public string Refused(Refusal refusal, Item item) => refusal.Code switch
    {
        "reason-missing" => Say("请写明原因。", "Please give a reason."),
        "asked-too-late" =>
            Say($"{item.Code}已过整改时限，不能再申请延期，请联系责任领导。", $"{item.Code} is overdue; an extension must be asked for before the deadline."),
        "deadline-not-later" => Say("新的时限须晚于原时限。", "The new deadline must be later than the old one."),
        "nothing-asked" => NothingAsked(item),
        _ => item.State switch
        {
            ItemState.Reported => Say($"{item.Code}已报结，正在等待核查。", $"{item.Code} is reported done already and waits to be verified."),
            ItemState.Closed => Say($"{item.Code}已销号。", $"{item.Code} is closed."),
            ItemState.Cancelled => Say($"{item.Code}已撤销。", $"{item.Code} is cancelled."),
            _ => Say($"{item.Code}目前不能这样办理，请联系{office}。", $"This cannot be done for {item.Code} now; please ask {office}."),
        },
    };

    private string Say(string chinese, string english) => policy.Language == Language.English ? english : chinese;
}
