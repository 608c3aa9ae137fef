using System.Text.RegularExpressions;

namespace Reminders.Import.Plans;

/// <summary>A plan as text: numbered headings, and fields behind labels.</summary>
internal static class ProsePlan
{
    public static RawPlan Read(IReadOnlyList<SourceLine> lines)
    {
        var head = DocumentHead.Read(lines);
        var tree = PlanTree.Build([.. lines.Where(l => l.Number > head.BodyStart).SelectMany(ItemsInLine.Split)]);
        TakeWordsAbove(tree.Root, head.Last);
        var items = PlanItems.Of(tree.Root);
        return new(head.Title, items.Items)
        {
            Lines = lines,
            FrameLines = [.. lines.Where(l => l.Number <= head.BodyStart), .. tree.Frame],
            BodyStart = head.BodyStart,
            Findings = items.Findings,
        };
    }

    // 漏电 without a number above 责任人:王宁 looks like a line of the head. Another such item shows that it is the first item's problem.
    private static void TakeWordsAbove(PlanNode root, SourceLine? line)
    {
        if (line is null || root.HasFieldsBelow || root.Groups is not [{ Problem.Count: 0, HasFields: true } first, .. var others])
            return;
        if (others.Exists(g => g.HasFields && g.Problem.Count > 0) && !DocumentOrigin.IsUnit(line.Text))
            first.Problem.Add(line.Raw);
        else
            first.Remarks.Add(new(Field.Unknown, line.Raw, line.Place));
    }
}

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

/// <summary>The head of a document, above its body, and the title in it.</summary>
internal sealed partial record DocumentHead(string? Title, int BodyStart)
{
    /// <summary>The words that end the names of documents.</summary>
    public const string Kinds = "方案|台账|清单|计划|措施|通知|报告|安排";

    /// <summary>The line above the body, if it stands below the title and says nothing of the document.</summary>
    public SourceLine? Last { get; private init; }

    public static DocumentHead Read(IReadOnlyList<SourceLine> lines)
    {
        var shown = lines.Where(l => !l.IsBlank).ToList();
        var head = shown.TakeWhile(l => !IsBody(l)).ToList();
        var bodyStart = head.Count < shown.Count ? shown[head.Count].Number : int.MaxValue;
        var candidates = head.Where(l => !IsNoTitle(l)).ToList();
        if (candidates.Count == 0)
            return new(null, bodyStart - 1);
        // A title can break over lines; the last one names the kind of document.
        var end = candidates.FindIndex(l => TitleEnd().IsMatch(l.Text));
        // Lines above a document number or a blank line are the letterhead.
        for (var i = end; i > 0; i--)
        {
            if (candidates[i].Number - candidates[i - 1].Number > 1)
            {
                candidates = candidates[i..];
                end -= i;
                break;
            }
        }
        var title = end > 0 && candidates[..(end + 1)].Sum(l => l.Raw.Length) <= 80
            ? string.Concat(candidates[..(end + 1)].Select(l => l.Raw))
            : candidates[Math.Max(end, 0)].Raw;
        return new(Forwarding().Match(title) is { Success: true } notice ? notice.Groups["plan"].Value : title, bodyStart - 1)
        {
            Last = candidates.Count - 1 > Math.Max(end, 0) && candidates[^1] == head[^1] ? candidates[^1] : null,
        };
    }

    private static bool IsBody(SourceLine line) =>
        line.Text.Length > 60 || Bullet().IsMatch(line.Text) || line.Text.Contains('。', StringComparison.Ordinal) || line.Text.EndsWith(':')
        || ProseLine.Read(line) is { Number: not null } or { Labelled.Values: [{ Field: not (Field.Oversight or Field.Contact) }, ..] };

    private static bool IsNoTitle(SourceLine line) => NoTitle().IsMatch(line.Text) || ProseLine.IsSignature(line);

    // ●漏电, A.漏电 and 隐患1 漏电 are the first item's words, not the title.
    [GeneratedRegex(@"^(?:[●○◆◇■□▲△►▶•·] ?|[A-Z][.、] ?|(?:隐患|问题|事项)\d{1,2} )\p{L}", RegexOptions.CultureInvariant)]
    private static partial Regex Bullet();

    // The title of a notice that forwards a plan contains the plan's own title.
    [GeneratedRegex("关于(?:印发|下发|转发)《(?<plan>[^《》]+)》的通知$", RegexOptions.CultureInvariant)]
    private static partial Regex Forwarding();

    [GeneratedRegex("(?:" + Kinds + @"|一览表|任务表)(?:\(.*\))?$", RegexOptions.CultureInvariant)]
    private static partial Regex TitleEnd();

    [GeneratedRegex(
        @"^.{0,20}[〔\[(【]\s*\d{4}\s*[〕\])】]\s*第?\s*\d+\s*号$|文件$|^附[件表]?\s*\d*:?$|^\(.*\)$|^[★☆*_=#—-]+$"
        + @"|^(?:机密|秘密|内部|急件|特急)|^\d+$", RegexOptions.CultureInvariant)]
    private static partial Regex NoTitle();
}
