using System.Text.RegularExpressions;

namespace Reminders.Import.Plans;

/// <summary>Several items in one line: 1.漏电。责任人:王宁。2.漏水。责任人:李娜。</summary>
internal static partial class ItemsInLine
{
    /// <summary>The line, or its parts: each next number has words and labels behind it that the part before has too.</summary>
    public static IEnumerable<SourceLine> Split(SourceLine line)
    {
        if (!NextNumber().IsMatch(line.Text))
            return [line];
        var parts = new List<SourceLine>();
        var (from, last) = (0, HeadingNumber.Read(line.Text)?.Value);
        foreach (Match match in NextNumber().Matches(line.Text))
        {
            // 1.漏电(责任人:王宁);2.漏水 is quoted as one line.
            if (line.Text[match.Index - 1] == ';' && char.IsAsciiDigit(match.Value[0]) && from == 0 && last is not null)
                return [line];
            var value = HeadingNumber.Read(line.Text[match.Index..])?.Value ?? 0;
            var before = new SourceLine(line.Number, line.Raw[from..match.Index]);
            // 整改措施:1.检修。2.更换。 lists measures.
            if (value < 2 || (last is { } known && value != known + 1) || Lists(before.Text, value - 1))
                continue;
            var next = ProseLine.Read(new(line.Number, line.Raw[match.Index..]));
            if (next is not { Number: not null, Labelled: { Lead.Length: > 0 } or { Values: [{ Field: Field.Problem }, ..] } }
                || !Duties(next).Overlaps(Duties(ProseLine.Read(before))))
                continue;
            parts.Add(before);
            (from, last) = (match.Index, value);
        }
        return [.. parts, parts.Count == 0 ? line : new SourceLine(line.Number, line.Raw[from..])];
    }

    private static HashSet<Field> Duties(ProseLine line) => [.. line.Labelled.Values.Select(v => v.Field).Where(FieldLabels.GivesDuty)];

    private static bool Lists(string part, int number) => Number()
        .Matches(part, HeadingNumber.Read(part)?.Length ?? 0).Any(m => m.Groups["n"].Value == $"{number}");

    [GeneratedRegex(@"(?<!\d)(?<n>\d{1,2})[.、](?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"(?<=[。; ])(?:(?:问题|隐患|事项)(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、:]|\d{1,2}[.、])(?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex NextNumber();
}
