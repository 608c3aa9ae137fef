using System.Text.RegularExpressions;

namespace Reminders.Import.Plans;

/// <summary>
/// Builds the tree of headings from the lines. The plan itself shows the order of its number styles: a new style goes one level down, a
/// known one returns to its level, so levels may be skipped.
/// </summary>
internal sealed partial class PlanTree
{
    private const int LinesAhead = 40;

    private readonly List<SourceLine> frame = [];
    private readonly IReadOnlyList<ProseLine> lines;
    private int at;
    private PlanNode current;
    private Field? open;
    private int enumerated;
    private (NumberStyle Style, int Value)? measure;

    private PlanTree(IReadOnlyList<ProseLine> lines)
    {
        this.lines = lines;
        Root = current = new PlanNode(null, null, new SourceLine(1, ""), "");
    }

    public PlanNode Root { get; }

    /// <summary>The lines outside the items' fields.</summary>
    public IReadOnlyList<SourceLine> Frame => frame;

    public static PlanTree Build(IReadOnlyList<SourceLine> lines)
    {
        var shown = lines.Where(l => !l.IsBlank && !ProseLine.IsFooter(l)).ToList();
        var read = shown.ConvertAll(ProseLine.Read);
        for (var i = 0; i + 1 < read.Count; i++)
        {
            if (NumbersFields(read[i], read[i + 1]))
                read[i] = read[i] with { Number = null };
        }
        var tree = new PlanTree(read);
        for (; tree.at < read.Count; tree.at++)
        {
            var line = shown[tree.at];
            var next = tree.at + 1 < shown.Count ? shown[tree.at + 1] : null;
            var signs = ProseLine.IsSignature(line) || (next is not null && IsSigner(line) && ProseLine.IsSignature(next));
            tree.Add(read[tree.at], signs);
        }
        tree.RefuseOpenCycle();
        return tree;
    }

    // A person left over behind the last problem: nobody can tell which person belongs to which problem.
    private void RefuseOpenCycle()
    {
        if (Root.Groups is not [.., { EndsAtRepeat: true, Problem.Count: 0 }])
            return;
        foreach (var group in Root.Groups)
        {
            for (var i = 0; i < group.Fields.Count; i++)
            {
                if (FieldLabels.GivesDuty(group.Fields[i].Field))
                    group.Fields[i] = group.Fields[i] with { Field = Field.Unknown };
            }
        }
    }

    // 1.问题表现:… above 2.整改措施:… are numbered fields of one item.
    private static bool NumbersFields(ProseLine line, ProseLine next) =>
        line is { Number: { } number, Labelled: { Lead.Length: 0, Values.Count: > 0 } } && next is { Number: null, Labelled.Lead.Length: 0 }
        && HeadingNumber.Read(next.Source.Text) is { } following && following.Style == number.Style && following.Value == number.Value + 1;

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
            AddLabels(line, line.Source.Raw[..(line.Number?.Length ?? 0)] + line.Labelled.Lead);
        else
            AddText(line);
    }

    // (1), ① or a new "1." below measures lists the measures; a number in the style of a heading above ends them.
    private bool IsPartOfMeasures(HeadingNumber number)
    {
        // A measure with its own person and day does not end the list of measures.
        var continues = measure is var (style, value) && style == number.Style && value + 1 == number.Value;
        if (continues)
            open = Field.Measures;
        if (open != Field.Measures || number.Style == NumberStyle.Named)
            return false;
        var isHeadingStyle = false;
        for (var node = current; node is not null; node = node.Parent)
            isHeadingStyle |= node.Number?.Style == number.Style;
        if (!isHeadingStyle)
        {
            measure = (number.Style, number.Value);
            return true;
        }
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
        (open, enumerated, measure) = (null, 0, null);
        foreach (var value in line.Labelled.Values)
            AddValue(value, line.Source);
    }

    private void AddLabels(ProseLine line, string lead)
    {
        // 6月份(责任人:李娜) below an item that has its person, among other numbered items, is not understood.
        if (lead.Trim().Length > 0 && line.Number is null && current.Groups is [.., var group] && current.Siblings.Any(s => s.HasOwnFields)
            && line.Labelled.Values.Any(v => group.Fields.Exists(f => f.Field == v.Field)))
        {
            group.Remarks.Add(new(Field.Unknown, line.Source.Raw, line.Source.Place));
            return;
        }
        if (lead.Trim().Length > 0)
            AddText(line with { Source = new SourceLine(line.Source.Number, lead) });
        // The document's own date can stand behind a label such as 填报日期.
        if (line.Labelled.Values[0].Field is Field.Other or Field.Oversight)
            frame.Add(line.Source);
        foreach (var value in line.Labelled.Values)
            AddValue(value, line.Source);
    }

    private void AddValue(LabelledValue value, SourceLine source)
    {
        open = value.Field;
        switch (value.Field)
        {
            case Field.Problem:
                // Without headings the label begins an item, and the text before it introduces the list.
                if (current.Number is null && Group(source).Problem.Count == 0)
                    Group().EndsAtRepeat = Group().Fields.Exists(f => FieldLabels.GivesDuty(f.Field));
                else if (Group().HasFields || (current.Number is null && Group().Problem.Count > 0))
                    current.Groups.Add(new FieldGroup(source));
                Group(source).LabelsProblem |= Group().Problem.Count == 0;
                if (value.Value.Length > 0 && value.Value != current.Text)
                    Group(source).Problem.Add(value.Value);
                break;
            case Field.Number when current.Number is null || value.Label == "序号":
                current.Groups.Add(new FieldGroup(source) { Number = value.Value });
                break;
            case Field.Measures:
                Group(source).HasMeasures = true;
                enumerated = 0;
                if (value.Value.Length > 0)
                    Group().Measures.Add(value.Value);
                break;
            case Field.Phone when PhonePairs.CanAddBehind(Group().Fields):
                PhonePairs.AddBehind(Group().Fields, value, source.Place);
                break;
            default:
                // The label with which the first item began begins the next one.
                if (Group(source) is { EndsAtRepeat: true, Fields: [var begin, ..] } && begin.Field == value.Field)
                    current.Groups.Add(new FieldGroup(source) { EndsAtRepeat = true });
                var field = value.Field == Field.Number ? Field.Other : value.Field;
                var year = field is Field.Deadline or Field.DeadlineOrActual ? LabelYear.In(value.Label) : null;
                Group(source).Fields.Add(new(field, LabelYear.Put(year, value.Value), source.Place) { Label = value.Label });
                break;
        }
    }

    private void AddText(ProseLine line)
    {
        var group = Group(line.Source);
        var label = UnknownLabel().Match(line.Source.Text);
        if (open is Field.Deadline or Field.DeadlineOrActual && group.Fields is [.., var broken]
            && BrokenDate().IsMatch($"{Folding.Fold(broken.Text)}\n{line.Source.Text}"))
        {
            group.Fields[^1] = broken with { Text = broken.Text + line.Source.Raw.Trim().TrimStart(')', '）') };
        }
        else if (open == Field.Measures)
        {
            group.Measures.Add(line.Source.Raw);
            AddRemark(group, line.Source, label);
        }
        else if (open is not (null or Field.Problem or Field.Other) && !label.Success && group.Fields is [.., { Text.Length: 0 } empty])
        {
            group.Fields[^1] = empty with { Text = line.Source.Raw, Place = line.Source.Place };
        }
        else if (open is Field.Person or Field.Leader && !label.Success
            && group.Fields is [.., { Text.Length: > 0 } names] && IsMoreNames(names.Text, line.Source))
        {
            group.Fields[^1] = names with { Text = $"{names.Text}、{line.Source.Raw.Trim()}" };
        }
        else
        {
            AddOwnText(group, line.Source, label);
        }
    }

    // Text below fields begins the next item if labels follow that the item has already. A line with an unknown label, such as 跟踪人:, or a
    // line between two fields, is no item.
    private void AddOwnText(FieldGroup group, SourceLine line, Match label)
    {
        frame.Add(line);
        if (group.IsClosed)
        {
            var (labels, again) = LabelsAhead(group);
            var isNext = label.Success ? again is > 1 or -1 : again != 0 || labels == 0;
            if (!isNext && (group.HasFields || open is Field.Other or Field.Oversight or Field.Contact))
            {
                if (label.Success || open is not (Field.Other or Field.Oversight or Field.Contact or Field.Unknown))
                    group.Remarks.Add(new(Field.Unknown, line.Raw, line.Place));
                open = Field.Unknown;
                return;
            }
            if (isNext)
                current.Groups.Add(group = new FieldGroup(line));
        }
        group.Problem.Add(line.Raw);
        AddRemark(group, line, label);
        open = null;
    }

    // How many labels follow before the next text or heading, and how many of them the group has; -1 if the measures are among these.
    private (int Labels, int Again) LabelsAhead(FieldGroup group)
    {
        var ahead = new List<Field>();
        for (var i = at + 1; i < Math.Min(lines.Count, at + LinesAhead) && lines[i].Number is null; i++)
        {
            var values = lines[i].Labelled.Values;
            var isText = lines[i].Labelled is { Values.Count: 0 } or { Lead.Length: > 0 };
            var begins = values.Any(v => v.Field is Field.Problem or Field.Number
                || (v.Field == Field.Measures && ahead.Contains(Field.Measures)));
            if (begins || (isText && ahead.Count > 0 && ahead[^1] is not (Field.Measures or Field.Other)))
                break;
            ahead.AddRange(values.Select(v => v.Field));
        }
        var again = ahead.Distinct().Count(f => f is not (Field.Other or Field.Oversight or Field.Contact or Field.Phone)
            && (group.Fields.Exists(g => g.Field == f) || (f == Field.Measures && group.HasMeasures)));
        return (ahead.Count, ahead.Contains(Field.Measures) && group.HasMeasures ? -1 : again);
    }

    // A short line that looks like a field although its label is not known. It stays where it stands and is named in a finding.
    private static void AddRemark(FieldGroup group, SourceLine line, Match label)
    {
        if (label.Success && line.Text.Length <= label.Length + 16 && line.Text.IndexOfAny([',', ';']) < 0)
            group.Remarks.Add(new(Field.Unknown, line.Raw, line.Place));
    }

    // A line of names only, or with their numbers, below a line of names.
    private static bool IsMoreNames(string names, SourceLine line)
    {
        if (line.Text.Length > 80 || line.Text.Contains('。', StringComparison.Ordinal))
            return false;
        var reading = NameReading.Read(line.Raw);
        if (reading is { IsEmpty: true, PhoneFaults.Count: 0 })
            return line.Text.Any(char.IsAsciiDigit) && NameReading.Read(names).Parties is [.., { Phone: null }];
        return reading is { Parties.Count: > 0, Groups.Count: 0, Redactions.Count: 0 }
            && reading.Parties.All(p => Surnames.IsFullName(p.Name) || p.Name.Contains('·', StringComparison.Ordinal));
    }

    // 2026年 above 5月20日, 5月 above 20日, and 5月2 above 0日.
    [GeneratedRegex("""
        年\n\ *(?:\d{1,2}|[一二三四五六七八九十]{1,3})\ ?月|(?:^|年)\ ?(?:\d{1,2}\n月|\d\n\d月)|^(?:\d{1,3}\n\d{1,3}|\d{4}\n)年
        |月\n\)?\ *(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})\ ?[日号]|[底末上中下])|月\ ?(?:\d{1,2}\n[日号]|\d\n\d[日号])|[至到~—-]\n\ *\d{1,4}[-年月日./]
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex BrokenDate();

    [GeneratedRegex(@"^[\p{L}()/、 ]{2,12}\d{0,2} ?:", RegexOptions.CultureInvariant)]
    private static partial Regex UnknownLabel();

    private FieldGroup Group(SourceLine? first = null)
    {
        if (current.Groups.Count == 0)
            current.Groups.Add(new FieldGroup(first ?? current.Line));
        return current.Groups[^1];
    }
}
