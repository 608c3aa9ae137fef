namespace Reminders.Import.Prose;

/// <summary>A plan written as text: numbered headings, and fields behind labels.</summary>
internal static class ProsePlan
{
    public static RawPlan Read(IReadOnlyList<SourceLine> lines)
    {
        var head = DocumentHead.Read(lines);
        var tree = PlanTree.Build([.. lines.Where(l => l.Number > head.BodyStart)]);
        var items = PlanItems.Of(tree.Root);
        return new(head.Title, items.Items)
        {
            Lines = lines,
            FrameLines = [.. lines.Where(l => l.Number <= head.BodyStart), .. tree.Frame],
            BodyStart = head.BodyStart,
            Findings = items.Findings,
        };
    }
}
