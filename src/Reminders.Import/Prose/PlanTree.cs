namespace Reminders.Import.Prose;

/// <summary>
/// Builds the tree of headings from the lines. Which style of number stands below which is learnt from the plan itself: a style
/// seen for the first time goes one level down, a known one goes back to its level, so that levels may jump.
/// </summary>
internal sealed class PlanTree
{
    private readonly List<SourceLine> frame = [];
    private PlanNode current;
    private Field? open;
    private int enumerated;

    private PlanTree() => Root = current = new PlanNode(null, null, new SourceLine(1, ""), "");

    public PlanNode Root { get; }

    /// <summary>The lines that are no item's fields.</summary>
    public IReadOnlyList<SourceLine> Frame => frame;

    public static PlanTree Build(IReadOnlyList<SourceLine> lines)
    {
        var tree = new PlanTree();
        var shown = lines.Where(l => !l.IsBlank && !ProseLine.IsFooter(l)).ToList();
        for (var i = 0; i < shown.Count; i++)
        {
            var line = ProseLine.Read(shown[i]);
            // 1.问题表现:… above 2.整改措施:… numbers the fields of one item.
            if (line is { Number: { } number, Labelled: { Lead.Length: 0, Values.Count: > 0 } } && i + 1 < shown.Count && HeadingNumber.Read(shown[i + 1].Text) is { } next
                && next.Style == number.Style && next.Value == number.Value + 1 && ProseLine.Read(shown[i + 1]) is { Number: null, Labelled.Lead.Length: 0 })
            {
                line = line with { Number = null };
            }
            var signs = ProseLine.IsSignature(shown[i]) || (i + 1 < shown.Count && IsSigner(shown[i]) && ProseLine.IsSignature(shown[i + 1]));
            tree.Add(line, signs);
        }
        return tree;
    }

    private static bool IsSigner(SourceLine line) => line.Text.Length <= 40 && line.Text.IndexOfAny(['。', ',', ':', ';', '、']) < 0;

    private void Add(ProseLine line, bool signs)
    {
        if (signs && !(open is Field.Deadline or Field.DeadlineOrActual && Group().Fields[^1].Text.Length == 0))
        {
            frame.Add(line.Source);
            open = Field.Other;
            return;
        }
        if (line.Number is not null && !IsPartOfMeasures(line.Number))
            AddHeading(line, line.Number);
        else if (line.Labelled.Values.Count > 0)
            AddLabels(line, line.Number is null ? line.Labelled.Lead : line.Source.Raw);
        else
            AddText(line);
    }

    // (1), ① or a fresh "1." under open measures lists the measures; a style of the headings above ends them.
    private bool IsPartOfMeasures(HeadingNumber number)
    {
        if (open != Field.Measures)
            return false;
        var isHeadingStyle = false;
        for (var node = current; node is not null; node = node.Parent)
            isHeadingStyle |= node.Number?.Style == number.Style;
        if (!isHeadingStyle)
            return true;
        if (current.Number?.Style != number.Style || number.Value != enumerated + 1 || (enumerated == 0 && Group().Measures.Count > 0))
            return false;
        enumerated++;
        return true;
    }

    private void AddHeading(ProseLine line, HeadingNumber number)
    {
        frame.Add(line.Source);
        var level = current;
        while (level is not null && level.Number?.Style != number.Style)
            level = level.Parent;
        var parent = level is null ? current : level.Parent!;
        var text = line.Labelled.Values.Count > 0 ? line.Labelled.Lead : line.Body;
        if (line.Labelled is { Lead.Length: 0, Values: [{ Field: Field.Problem } problem, ..] })
            text = problem.Value;
        current = new PlanNode(parent, number, line.Source, text.Trim());
        parent.Children.Add(current);
        (open, enumerated) = (null, 0);
        foreach (var value in line.Labelled.Values)
            AddValue(value, line.Source);
    }

    private void AddLabels(ProseLine line, string lead)
    {
        if (lead.Trim().Length > 0)
            AddText(line with { Source = new SourceLine(line.Source.Number, lead) });
        foreach (var value in line.Labelled.Values)
            AddValue(value, line.Source);
    }

    private void AddValue(LabelledValue value, SourceLine source)
    {
        open = value.Field;
        switch (value.Field)
        {
            case Field.Problem:
                // Without headings the label itself begins the item; what stands before it introduces the list.
                if (Group().HasFields || (current.Number is null && Group().Problem.Count > 0))
                    current.Groups.Add(new FieldGroup(source));
                if (value.Value.Length > 0 && value.Value != current.Text)
                    Group(source).Problem.Add(value.Value);
                break;
            case Field.Number:
                current.Groups.Add(new FieldGroup(source) { Number = value.Value });
                break;
            case Field.Measures:
                Group(source).HasMeasures = true;
                enumerated = 0;
                if (value.Value.Length > 0)
                    Group().Measures.Add(value.Value);
                break;
            case Field.Phone when Group().Fields is [.., { Field: Field.Person or Field.UnitAndPerson or Field.Leader } named]:
                Group().Fields[^1] = named with { Text = $"{named.Text} {value.Value}" };
                break;
            default:
                Group(source).Fields.Add(new(value.Field, value.Value, source.Place));
                break;
        }
    }

    private void AddText(ProseLine line)
    {
        var group = Group(line.Source);
        if (open == Field.Measures)
        {
            group.Measures.Add(line.Source.Raw);
            return;
        }
        if (open is not (null or Field.Problem or Field.Other) && group.Fields is [.., { Text.Length: 0 } empty])
        {
            group.Fields[^1] = empty with { Text = line.Source.Raw, Place = line.Source.Place };
            return;
        }
        if (open is Field.Person or Field.Leader && group.Fields is [.., { Text.Length: > 0 } names] && NamesGoOn(line.Source.Raw))
        {
            group.Fields[^1] = names with { Text = $"{names.Text}、{line.Source.Raw.Trim()}" };
            return;
        }
        frame.Add(line.Source);
        if (group.IsClosed)
            current.Groups.Add(group = new FieldGroup(line.Source));
        group.Problem.Add(line.Source.Raw);
        open = null;
    }

    // A line of nothing but names under a line of names.
    private static bool NamesGoOn(string line) =>
        line.Length <= 20 && NameReading.Read(line) is { Parties.Count: > 0, Groups.Count: 0, Redactions.Count: 0 } names && names.Parties.All(p => Surnames.IsFullName(p.Name));

    private FieldGroup Group(SourceLine? first = null)
    {
        if (current.Groups.Count == 0)
            current.Groups.Add(new FieldGroup(first ?? current.Line));
        return current.Groups[^1];
    }
}
