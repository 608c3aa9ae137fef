using System.Text.RegularExpressions;

namespace Reminders.Import.Labels;

/// <summary>A label with what stands behind it on the same line, as printed.</summary>
internal sealed record LabelledValue(Field Field, string Label, string Value);

/// <summary>A line cut at its labels: the text before the first label, then each label with its value.</summary>
internal sealed record LabelledLine(string Lead, IReadOnlyList<LabelledValue> Values)
{
    // The table is the one source of the words, so the pattern is built from it and not generated.
    private static readonly Regex Pattern = new(
        @"(?:(?<=^|[(\[【{;,、。.!?|/)\]】 ])(?<label>" + Words() + @")[ ]*(?:\([^():]{0,20}\)[ ]*)?(?::|(?<is>[为是])(?=[^第]))|[【\[][ ]*(?<label>" + Words() + @")[ ]*[】\]][ ]*:?)[ ]*",
        RegexOptions.CultureInvariant);

    /// <param name="raw">The line as printed.</param>
    /// <param name="folded">The same line folded, of the same length.</param>
    public static LabelledLine Read(string raw, string folded)
    {
        var matches = Pattern.Matches(folded).Where(m => Counts(m, folded)).ToList();
        if (matches.Count == 0)
            return new(raw, []);
        var values = new List<LabelledValue>();
        for (var i = 0; i < matches.Count; i++)
        {
            var end = i + 1 < matches.Count ? matches[i + 1].Index : raw.Length;
            var start = matches[i].Index + matches[i].Length;
            var label = Folding.Compact(matches[i].Groups["label"].Value);
            var field = FieldLabels.Find(label);
            if (matches[i].Groups["is"].Success && raw.AsSpan(start, end - start).IndexOfAny('。', '；', ';') is >= 0 and var stop)
                end = start + stop;
            values.Add(new(field, label, Clean(raw[start..end], field, last: i + 1 == matches.Count)));
        }
        return new(CleanLead(raw[..matches[0].Index]), values);
    }

    // 问题: and 原因: inside a sentence are the sentence's own words; at the start of a line they are labels.
    private static bool Counts(Match match, string folded)
    {
        var label = Folding.Compact(match.Groups["label"].Value);
        // 责任人为张三 inside a sentence names one; 问题是 and 措施是 do not.
        if (match.Groups["is"].Success)
            return FieldLabels.Find(label) is Field.Leader or Field.Person or Field.Unit or Field.Deadline;
        return FieldLabels.Find(label) is not (Field.Problem or Field.Other)
            || folded.AsSpan(0, match.Index).Trim("([【 ").IsEmpty
            || label.IndexOfAny(['督', '审', '验', '核']) >= 0;
    }

    private static string CleanLead(string lead) => lead.Trim().TrimEnd('(', '（', '[', '【', '{', ',', '，', '、', ' ', '\u3000');

    // Sentences keep their full stop; a name, a unit or a date does not need the separator or the bracket behind it.
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

    private static string Words() => string.Join('|', FieldLabels.All.Select(l => l.Key).OrderByDescending(w => w.Length)
        .Select(word => string.Join("[ ]*", word.Select(c => Regex.Escape(c.ToString())))));
}
