using System.Text.RegularExpressions;

namespace Reminders.Import.Words;

/// <summary>A label and the text behind it on the same line, as printed.</summary>
internal sealed record LabelledValue(Field Field, string Label, string Value);

/// <summary>A line split at its labels: the text before the first label, then each label with its value.</summary>
internal sealed partial record LabelledLine(string Lead, IReadOnlyList<LabelledValue> Values)
{
    private const int LongestPrinted = 28;
    private const StringSplitOptions TrimAndSkip = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    /// <param name="raw">The line as printed.</param>
    /// <param name="folded">The same line folded, of the same length.</param>
    /// <param name="isNumbered">Whether a number stood before it. Behind a number a word such as 工作进度: is a heading, not a label.</param>
    public static LabelledLine Read(string raw, string folded, bool isNumbered = false)
    {
        var labels = Find(folded, isNumbered);
        if (labels.Count == 0)
            return DutiesInBrackets(raw, folded) ?? new(raw, []);
        var values = new List<LabelledValue>();
        for (var i = 0; i < labels.Count; i++)
        {
            var (label, next) = (labels[i], i + 1 < labels.Count ? labels[i + 1].Start : raw.Length);
            var end = label.IsSentence && raw.AsSpan(label.End, next - label.End).IndexOfAny('。', '；', ';') is >= 0 and var stop
                ? label.End + stop
                : next;
            values.Add(new(label.Field, label.Text, Clean(raw[label.End..end], label.Field, last: i + 1 == labels.Count)));
        }
        SplitDay(values);
        return new(CleanLead(raw[..labels[0].Start]), values);
    }

    // 责任人:王宁,5月20日前完成
    private static void SplitDay(List<LabelledValue> values)
    {
        if (values is not [.., { Field: Field.Person or Field.UnitAndPerson or Field.Unit } last]
            || last.Value.LastIndexOfAny([',', '，', ';', '；']) is not (> 0 and var comma)
            || values.Exists(v => v.Field is Field.Deadline or Field.DeadlineOrActual)
            || !DayOfCompletion().IsMatch(Folding.Fold(last.Value[(comma + 1)..]).Trim()))
            return;
        values[^1] = last with { Value = last.Value[..comma] };
        values.Add(new(Field.Deadline, "完成", last.Value[(comma + 1)..].Trim()));
    }

    /// <summary>A label with the place of its first character and the place behind its colon.</summary>
    private readonly record struct Found(Field Field, string Text, int Start, int End, bool IsSentence);

    private static List<Found> Find(string folded, bool isNumbered)
    {
        var found = new List<Found>();
        var from = 0;
        for (var i = 1; i < folded.Length; i++)
        {
            var label = folded[i] switch
            {
                ':' => Before(folded, from, i, isNumbered),
                '为' or '是' when LabelEnds.Contains(folded[i - 1]) && i + 1 < folded.Length && folded[i + 1] is not ('第' or ':') =>
                    Sentence(folded, from, i),
                '】' or ']' => InBrackets(folded, from, i),
                _ => null,
            };
            // 整改情况:已完成,责任人:李娜 tells what was done; a sentence about the status gives no duty.
            if (label is { Start: > 0 } inside && found is [.., { Field: Field.Other }] && folded[inside.Start - 1] is ',' or '、')
                label = null;
            // 设立举报电话: in a sentence is no label; behind 责任人 it gives a number that is not theirs.
            if (label is { Field: Field.Contact, Start: > 0, Text: var word } && FieldLabels.IsOfPhone(word)
                && !found.Exists(f => FieldLabels.NamesPeople(f.Field) || f.Field == Field.Phone))
                label = null;
            if (label is { } known)
            {
                found.Add(known);
                from = known.End;
                i = Math.Max(i, known.End - 1);
            }
            else if (folded[i] == ':')
            {
                from = i + 1;
            }
        }
        return found;
    }

    private const string LabelEnds = "人导位门室限期间员科";

    // 责任人为张三 inside a sentence names a person; 问题是 and 措施是 are ordinary words.
    private static Found? Sentence(string folded, int from, int end) => Before(folded, from, end, isNumbered: true) is { } found
        && found.Field is Field.Leader or Field.Person or Field.Unit or Field.Deadline or Field.Oversight
            ? found with { IsSentence = true }
            : null;

    private static Found? Before(string folded, int from, int end, bool isNumbered)
    {
        var first = Math.Max(from, end - LongestPrinted);
        for (var start = end - 1; start > first; start--)
        {
            if (Stops.Contains(folded[start - 1]))
            {
                first = start;
                break;
            }
        }
        // Longest first, so that 整改责任人 is not read as 责任人 with text before it.
        for (var start = first; start < end; start++)
        {
            if (folded[start] is ' ' or ')' or '/' or '、' || (start > 0 && !Separators.Contains(folded[start - 1]) && start != from))
                continue;
            var isStart = folded.AsSpan(0, start).Trim("([【{ ").IsEmpty;
            if (start > 0 && start == from && !isStart && !Separators.Contains(folded[start - 1]))
                continue;
            // 责任领导、责任人: two labels stand before one list, and nothing says who is who.
            if (start > first && folded[start - 1] is '、' or '/' && FieldLabels.Read(folded[first..(start - 1)]).Field is not Field.Unknown)
                return null;
            var text = folded[start..end].TrimEnd();
            if (MeaningOf(text, isStart, isNumbered) is { } field)
                return new(field, Folding.Compact(text), start, Behind(folded, end + 1), false);
        }
        return null;
    }

    private static Found? InBrackets(string folded, int from, int end)
    {
        from = Math.Max(from, end - LongestPrinted - 1);
        var start = folded.AsSpan(from, end - from).LastIndexOfAny('【', '[') + from;
        if (start < from || end - start is < 3 or > LongestPrinted)
            return null;
        if (MeaningOf(folded[(start + 1)..end].Trim(), isStart: true, isNumbered: true) is not { } field)
            return null;
        var behind = Behind(folded, end + 1);
        if (behind < folded.Length && folded[behind] == ':')
            behind = Behind(folded, behind + 1);
        return new(field, Folding.Compact(folded[(start + 1)..end]), start, behind, false);
    }

    private static int Behind(string folded, int start)
    {
        while (start < folded.Length && folded[start] == ' ')
            start++;
        return start;
    }

    // 问题: and 原因: are labels at the start of a line, but ordinary words inside a sentence. A label of which a part is not known counts at
    // the start of a line only, and only if it would name somebody or a day.
    private static Field? MeaningOf(string text, bool isStart, bool isNumbered)
    {
        var (field, isWhole) = FieldLabels.Read(text);
        var isListed = FieldLabels.IsKnown(Folding.Compact(text));
        return field switch
        {
            Field.Unknown or Field.Several => null,
            Field.Contact when (text.Contains(' ') || (isStart && isNumbered)) && FieldLabels.IsOfPhone(text) => null,
            _ when FieldLabels.GivesDuty(field) || field is Field.Oversight or Field.Contact =>
                isWhole || (isStart && !isNumbered && !text.Contains(' ')) ? field : null,
            _ when !isWhole || (isNumbered && !isListed && field != Field.Problem) => null,
            Field.Measures or Field.Number or Field.Phone => field,
            _ when !isStart => null,
            Field.Title => Field.Problem,
            Field.Section => Field.Other,
            _ => field,
        };
    }

    private const string Separators = "([【{;,、。.!?|/)]】 ";
    private const string Stops = ";,。.!?|]】[【{:\"“”《》";

    private static string CleanLead(string lead) => lead.Trim().TrimEnd('(', '（', '[', '【', '{', ',', '，', '、', ' ', '\u3000');

    // A sentence keeps its full stop. Names, units and dates lose the separator or the bracket behind them.
    private static string Clean(string value, Field field, bool last)
    {
        value = value.Trim();
        if (field is Field.Measures or Field.Problem or Field.Other)
            return last ? value : value.TrimEnd('(', '（', '[', '【', ' ', '\u3000');
        value = value.TrimEnd('。', ';', '；', ',', '，', '、', '.', '(', '（', '[', '【', '|', '/', ' ', '\u3000');
        foreach (var (open, close) in (ReadOnlySpan<(char, char)>)[('(', ')'), ('（', '）'), ('[', ']'), ('【', '】')])
        {
            if (value.EndsWith(close) && value.Count(c => c == close) > value.Count(c => c == open))
                value = value[..^1];
        }
        return value.Trim();
    }

    // 开展两次考核。(甲科牵头,乙科配合,10月底前完成) and 由甲科负责,10月底前完成。: units and a day without labels, at the end.
    private static LabelledLine? DutiesInBrackets(string raw, string folded)
    {
        var bracket = LastBracket().Match(folded) is { Success: true } last ? last : LastSentence().Match(folded);
        if (!bracket.Success)
            return null;
        var values = new List<LabelledValue>();
        foreach (var clause in bracket.Groups["inside"].Value.Split([',', ';'], TrimAndSkip))
        {
            if (UnitsOnDuty().Match(clause) is { Success: true } duty && NameReading.AreUnits(duty.Groups["units"].Value))
                values.Add(new(Field.Unit, duty.Groups["duty"].Value, duty.Groups["units"].Value));
            else if (DayOfCompletion().IsMatch(clause))
                values.Add(new(Field.Deadline, "完成", clause));
            else
                return null;
        }
        return values.Exists(v => v.Field == Field.Unit) ? new(raw[..bracket.Index].TrimEnd(), values) : null;
    }

    [GeneratedRegex(@"\((?<inside>[^()]{4,120})\)[。;]?$", RegexOptions.CultureInvariant | RegexOptions.RightToLeft)]
    private static partial Regex LastBracket();

    [GeneratedRegex("(?<=[。;!])(?<inside>由[^()。;!]{4,120})[。;]?$", RegexOptions.CultureInvariant | RegexOptions.RightToLeft)]
    private static partial Regex LastSentence();

    [GeneratedRegex(
        "^由?(?<units>.{2,60}?)(?:等?按职责分工|共同|具体|分别)?(?<duty>牵头|主办|负责|配合|协助|协办|参与|参加|承办|落实|实施)(?:负责|落实|实施|配合|办理|抓好)?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex UnitsOnDuty();

    [GeneratedRegex(
        @"^(?:于|在)?[\d年月日号./\-一二三四五六七八九十底末低上中下旬 ]{2,16}(?:前|之前|以前|底|末|日)?(?:全部|全面)?(?:完成|办结|整改到位|完成整改|整改完成|落实到位)$",
        RegexOptions.CultureInvariant)]
    private static partial Regex DayOfCompletion();
}
