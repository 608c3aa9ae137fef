using System.Text.RegularExpressions;

namespace Reminders.Import.Plans;

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
