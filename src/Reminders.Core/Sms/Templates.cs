using NodaTime.Text;

namespace Reminders.Core.Sms;

/// <summary>
/// The wording of messages in one language. Names in braces are filled in: {name} {code} {title} {date} {days} {persons} {leaders} {count}.
/// A message is a signature, a greeting, one line or several numbered ones, and a closing.
/// </summary>
public sealed record Templates
{
    public required string Signature { get; init; }
    public required string Greeting { get; init; }
    public required string Several { get; init; }
    public required string Numbered { get; init; }
    public required string Separator { get; init; }
    public required string More { get; init; }

    /// <summary>Of an item with days left, for its person.</summary>
    public required string Left { get; init; }

    /// <summary>Of an item whose deadline is today, for its person.</summary>
    public required string Today { get; init; }

    /// <summary>Of an overdue item, for its person.</summary>
    public required string Overdue { get; init; }

    public required string OverdueForLeader { get; init; }
    public required string OverdueForSupervisor { get; init; }
    public required string Unreachable { get; init; }
    public required string PersonClosing { get; init; }

    /// <summary>The closing for a person who is late with something.</summary>
    public required string LatePersonClosing { get; init; }

    public required string LeaderClosing { get; init; }
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
        More = "；另有{count}项见台账",
        Left = "{code}“{title}”应于{date}前完成，还剩{days}天",
        Today = "{code}“{title}”今天（{date}）到期",
        Overdue = "{code}“{title}”应于{date}前完成，已逾期{days}个工作日",
        OverdueForLeader = "{code}“{title}”应于{date}前完成，已逾期{days}个工作日，责任人{persons}",
        OverdueForSupervisor = "{code}“{title}”应于{date}前完成，已逾期{days}个工作日，责任领导{leaders}，责任人{persons}",
        Unreachable = "{code}“{title}”的责任人{persons}手机无法送达，请当面通知并更换号码",
        PersonClosing = "。请按时完成整改并报结。",
        LatePersonClosing = "。请尽快完成整改并报结。",
        LeaderClosing = "。请督促落实并核查销号。",
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
        More = "; {count} more in the ledger",
        Left = "{code} \"{title}\" is due on {date}, {days} day(s) left",
        Today = "{code} \"{title}\" is due today, {date}",
        Overdue = "{code} \"{title}\" was due on {date}, {days} working day(s) ago",
        OverdueForLeader = "{code} \"{title}\" was due on {date}, {days} working day(s) ago, responsible: {persons}",
        OverdueForSupervisor = "{code} \"{title}\" was due on {date}, {days} working day(s) ago, leader: {leaders}, responsible: {persons}",
        Unreachable = "{code} \"{title}\": {persons} cannot be reached by phone, please tell them and replace the number",
        PersonClosing = ". Please finish on time and report it done.",
        LatePersonClosing = ". Please finish it now and report it done.",
        LeaderClosing = ". Please see to it and verify what is reported done.",
        DayPattern = LocalDatePattern.CreateWithInvariantCulture("d MMM"),
        DayWithYearPattern = LocalDatePattern.CreateWithInvariantCulture("d MMM uuuu"),
        NameSeparator = ", ",
    };

    /// <summary>The signature that stands where the policy sets none.</summary>
    public static string DefaultSignature(Language language) => language == Language.English ? "Rectification" : "整改提醒";
}
