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
