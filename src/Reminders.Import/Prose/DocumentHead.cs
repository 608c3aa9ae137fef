using System.Text.RegularExpressions;

namespace Reminders.Import.Prose;

/// <summary>The lines before the text proper, and the title among them.</summary>
internal sealed partial record DocumentHead(string? Title, int BodyStart)
{
    public static DocumentHead Read(IReadOnlyList<SourceLine> lines)
    {
        var shown = lines.Where(l => !l.IsBlank).ToList();
        var head = shown.TakeWhile(l => !IsBody(l)).ToList();
        var bodyStart = head.Count < shown.Count ? shown[head.Count].Number : int.MaxValue;
        var candidates = head.Where(l => !IsNoTitle(l)).ToList();
        if (candidates.Count == 0)
            return new(null, bodyStart - 1);
        // A title broken over lines ends with the line that names the kind of paper.
        var end = candidates.FindIndex(l => TitleEnd().IsMatch(l.Text));
        // What a document number or a blank line parts from the title is the letterhead.
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
        return new(HandedOn().Match(title) is { Success: true } notice ? notice.Groups["plan"].Value : title, bodyStart - 1);
    }

    private static bool IsBody(SourceLine line) =>
        line.Text.Length > 60 || line.Text.Contains('。', StringComparison.Ordinal) || line.Text.EndsWith(':')
        || ProseLine.Read(line) is { Number: not null } or { Labelled.Values.Count: > 0 };

    private static bool IsNoTitle(SourceLine line) => NoTitle().IsMatch(line.Text) || ProseLine.IsSignature(line);

    /// <summary>A notice hands a plan on: the plan's title is meant.</summary>
    [GeneratedRegex("关于(?:印发|下发|转发)《(?<plan>[^《》]+)》的通知$", RegexOptions.CultureInvariant)]
    private static partial Regex HandedOn();

    [GeneratedRegex(@"(?:方案|台账|清单|计划|措施|通知|报告|安排|一览表|任务表)(?:\(.*\))?$", RegexOptions.CultureInvariant)]
    private static partial Regex TitleEnd();

    [GeneratedRegex(
        @"^.{0,20}[〔\[(【]\s*\d{4}\s*[〕\])】]\s*第?\s*\d+\s*号$|文件$|^附[件表]?\s*\d*:?$|^\(.*\)$|^[★☆*_=#—-]+$|^(?:机密|秘密|内部|急件|特急)|^\d+$", RegexOptions.CultureInvariant)]
    private static partial Regex NoTitle();
}
