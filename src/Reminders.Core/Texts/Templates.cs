using NodaTime.Text;

namespace Reminders.Core.Texts;

/// <summary>
/// The wording of messages in one language. Names in braces such as {code}, {title}, {date}, {days}, {persons} are placeholders;
/// {days|day|days} is the first word if the number is one, otherwise the second. {item} is the result of <see cref="Item"/>, {office} that
/// of <see cref="OfficeOf"/>. A message is a signature, a greeting, lines, and a closing that says what to do. A closing starts with the
/// mark that ends the lines.
/// </summary>
public sealed record Templates
{
    public required string Signature { get; init; }
    public required string Greeting { get; init; }

    /// <summary>Before the lines of a complete digest.</summary>
    public required string Several { get; init; }

    /// <summary>Before the lines of a complete digest when the name of a unit follows.</summary>
    public required string SeveralByUnit { get; init; }

    /// <summary>Before the lines of a digest that tells the worst and counts the rest.</summary>
    public required string Many { get; init; }

    /// <summary>Within <see cref="Many"/>: the number of overdue items.</summary>
    public required string SomeLate { get; init; }

    /// <inheritdoc cref="SomeLate"/>
    public required string AllLate { get; init; }

    /// <summary>Within <see cref="Many"/>: the number of items of each unit.</summary>
    public required string UnitTotals { get; init; }
    public required string UnitTotal { get; init; }

    /// <summary>The number of items without a unit, when others have one.</summary>
    public required string NoUnitTotal { get; init; }

    /// <summary>The number of items of the units that are not named.</summary>
    public required string MoreUnits { get; init; }
    public required string Separator { get; init; }

    /// <summary>Before the first line of a unit, in a complete digest of several units.</summary>
    public required string Unit { get; init; }

    /// <summary>After the lines: the number of items that are not told.</summary>
    public required string More { get; init; }

    /// <summary>The item at the beginning of a line.</summary>
    public required string Item { get; init; }

    /// <summary>After the title, in a digest of the worst lines of several units.</summary>
    public required string OfUnit { get; init; }

    /// <summary>After the title: the reader is the deputy of {name}.</summary>
    public required string StandingIn { get; init; }

    /// <summary>An absentee and their deputy.</summary>
    public required string Deputy { get; init; }

    /// <summary>An item when nothing else fits.</summary>
    public required string Alone { get; init; }

    /// <summary>An item with days left.</summary>
    public required string Left { get; init; }

    /// <summary>An item due today.</summary>
    public required string Today { get; init; }

    /// <summary>An overdue item, for its person, and for a leader who is asked for an extension.</summary>
    public required string Overdue { get; init; }

    public required string OverdueForLeader { get; init; }
    public required string OverdueForSupervisor { get; init; }
    public required string Unreachable { get; init; }

    /// <summary>An item reported done on {date} and not verified, for its leader.</summary>
    public required string Unverified { get; init; }

    public required string UnverifiedForSupervisor { get; init; }

    /// <summary>A look-back that is due today, for the leader.</summary>
    public required string LookBackToday { get; init; }

    /// <summary>A look-back that was due on {date}, a day off, and so is due today, for the leader.</summary>
    public required string LookBackMoved { get; init; }

    /// <summary>A look-back that was due on {date}, for the leader.</summary>
    public required string LookBack { get; init; }

    public required string LookBackForSupervisor { get; init; }

    /// <summary>After a person's line: the report was returned.</summary>
    public required string Returned { get; init; }

    /// <summary>After a person's line: the office urges them.</summary>
    public required string Urged { get; init; }

    /// <summary>After a leader's line: the person asks for an extension.</summary>
    public required string Asked { get; init; }

    /// <summary>After a person's line: the extension was granted.</summary>
    public required string Granted { get; init; }

    public required string Refused { get; init; }

    /// <summary>The reason of a return, request or refusal. It is enclosed, so it may end in any mark.</summary>
    public required string Reason { get; init; }

    /// <summary>The closing for a person.</summary>
    public required string WorkClosing { get; init; }

    /// <summary>The closing for a person with an overdue item.</summary>
    public required string LateWorkClosing { get; init; }

    /// <summary>The closing for the leader of overdue items.</summary>
    public required string UrgeClosing { get; init; }

    /// <summary>The closing for the leader who must answer a request for an extension.</summary>
    public required string DecideClosing { get; init; }

    /// <summary>The closing for the leader who must verify on the spot.</summary>
    public required string VerifyClosing { get; init; }

    /// <summary>The closing for the leader of an unreachable person.</summary>
    public required string ReachClosing { get; init; }

    /// <summary>The closing for a supervisor, who sees that others act.</summary>
    public required string SuperviseClosing { get; init; }

    /// <summary>The closing of a message with different requests, one of them for an extension.</summary>
    public required string MixedDecideClosing { get; init; }

    /// <summary>The closing of a message with different requests.</summary>
    public required string MixedClosing { get; init; }

    /// <summary>The possible replies of a person, where the country allows replies.</summary>
    public required string PersonReply { get; init; }

    public required string LeaderReply { get; init; }

    /// <summary>The possible reply of a leader to a report; a verification is recorded in the ledger only, with the four checks.</summary>
    public required string VerifierReply { get; init; }

    /// <summary>The office with its telephone number.</summary>
    public required string OfficeWithPhone { get; init; }
    public required LocalDatePattern DayPattern { get; init; }
    public required LocalDatePattern DayWithYearPattern { get; init; }
    public required string NameSeparator { get; init; }

    /// <summary>After the first names: {count} names in all, {others} of them not listed.</summary>
    public required string MoreNames { get; init; }

    /// <summary>The mark of a shortened text.</summary>
    public required string Cut { get; init; }

    /// <summary>The factor by which titles and names may be longer than in Chinese.</summary>
    public required int Stretch { get; init; }

    /// <summary>The signature and the office when the policy names none.</summary>
    public required string DefaultSignature { get; init; }

    /// <inheritdoc cref="DefaultSignature"/>
    public required string DefaultOffice { get; init; }

    public static Templates Of(Language language) => language == Language.English ? English : Chinese;

    /// <summary>The office in words: 整改办（88880000）.</summary>
    public string OfficeOf(ReminderPolicy policy)
    {
        var office = policy.Office ?? DefaultOffice;
        return policy.OfficePhone.Length > 0
            ? LineWriter.Fill(OfficeWithPhone, ("office", office), ("phone", policy.OfficePhone))
            : office;
    }

    private static Templates Chinese { get; } = new()
    {
        Signature = "【{signature}】",
        Greeting = "{name}，",
        Several = "共{count}项整改事项：",
        SeveralByUnit = "共{count}项整改事项。",
        Many = "共{count}项整改事项{late}。{units}重点事项：",
        SomeLate = "，其中逾期{late}项",
        AllLate = "，均已逾期",
        UnitTotals = "按单位分：{totals}。",
        UnitTotal = "{unit}{count}项",
        NoUnitTotal = "未分单位{count}项",
        MoreUnits = "其余{units}个单位{count}项",
        Separator = "；",
        Unit = "{unit}：",
        More = "；其余{count}项详见台账",
        Item = "{code}“{title}”{unit}{standing}",
        OfUnit = "（{unit}）",
        StandingIn = "（由您代{name}负责）",
        Deputy = "{name}（由{deputy}代为负责）",
        Alone = "{item}，详见台账",
        Left = "{item}应于{date}前完成，还剩{days}天",
        Today = "{item}今天（{date}）到期",
        Overdue = "{item}应于{date}前完成，已逾期{days}个工作日",
        OverdueForLeader = "{item}应于{date}前完成，已逾期{days}个工作日，责任人{persons}",
        OverdueForSupervisor = "{item}应于{date}前完成，已逾期{days}个工作日，责任领导{leaders}，责任人{persons}",
        Unreachable = "{item}的责任人{persons}手机无法接收短信",
        Unverified = "{item}已于{date}报结，已等待核查{days}个工作日",
        UnverifiedForSupervisor = "{item}已于{date}报结，责任领导{leaders}已{days}个工作日未核查",
        LookBackToday = "{item}已销号，应于今天（{date}）开展“回头看”",
        LookBackMoved = "{item}已销号，原定{date}开展“回头看”，请于今天完成",
        LookBack = "{item}已销号，应于{date}开展“回头看”，已逾期{days}个工作日",
        LookBackForSupervisor = "{item}已销号，应于{date}开展“回头看”，责任领导{leaders}已{days}个工作日未登记结果",
        Returned = "，报结已被退回{reason}",
        Urged = "，现予催办{reason}",
        Asked = "，责任人{persons}申请延期至{date}{reason}",
        Granted = "，延期申请已同意",
        Refused = "，延期申请未获同意{reason}",
        Reason = "（原因：{reason}）",
        WorkClosing = "。请按时完成整改，并向{office}报结。",
        LateWorkClosing = "。请尽快完成整改，并向{office}报结。",
        UrgeClosing = "。请督促尽快整改到位，并核查销号。",
        DecideClosing = "。请批复是否同意延期，并告知{office}。",
        VerifyClosing = "。请到现场核查，并将结果告知{office}。",
        ReachClosing = "。请当面通知本人，并将新号码告知{office}。",
        SuperviseClosing = "。请督促抓紧落实。",
        MixedDecideClosing = "。请批复延期申请，抓好其余事项落实，并将办理情况告知{office}。",
        MixedClosing = "。请逐项抓好落实，并将办理情况告知{office}。",
        PersonReply = "也可回复“{code} 已完成”或“{code} 延期 日期 原因”。",
        LeaderReply = "也可回复“{code} 同意”或“{code} 退回 原因”。",
        VerifierReply = "如不属实，可回复“{code} 退回 原因”。",
        OfficeWithPhone = "{office}（{phone}）",
        DayPattern = LocalDatePattern.CreateWithInvariantCulture("M'月'd'日'"),
        DayWithYearPattern = LocalDatePattern.CreateWithInvariantCulture("uuuu'年'M'月'd'日'"),
        NameSeparator = "、",
        MoreNames = "等{count}人",
        Cut = "…",
        Stretch = 1,
        DefaultSignature = "整改提醒",
        DefaultOffice = "整改办",
    };

    // Only GSM-7 characters, so a message takes half the segments.
    private static Templates English { get; } = new()
    {
        Signature = "[{signature}] ",
        Greeting = "{name}: ",
        Several = "{count} items. ",
        SeveralByUnit = "{count} items. ",
        Many = "{count} items{late}. {units}First of all: ",
        SomeLate = ", {late} overdue",
        AllLate = ", all overdue",
        UnitTotals = "By unit: {totals}. ",
        UnitTotal = "{unit} ({count})",
        NoUnitTotal = "no unit ({count})",
        MoreUnits = "{units} more {units|unit|units} ({count})",
        Separator = "; ",
        Unit = "{unit}: ",
        More = "; {count} more in the ledger",
        Item = "{code} \"{title}\"{unit}{standing}",
        OfUnit = " ({unit})",
        StandingIn = " (you stand in for {name})",
        Deputy = "{name} ({deputy} standing in)",
        Alone = "{item}, see the ledger",
        Left = "{item} is due on {date}, {days} {days|day|days} left",
        Today = "{item} is due today, {date}",
        Overdue = "{item} was due on {date}, {days} working {days|day|days} ago",
        OverdueForLeader = "{item} was due on {date}, {days} working {days|day|days} ago, responsible: {persons}",
        OverdueForSupervisor = "{item} was due on {date}, {days} working {days|day|days} ago, leader: {leaders}, responsible: {persons}",
        Unreachable = "{item}: {persons} cannot be reached by phone",
        Unverified = "{item} was reported done on {date} and has waited {days} working {days|day|days} to be verified",
        UnverifiedForSupervisor =
            "{item} was reported done on {date}, leader {leaders} has not verified it for {days} working {days|day|days}",
        LookBackToday = "{item} is closed and to be looked at again today, {date}",
        LookBackMoved = "{item} is closed and was to be looked at again on {date}, please do so today",
        LookBack = "{item} is closed and was to be looked at again on {date}, {days} working {days|day|days} ago",
        LookBackForSupervisor = "{item} is closed and was to be looked at again on {date}, leader {leaders} has recorded nothing "
            + "for {days} working {days|day|days}",
        Returned = ", your report was returned{reason}",
        Urged = ", the office urges you to finish it{reason}",
        Asked = ", an extension to {date} is asked for by {persons}{reason}",
        Granted = ", the extension is granted",
        Refused = ", the extension is refused{reason}",
        Reason = " ({reason})",
        WorkClosing = ". Please finish on time and report it done to {office}.",
        LateWorkClosing = ". Please finish it now and report it done to {office}.",
        UrgeClosing = ". Please see that it is done, and verify it.",
        DecideClosing = ". Please grant or refuse the extension and tell {office}.",
        VerifyClosing = ". Please look on the spot and tell {office} what you find.",
        ReachClosing = ". Please tell them in person and give {office} a new number.",
        SuperviseClosing = ". Please see that it is done.",
        MixedDecideClosing = ". Please grant or refuse the extension, see to the other items and tell {office} how they stand.",
        MixedClosing = ". Please see to each item and tell {office} how it stands.",
        PersonReply = " Or reply \"{code} done\" or \"{code} extend DATE REASON\".",
        LeaderReply = " Or reply \"{code} agree\" or \"{code} return REASON\".",
        VerifierReply = " Reply \"{code} return REASON\" if it is not done.",
        OfficeWithPhone = "{office} ({phone})",
        DayPattern = LocalDatePattern.CreateWithInvariantCulture("d MMM"),
        DayWithYearPattern = LocalDatePattern.CreateWithInvariantCulture("d MMM uuuu"),
        NameSeparator = ", ",
        MoreNames = " and {others} more",
        Cut = "...",
        Stretch = 2,
        DefaultSignature = "Rectification",
        DefaultOffice = "the office",
    };
}
