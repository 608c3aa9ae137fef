namespace Reminders.Import.Plans;

/// <summary>Separates items from sections in the tree of headings.</summary>
internal sealed class PlanItems
{
    private readonly List<(int Line, RawItem Item)> items = [];
    private readonly List<Finding> findings = [];
    private readonly HashSet<NumberStyle> styles;

    // The fields of the chapters above, which are not read: nothing says that each item below has them.
    private readonly List<RawField> above = [];

    private PlanItems(PlanNode root) => styles = [.. StylesOf(root)];

    public IReadOnlyList<RawItem> Items => [.. items.OrderBy(i => i.Line).Select(i => i.Item)];
    public IReadOnlyList<Finding> Findings => findings;

    public static PlanItems Of(PlanNode root)
    {
        var found = new PlanItems(root);
        found.Visit(root);
        return found;
    }

    private void Visit(PlanNode node)
    {
        if (node.IsInFrame)
            return;
        if (node.ListsItsProblem)
        {
            AddListed(node);
            return;
        }
        var chapters = above.Count;
        AddGroups(node);
        RefuseDuplicates(node);
        foreach (var child in node.Children)
        {
            if (!child.HasOwnFields && !child.HasFieldsBelow && !child.IsFrame)
                AddBare(child);
            Visit(child);
        }
        above.RemoveRange(chapters, above.Count - chapters);
    }

    private void AddGroups(PlanNode node)
    {
        var isSection = IsSection(node);
        KeepNotes(node.Groups);
        for (var i = 0; i < node.Groups.Count; i++)
        {
            var group = node.Groups[i];
            if (!group.HasFields)
                continue;
            // 一、水务方面(责任领导:钱立) above numbered items. A heading with a person of its own below it is an item.
            var isOnLine = group.First == node.Line;
            if (i == 0 && node.HasFieldsBelow && group is { Problem.Count: 0, HasMeasures: false }
                && (isOnLine || node.Number is null || !group.Fields.Exists(f => f.Field is Field.Person or Field.UnitAndPerson)))
            {
                if (isOnLine)
                    findings.Add(PlanFindings.LineNotRead(node.Line.Raw, $"{node.Line.Place}"));
                above.AddRange(group.Fields.Where(f => f.Text.Length > 0 && FieldLabels.GivesDuty(f.Field))
                    .Select(f => f with { Field = Field.Unknown, Text = $"{f.Label}：{f.Text}" }));
                continue;
            }
            if (i == 0 && !isSection)
                Add(group, node.Number!.Printed, node.Parent!.PathTo, [node.Text, .. group.Problem], node.Line.Number);
            else
                Add(group, null, isSection ? node.PathTo : node.Parent!.PathTo, group.Problem, group.First.Number);
        }
    }

    // (该项已延期至6月30日) below the fields of an item is no item, and it may change this one.
    private static void KeepNotes(List<FieldGroup> groups)
    {
        FieldGroup? item = null;
        foreach (var group in groups)
        {
            if (group.HasFields)
                item = group;
            else
                item?.Remarks.AddRange(group.Problem.Where(t => DutyNotes.NamesDuty(new(0, t))).Select(t => Note(group, t)));
        }

        static RawField Note(FieldGroup group, string text) => new(Field.Unknown, text, group.First.Place);
    }

    private void AddListed(PlanNode node)
    {
        var problem = node.Groups.SelectMany(g => g.Problem).Prepend(node.Text)
            .Concat(node.Children.SelectMany(c => c.Groups.Take(1).SelectMany(g => g.Problem).Prepend(c.NumberedText)));
        Add(node.Children[^1].Groups.First(g => g.HasFields), node.Number!.Printed, node.Parent!.PathTo, problem, node.Line.Number);
    }

    // A paragraph with fields directly under a heading is an item without a number if the headings beside this one have items below
    // them, or if there are several such paragraphs. Otherwise the paragraph belongs to the heading's own problem.
    private static bool IsSection(PlanNode node)
    {
        if (node.Number is null)
            return true;
        if (node.Groups is not [{ Problem.Count: > 0 } first, ..])
            return false;
        // 二、整改情况 above 问题描述:…
        if (first.LabelsProblem && FieldLabels.Read(node.Name).IsWhole)
            return true;
        return node.HasFieldsBelow || node.Siblings.Any(s => s.HasFieldsBelow && !s.ListsItsProblem)
            || (node.Groups.Count(g => g.HasFields) > 1 && !node.Siblings.Any(s => s.HasOwnFields));
    }

    // A heading without fields between two items is an item whose fields are missing. Elsewhere it is a finding, and so are the headings
    // below it if items are numbered in their style.
    private void AddBare(PlanNode node)
    {
        var siblings = node.Parent!.Children.Where(n => n.Number!.Style == node.Number!.Style).ToList();
        var position = siblings.IndexOf(node);
        var before = siblings.Take(position).Any(s => s.HasOwnFields && !IsSection(s));
        var after = siblings.Skip(position + 1).Any(s => s.HasOwnFields && !IsSection(s));
        if (before && after)
        {
            var text = node.Groups.SelectMany(g => g.Problem).Prepend(node.Text);
            Add(new FieldGroup(node.Line), node.Number!.Printed, node.Parent!.PathTo, text, node.Line.Number);
            findings.Add(PlanFindings.HeadingBetweenItems(node.Name, $"{node.Line.Place}"));
        }
        else if (node.Parent is not { Number: not null, HasOwnFields: false, HasFieldsBelow: false } || styles.Contains(node.Number!.Style))
        {
            findings.Add(PlanFindings.HeadingWithoutFields(node.Name, SentenceDates.In([node.Text]), $"{node.Line.Place}"));
        }
    }

    private static IEnumerable<NumberStyle> StylesOf(PlanNode node) => node.Children
        .SelectMany(c => StylesOf(c).Concat(c.HasOwnFields && !IsSection(c) ? [c.Number!.Style] : []));

    private void Add(FieldGroup group, string? number, string section, IEnumerable<string> problem, int line)
    {
        items.Add((line, new RawItem(number ?? group.Number, section, new(line))
        {
            Problem = string.Join('\n', problem.Where(t => t.Length > 0)).Trim(),
            Measures = string.Join('\n', group.Measures),
            Fields = [.. group.Fields, .. group.Remarks, .. above],
        }));
        if (Array.Find(section.Split('/'), DutyNotes.NamesDone) is { } done)
            findings.Add(PlanFindings.ItemDone(done, new Place(line).Words));
    }

    private static void RefuseDuplicates(PlanNode node)
    {
        var twice = node.Children.Where(c => c.ListsItsProblem || (c.HasOwnFields && !IsSection(c)))
            .GroupBy(c => (c.Number!.Style, c.Number.Value)).FirstOrDefault(g => g.Count() > 1);
        if (twice?.ToList() is not [var first, var second, ..])
            return;
        var (number, line, again) = (second.Number!.Printed, first.Line.Number, second.Line.Number);
        throw new InputRefusedException(
            RefusalCodes.ItemDuplicate,
            $"The number {number} is used twice in the same section, in line {line} and in line {again}. "
            + $"Give each item its own number, or add the heading that is missing between them.",
            [new(line, null, $"Number {first.Number!.Printed}."), new(again, null, $"Number {number} again.")]);
    }
}
