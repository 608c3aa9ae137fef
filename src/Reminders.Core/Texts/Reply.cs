using System.Globalization;
using System.Text.RegularExpressions;

namespace Reminders.Core.Texts;

/// <summary>The request in a reply.</summary>
public enum ReplyKind
{
    /// <summary>The reply is not understood.</summary>
    Unclear,

    /// <summary>1-3 已完成: reports the work done.</summary>
    Done,

    /// <summary>1-3 延期 6月5日 原因: asks for a later deadline.</summary>
    Extension,

    /// <summary>1-3 同意: grants the request.</summary>
    Agree,

    /// <summary>1-3 退回 原因: returns the report or refuses the request.</summary>
    Return,

    /// <summary>STOP, 退订: opts out of messages.</summary>
    Stop,

    /// <summary>START, 恢复: opts in again.</summary>
    Start,
}

/// <summary>
/// The content of an inbound SMS: the request, the possible item codes and the remaining words. <see cref="Codes"/> has one code if the SMS
/// contains a whole code, several if the hyphen is missing (<c>113</c> is 1-13 or 11-3), none if it names no item.
/// </summary>
public sealed partial record Reply(ReplyKind Kind, IReadOnlyList<string> Codes, LocalDate? Date, string Words)
{
    private const string Open = """[(\[【<《〈「『“"'‘]""";
    private const string Close = """[)\]】>》〉」』”"'’]""";
    private const string Title = """(?:“[^”]*”|"[^"]+"|《[^》]+》)""";

    private static readonly char[] Marks = [' ', ',', '，', ':', '：', ';', '；', '、', '。'];

    /// <summary>Reads a reply. Width, blanks and the hyphen may vary. A date without a year is the next such day.</summary>
    public static Reply Read(string text, LocalDate today)
    {
        var plain = Blanks().Replace(string.Concat(Folded.Text(text).Select(HalfWidth)), " ")
            .Trim('。', '.', '!', '"', '“', '”', '[', ']', '【', '】', ' ');
        if (StopWord().IsMatch(plain))
            return new(ReplyKind.Stop, [], null, "");
        if (StartWord().IsMatch(plain))
            return new(ReplyKind.Start, [], null, "");
        var (codes, words) = CodesOf(Courtesy().Replace(plain, ""));
        var rest = Courtesy().Replace(words, "");
        if (NotDone().IsMatch(rest) || rest.AsSpan().ContainsAny('?', '吗', '呢'))
            return new(ReplyKind.Unclear, codes, null, rest);
        if (Extension().Match(rest) is { Success: true } asked)
        {
            var date = DateIn((rest[..asked.Index] + " " + rest[(asked.Index + asked.Length)..]).Trim(), today, out var reason);
            return new(ReplyKind.Extension, codes, date, reason);
        }
        if (Returned().Match(rest) is { Success: true } returned)
            return new(ReplyKind.Return, codes, null, Spoken(rest, returned));
        if (Agreed().Match(rest) is { Success: true } agreed)
            return new(ReplyKind.Agree, codes, null, Spoken(rest, agreed));
        return Finished().Match(rest) is { Success: true } finished
            ? new(ReplyKind.Done, codes, null, Spoken(rest, finished))
            : new(ReplyKind.Unclear, codes, null, rest);
    }

    // The normalisation of the runtime does nothing in invariant mode.
    private static char HalfWidth(char c) => c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c;

    private static string Spoken(string rest, Match word) => (rest[..word.Index] + rest[(word.Index + word.Length)..]).Trim(Marks);

    private static (IReadOnlyList<string> Codes, string Words) CodesOf(string text)
    {
        var plain = ListNumber().Replace(text, "");
        if (Whole().Match(plain) is { Success: true } whole)
            return ([$"{Number(whole.Groups[1])}-{Number(whole.Groups[2])}"], plain[whole.Length..].Trim());
        if (Run().Match(plain) is not { Success: true } run)
            return ([], plain);
        var digits = run.Groups[1].Value;
        var splits =
            from at in Enumerable.Range(1, digits.Length - 1)
            where digits[at] != '0' && digits[0] != '0'
            select $"{digits[..at]}-{digits[at..]}";
        return ([.. splits], plain[run.Length..].Trim());
    }

    private static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    private static LocalDate? DateIn(string words, LocalDate today, out string reason)
    {
        reason = words;
        if (Day().Match(words) is not { Success: true } match)
            return null;
        reason = (words[..match.Index] + words[(match.Index + match.Length)..]).Trim(Marks).TrimStart('前', '到', '至').Trim(Marks);
        var (month, day) = (Number(match.Groups["m"]), Number(match.Groups["d"]));
        if (match.Groups["y"].Success)
            return Valid(Number(match.Groups["y"]), month, day);
        return Valid(today.Year, month, day) is { } date && date >= today ? date : Valid(today.Year + 1, month, day);
    }

    private static LocalDate? Valid(int year, int month, int day) =>
        month is >= 1 and <= 12 && day >= 1 && day <= CalendarSystem.Iso.GetDaysInMonth(year, month)
            ? new LocalDate(year, month, day)
            : null;

    [GeneratedRegex(@"[\s\p{Cf}]+", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();

    // Twilio's opt-out words (https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out) and the usual Chinese ones.
    [GeneratedRegex(
        "^(?:STOP|STOPALL|UNSUBSCRIBE|END|QUIT|REVOKE|OPTOUT|CANCEL|退订|TD|不要再发|拒收)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex StopWord();

    [GeneratedRegex("^(?:START|UNSTOP|SUBSCRIBE|恢复|恢复接收|订阅)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex StartWord();

    // Courtesies before the actual answer: 收到，已完成. Alone they are no answer.
    [GeneratedRegex(
        @"^(?:(?:收到|好的|明白|知悉|知道了|报告|领导[您你]?好|[您你]好|领导)了?(?:[ ,，。.;；:：!、]+|(?=已)))+(?=.)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Courtesy();

    // A list number before a code with a hyphen: 2.1-3, 2、1-3, (2) 1-3, ②1-3, 二、1-3.
    [GeneratedRegex(
        @"^(?:[①-⒛❶-❿㈠-㈩]|[(\[【]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:[)\]】][.、]?|[.、,:]| )) ?"
        + "(?=" + Open + @"*(?:第|事项|编号)?:? ?[1-9]\d{0,4} ?[-‐‑–—_~] ?[1-9])",
        RegexOptions.CultureInvariant)]
    private static partial Regex ListNumber();

    // 1-3, 1 - 3, 1—3, 1/3, 1.3, 第1-3项, （1-3）, 【1-3】, and with the title as in the message: 1-3“…”
    [GeneratedRegex(
        "^" + Open + @"*(?:第|事项|编号)?:? ?([1-9]\d{0,4}) ?[-‐‑–—_/.~ ] ?([1-9]\d{0,4})(?!\d|[月日]|[-./]\d)(?: ?[项号])?"
        + "(?: ?" + Title + "|" + Close + "*) ?[:,，、.]? ?",
        RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    [GeneratedRegex(
        "^" + Open + @"*(?:第|事项|编号)?:? ?(\d{2,8})(?!\d|[月日年./-])(?: ?[项号])?" + Close + "* ?[:,，、.]? ?",
        RegexOptions.CultureInvariant)]
    private static partial Regex Run();

    [GeneratedRegex(
        "未完成|没完成|没有完成|还没|尚未|不能完成|无法完成|完不成|没整改|未整改|not (?:yet )?done|not finished|unfinished|undone",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NotDone();

    // Answers begin with these words; 完成时间是哪天 and 请问同意了没有 do not, and are questions.
    [GeneratedRegex(
        "^(?:我?申请|请求|请|要求|想)?(?:延期|延长|延后|推迟|宽限)(?:到|至)?|^extend(?: to| until)?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Extension();

    [GeneratedRegex("^(?:退回|不同意|不通过|驳回|return(?:ed)?|refused?|reject(?:ed)?)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Returned();

    [GeneratedRegex("^(?:同意|批准|agreed?|approved?)(?:延期)?了?(?=$|[ ,，。.;；:：!、])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Agreed();

    [GeneratedRegex(
        "^(?:我们?|该项|此项|事项|整改|工作)*(?:已经?|都|均|全部|按期|按时)*(?:整改)?"
        + "(?:完成|完毕|办结|办好|做好|做完|搞完|报结|整改到位)(?:整改)?了?(?=$|[ ,，。.;；:：!、])|^已整改(?=$|[ ,，。.;；:：!、])|^ok$|^(?:done|finished|completed?)\\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Finished();

    [GeneratedRegex(
        @"(?:(?<y>20\d{2}) ?[年./-] ?)?(?<!\d)(?<m>\d{1,2}) ?(?:月|[./-]) ?(?<d>\d{1,2})(?!\d) ?[日号]?", RegexOptions.CultureInvariant)]
    private static partial Regex Day();
}

/// <summary>An inbound SMS with the id of the provider.</summary>
public sealed record InboundSms(string Id, PhoneNumber From, string Text)
{
    /// <summary>Without its text and number, so that none reaches a log by accident.</summary>
    public override string ToString() => $"reply {Id}";
}

/// <summary>
/// The result of a reply, kept so that a reply that is delivered twice gets the same answer. <see cref="Answer"/> is the text sent back,
/// null for none; <see cref="Refusal"/> is the code of the reason why nothing was done.
/// </summary>
public sealed record ReplyRecord(
    string Id, PhoneNumber From, Instant At, string Text, ReplyKind Kind, ItemCode? Item, string? Refusal, string? Answer)
{
    /// <summary>Without its text and number, so that none reaches a log by accident.</summary>
    public override string ToString() => $"reply {Id}, {Kind} {Item}";
}
