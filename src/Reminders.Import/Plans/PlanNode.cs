using System.Text.RegularExpressions;

namespace Reminders.Import.Plans;

/// <summary>A heading with the text directly under it and the headings below it.</summary>
internal sealed partial class PlanNode(PlanNode? parent, HeadingNumber? number, SourceLine line, string text)
{
    public PlanNode? Parent { get; } = parent;
    public HeadingNumber? Number { get; } = number;
    public SourceLine Line { get; } = line;

    /// <summary>The heading's own line without its number.</summary>
    public string Text { get; } = text;

    public List<PlanNode> Children { get; } = [];
    public List<FieldGroup> Groups { get; } = [];

    public IEnumerable<PlanNode> Siblings => Parent?.Children.Where(n => n != this && n.Number?.Style == Number?.Style) ?? [];
    public bool HasOwnFields => Groups.Any(g => g.HasFields);
    public bool HasFieldsBelow => Children.Any(c => c.HasOwnFields || c.HasFieldsBelow);

    /// <summary>
    /// Whether the headings below only list the problem: the last alone has fields, and a heading beside this one is an item or has the
    /// same shape.
    /// </summary>
    public bool ListsItsProblem =>
        EndsWithFields && Siblings.Any(s => s.HasOwnFields || s.EndsWithFields || (ListsSteps && s.HasFieldsBelow));

    // ① and ② without fields of their own above 责任领导:郑和.
    private bool ListsSteps => Children is [.., { Number.Style: NumberStyle.Circled } last]
        && last.Groups.Exists(g => g.HasFields && g.First.Number > last.Line.Number);

    private bool EndsWithFields =>
        Children is [_, .., { HasFieldsBelow: false } last] && !HasOwnFields && last.Groups.Count(g => g.HasFields) == 1
        && Children.TakeWhile(c => c != last).All(c => !c.HasOwnFields && !c.HasFieldsBelow);

    /// <summary>The heading's line with its number, without the fields behind it.</summary>
    public string NumberedText => Line.Raw[..(Number?.Length ?? 0)] + Text;

    /// <summary>The heading's first sentence without the full stop.</summary>
    public string Name => Text.Split('。', '！', '!', '\n')[0].TrimEnd(':', '：', '；', ';', ',', '，', ' ', '\u3000');

    /// <summary>Whether the chapter addresses everybody and holds no items, such as 组织领导 or 工作要求.</summary>
    public bool IsFrame => Number is not null && FrameNames().IsMatch(Folding.Compact(Name));

    public bool IsInFrame => IsFrame || Parent is { IsInFrame: true };

    public string PathTo => string.Join('/', Ancestry().Reverse().Select(n => n.Name).Where(n => n.Length > 0));

    private IEnumerable<PlanNode> Ancestry()
    {
        for (var node = this; node?.Number is not null; node = node.Parent)
            yield return node;
    }

    [GeneratedRegex("""
        ^(?:进一步|切实|全面)?(?:指导思想|总体要求|总体目标|总体思路|工作目标|整改目标|目标任务|主要目标|基本原则|整改原则|工作原则|组织领导|组织机构|组织保障|组织实施|领导小组|
        工作要求|整改要求|有关要求|相关要求|具体要求|几点要求|保障措施|工作保障|工作步骤|实施步骤|方法步骤|整改步骤|时间安排|工作安排|职责分工|责任分工|加强领导|加强组织领导|强化组织领导|
        强化组织保障|督查考核|督导检查|监督检查|基本情况|附件|附则)(?:[及和与、].{0,12})?$
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex FrameNames();
}
