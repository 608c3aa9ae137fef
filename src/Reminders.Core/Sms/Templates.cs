using NodaTime.Text;

namespace Reminders.Core.Sms;

/// <summary>
/// The wording of messages in one language. Names in braces are filled in, such as {code}, {title}, {date}, {days}, {persons}; {item} is what <see cref="Item"/> makes.
/// A message is a signature, a greeting, one line or several numbered ones, and a closing.
/// </summary>
public sealed record Templates
{
    public required string Signature { get; init; }
    public required string Greeting { get; init; }
    public required string Several { get; init; }
    public required string Numbered { get; init; }
    public required string Separator { get; init; }

    /// <summary>Before the first line of a unit, in a digest of several units.</summary>
    public required string Unit { get; init; }
    public required string More { get; init; }

    /// <summary>The item that a line is about, at its beginning.</summary>
    public required string Item { get; init; }

    /// <summary>After the item's title: the reader is told as the deputy of {name}, who is away.</summary>
    public required string StandingIn { get; init; }

    /// <summary>Somebody who answers for an item and is away, and his deputy.</summary>
    public required string Deputy { get; init; }

    /// <summary>Of an item about which nothing else fits.</summary>
    public required string Alone { get; init; }

    /// <summary>Of an item with days left, for its person.</summary>
    public required string Left { get; init; }

    /// <summary>Of an item whose deadline is today, for its person.</summary>
    public required string Today { get; init; }

    /// <summary>Of an overdue item, for its person.</summary>
    public required string Overdue { get; init; }

    public required string OverdueForLeader { get; init; }
    public required string OverdueForSupervisor { get; init; }
    public required string Unreachable { get; init; }

    /// <summary>Of an item that was reported done on {date} and not verified since, for its leader.</summary>
    public required string Unverified { get; init; }

    public required string UnverifiedForSupervisor { get; init; }

    /// <summary>Of a closed item that is to be looked at once more today, for its leader.</summary>
    public required string LookBackToday { get; init; }

    /// <summary>Of a closed item that was to be looked at once more on {date}, a day off, and so is today, for its leader.</summary>
    public required string LookBackMoved { get; init; }

    /// <summary>Of a closed item that was to be looked at once more on {date}, for its leader.</summary>
    public required string LookBack { get; init; }

    public required string LookBackForSupervisor { get; init; }

    /// <summary>After a person's line: the last report was not accepted.</summary>
    public required string Returned { get; init; }

    /// <summary>After a leader's line: somebody asks for a later deadline.</summary>
    public required string Asked { get; init; }

    /// <summary>After a person's line: the later deadline was granted.</summary>
    public required string Granted { get; init; }

    public required string Refused { get; init; }
    public required string PersonClosing { get; init; }

    /// <summary>The closing for a person who is late with something.</summary>
    public required string LatePersonClosing { get; init; }

    public required string LeaderClosing { get; init; }

    /// <summary>The closing of a message that asks for nothing but looks on the spot.</summary>
    public required string VerifyClosing { get; init; }

    /// <summary>The same for a supervisor, who does not look himself.</summary>
    public required string SuperviseClosing { get; init; }

    /// <summary>What a person can answer, where the country allows answers.</summary>
    public required string PersonReply { get; init; }

    public required string LeaderReply { get; init; }

    /// <summary>What a leader can answer about what was reported done; the four checks of a closing stand in the ledger alone.</summary>
    public required string VerifierReply { get; init; }
    public required LocalDatePattern DayPattern { get; init; }
    public required LocalDatePattern DayWithYearPattern { get; init; }
    public required string NameSeparator { get; init; }

    public static Templates Of(Language language) => language == Language.English ? English : Chinese;

    private static Templates Chinese { get; } = new()
    {
        Signature = "【{signature}】",
        Greeting = "{name}，",
        Several = "共{count}项整改事项：",
        Numbered = "{number}.{line}",
        Separator = "；",
        Unit = "{unit}：",
        More = "；另有{count}项见台账",
        Item = "{code}“{title}”{standing}",
        StandingIn = "（您代{name}）",
        Deputy = "{name}（{deputy}代）",
        Alone = "{item}，详见台账",
        Left = "{item}应于{date}前完成，还剩{days}天",
        Today = "{item}今天（{date}）到期",
        Overdue = "{item}应于{date}前完成，已逾期{days}个工作日",
        OverdueForLeader = "{item}应于{date}前完成，已逾期{days}个工作日，责任人{persons}",
        OverdueForSupervisor = "{item}应于{date}前完成，已逾期{days}个工作日，责任领导{leaders}，责任人{persons}",
        Unreachable = "{item}的责任人{persons}手机无法送达，请当面通知并更换号码",
        Unverified = "{item}已于{date}报结，等待核查{days}个工作日",
        UnverifiedForSupervisor = "{item}已于{date}报结，责任领导{leaders}{days}个工作日尚未核查",
        LookBackToday = "{item}已销号，今天（{date}）应回头看",
        LookBackMoved = "{item}已销号，原定{date}回头看，请今日完成",
        LookBack = "{item}已销号，应于{date}回头看，已过{days}个工作日",
        LookBackForSupervisor = "{item}已销号，应于{date}回头看，责任领导{leaders}{days}个工作日尚未登记",
        Returned = "，报结已被退回：{reason}",
        Asked = "，责任人申请延期至{date}：{reason}，请答复",
        Granted = "，延期申请已同意",
        Refused = "，延期申请未获同意：{reason}",
        PersonClosing = "。请按时完成整改并报结。",
        LatePersonClosing = "。请尽快完成整改并报结。",
        LeaderClosing = "。请督促落实并核查销号。",
        VerifyClosing = "。请到现场核查并登记结果。",
        SuperviseClosing = "。请督促核查并登记结果。",
        PersonReply = "可回复“{code} 已完成”或“{code} 延期 日期 原因”。",
        LeaderReply = "可回复“{code} 同意”或“{code} 退回 原因”。",
        VerifierReply = "不属实可回复“{code} 退回 原因”。",
        DayPattern = LocalDatePattern.CreateWithInvariantCulture("M'月'd'日'"),
        DayWithYearPattern = LocalDatePattern.CreateWithInvariantCulture("uuuu'年'M'月'd'日'"),
        NameSeparator = "、",
    };

    private static Templates English { get; } = new()
    {
        Signature = "[{signature}] ",
        Greeting = "{name}: ",
        Several = "{count} items. ",
        Numbered = "{number}) {line}",
        Separator = "; ",
        Unit = "{unit}: ",
        More = "; {count} more in the ledger",
        Item = "{code} \"{title}\"{standing}",
        StandingIn = " (you stand in for {name})",
        Deputy = "{name} ({deputy} standing in)",
        Alone = "{item}, see the ledger",
        Left = "{item} is due on {date}, {days} day(s) left",
        Today = "{item} is due today, {date}",
        Overdue = "{item} was due on {date}, {days} working day(s) ago",
        OverdueForLeader = "{item} was due on {date}, {days} working day(s) ago, responsible: {persons}",
        OverdueForSupervisor = "{item} was due on {date}, {days} working day(s) ago, leader: {leaders}, responsible: {persons}",
        Unreachable = "{item}: {persons} cannot be reached by phone, please tell them and replace the number",
        Unverified = "{item} was reported done on {date}, not verified for {days} working day(s)",
        UnverifiedForSupervisor = "{item} was reported done on {date}, leader {leaders} has not verified it for {days} working day(s)",
        LookBackToday = "{item} is closed and to be looked at again today, {date}",
        LookBackMoved = "{item} is closed and was to be looked at again on {date}, please do so today",
        LookBack = "{item} is closed and was to be looked at again on {date}, {days} working day(s) ago",
        LookBackForSupervisor = "{item} is closed and was to be looked at again on {date}, leader {leaders} has recorded nothing for {days} working day(s)",
        Returned = ", your report was returned: {reason}",
        Asked = ", an extension to {date} is asked for: {reason}, please answer",
        Granted = ", the extension is granted",
        Refused = ", the extension is refused: {reason}",
        PersonClosing = ". Please finish on time and report it done.",
        LatePersonClosing = ". Please finish it now and report it done.",
        LeaderClosing = ". Please see to it and verify what is reported done.",
        VerifyClosing = ". Please look on the spot and record what you find.",
        SuperviseClosing = ". Please see that somebody looks on the spot and records it.",
        PersonReply = " Reply \"{code} done\" or \"{code} extend DATE REASON\".",
        LeaderReply = " Reply \"{code} agree\" or \"{code} return REASON\".",
        VerifierReply = " Reply \"{code} return REASON\" if it is not so.",
        DayPattern = LocalDatePattern.CreateWithInvariantCulture("d MMM"),
        DayWithYearPattern = LocalDatePattern.CreateWithInvariantCulture("d MMM uuuu"),
        NameSeparator = ", ",
    };

    /// <summary>The signature that stands where the policy sets none.</summary>
    public static string DefaultSignature(Language language) => language == Language.English ? "Rectification" : "整改提醒";
}
