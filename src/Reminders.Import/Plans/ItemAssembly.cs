using System.Buffers;
using System.Text.RegularExpressions;

namespace Reminders.Import.Plans;

/// <summary>
/// Reads names, units and deadlines of the items, with a finding for each missing or doubtful field. The rows of a long table repeat
/// their people, units and deadlines, so every text is read once.
/// </summary>
internal sealed partial class ItemAssembly(YearContext context, bool serials)
{
    // One of them is in 责任, in 时限 and 期限, in 时间, or in 领导, and notes stand in brackets.
    private static readonly SearchValues<char> InLabels = SearchValues.Create("责限间领(（");

    private static readonly SearchValues<char> SentenceEnds = SearchValues.Create("。！？!?\n");

    private readonly Dictionary<string, NameReading> names = [];
    private readonly Dictionary<string, DeadlineReading> deadlines = [];
    private readonly Dictionary<string, UnitList> units = [];

    // The findings of one item.
    private readonly List<Finding> found = [];

    /// <summary>The years that dates without one were given, in the order of the items.</summary>
    public List<int> AssumedYears { get; } = [];

    public ItemDraft Build(RawItem raw, int ordinal)
    {
        var findings = found;
        findings.Clear();
        SplitLabelled(raw);
        if (raw.Problem.Length == 0)
            findings.Add(PlanFindings.ProblemMissing($"{raw.Place}"));
        if (raw.Measures.Length == 0)
            findings.Add(PlanFindings.MeasuresMissing($"{raw.Place}"));
        var leaders = Parties(raw, Field.Leader, PartyDuty.Leader, findings);
        var persons = Parties(raw, Field.Person, PartyDuty.Person, findings);
        var deadline = ReadDeadline(raw, findings);
        var responsible = Units(raw);
        AddNotRead(raw, findings);
        if (MayHoldLabel(raw.Problem) || MayHoldLabel(raw.Measures))
        {
            if (raw.Problem.AsSpan().ContainsAny('(', '（'))
                findings.AddRange(DutyNotes.InBrackets(raw.Problem, $"{raw.Place}"));
            findings.AddRange(FieldsInText(raw));
        }
        if (deadline.Kind == DeadlineKind.Missing)
            findings.AddRange(DatesSeen(raw));
        return new ItemDraft(ordinal, raw.Number, raw.Title ?? FirstSentence(raw))
        {
            Section = raw.Section,
            Problem = raw.Problem,
            Measures = raw.Measures,
            Leaders = leaders,
            Persons = persons,
            Units = responsible,
            Deadline = deadline,
            Findings = [.. findings],
        };
    }

    // 责任单位:甲局 above 责任人:王宁 in one cell are two fields. A loop without allocations, because nearly no cell holds labels.
    private static void SplitLabelled(RawItem raw)
    {
        for (var i = 0; i < raw.Fields.Count; i++)
        {
            var field = raw.Fields[i];
            if (!(FieldLabels.NamesPeople(field.Field) || field.Field == Field.Unit)
                || field.Text.AsSpan().IndexOfAny(':', '：') < 0 || !IsLabelled(field))
                continue;
            var parts = new List<RawField>();
            SeveralFields.Add(parts, field.Place, field.Text);
            raw.Fields.RemoveAt(i);
            raw.Fields.InsertRange(i, parts);
            i += parts.Count - 1;
        }
    }

    private static bool IsLabelled(RawField field)
    {
        var lines = SourceLine.Split(field.Text).Where(l => !l.IsBlank).Select(l => LabelledLine.Read(l.Raw, l.Text)).ToList();
        return lines.TrueForAll(l => l.Values.Count > 0 && l.Lead.Length == 0)
            && lines.SelectMany(l => l.Values).Select(v => v.Field).ToHashSet() is var fields
            && fields.All(f => FieldLabels.NamesPeople(f) || f is Field.Unit or Field.Phone)
            && fields.Any(f => f != field.Field && f != Field.Phone);
    }

    private ImmutableArray<Party> Parties(RawItem raw, Field field, PartyDuty duty, List<Finding> findings)
    {
        ImmutableArray<Party> parties = [];
        var silent = true;
        var place = raw.Place;
        foreach (var source in raw.Fields)
        {
            if (source.Field != field && (field, source.Field) != (Field.Person, Field.UnitAndPerson))
                continue;
            var reading = source.Field == Field.UnitAndPerson ? NameReading.Read(source.Text).WithoutUnits() : Names(source.Text);
            parties = parties.IsEmpty
                ? reading.People
                : [.. parties, .. reading.Parties.Where(p => parties.All(known => known.Name != p.Name))];
            if (!reading.IsClear)
                findings.AddRange(PartyFindings.Of(reading, duty, $"{source.Place}"));
            silent &= reading.IsEmpty;
            place = source.Place;
        }
        if (silent)
            findings.Add(PartyFindings.Absent(duty, $"{place}"));
        return parties;
    }

    private void AddNotRead(RawItem raw, List<Finding> findings)
    {
        for (var i = 0; i < raw.Fields.Count; i++)
        {
            var field = raw.Fields[i];
            if (field.Field == Field.Unit && Units(field.Text).Others is { IsEmpty: false } parts)
                findings.Add(PlanFindings.LineNotRead(string.Join('，', parts), $"{field.Place}"));
            else if (field.Field == Field.Unknown)
                findings.Add(PlanFindings.LineNotRead(field.Text, $"{field.Place}"));
            else if (field.Field == Field.Other && DutyNotes.Of(field.Label ?? "", field.Text, $"{field.Place}") is { } note)
                findings.Add(note);
            else if (field.Field == Field.Other && MayHoldLabel(field.Text) && LabelInText().IsMatch(Folding.Fold(field.Text)))
                findings.Add(PlanFindings.LineNotRead($"{field.Label}：{field.Text}", $"{field.Place}"));
            else if (field is { IsGiven: true, Label: { } label })
                findings.Add(PlanFindings.NumberOfEither(label, $"{field.Place}"));
            else if (field is { Field: Field.Phone, Text.Length: > 0 } && !NameWords.Nothing().IsMatch(Folding.Compact(field.Text)))
                findings.Add(PlanFindings.LineNotRead($"{field.Label}: {field.Text}", $"{field.Place}"));
            else if (field is { Field: Field.Oversight or Field.Contact, Text.Length: > 0 })
                findings.Add(PlanFindings.Overseer(field.Label ?? field.Place.Label ?? "", field.Text, $"{field.Place}"));
        }
    }

    // 责任人 李娜, 责任分工:王宁负责: a line of the problem or the measures that looks like a field.
    private static IEnumerable<Finding> FieldsInText(RawItem raw) =>
        from line in (string[])[.. raw.Problem.Split('\n'), .. raw.Measures.Split('\n')]
        where LabelInText().IsMatch(Folding.Fold(line))
        select PlanFindings.LineNotRead(line.Trim(), $"{raw.Place}");

    // Nearly no text can hold a label, so nearly none is folded.
    private static bool MayHoldLabel(string text) => text.AsSpan().ContainsAny(InLabels);

    private static IEnumerable<Finding> DatesSeen(RawItem raw) => SentenceDates
        .In([raw.Problem, raw.Measures, .. raw.Fields.Where(f => f is not { Field: Field.Unknown, Label: not null }).Select(f => f.Text)])
        .Select(c => PlanFindings.DateSeen(c, $"{raw.Place}"));

    private Deadline ReadDeadline(RawItem raw, List<Finding> findings)
    {
        if (HoldsNumber(raw) && ReadNumber(raw) is { } number)
        {
            findings.AddRange(number.Findings);
            return number.Deadline;
        }
        var (text, place) = DeadlineText(raw);
        if (!deadlines.TryGetValue(text, out var reading))
            deadlines[text] = reading = DeadlineReading.Read(text, context, serials);
        var where = reading.Findings.IsEmpty ? null : place.ToString();
        foreach (var finding in reading.Findings)
            findings.Add(finding with { Place = where });
        if (reading.YearAssumed && reading.Deadline.Date is { Year: var year } && !AssumedYears.Contains(year))
            AssumedYears.Add(year);
        return reading.Deadline;
    }

    // This and the next are loops, because long tables ask for them often.
    private static bool HoldsNumber(RawItem raw)
    {
        for (var i = 0; i < raw.Fields.Count; i++)
        {
            if (raw.Fields[i].IsNumber)
                return true;
        }
        return false;
    }

    private static RawField? OnlyDeadline(RawItem raw)
    {
        RawField? only = null;
        for (var i = 0; i < raw.Fields.Count; i++)
        {
            if (raw.Fields[i] is not { Field: Field.Deadline, Text.Length: > 0 } field)
                continue;
            if (only is not null)
                return null;
            only = field;
        }
        return only;
    }

    // Beside another date, a number that is none makes the whole deadline doubtful.
    private static DeadlineReading? ReadNumber(RawItem raw)
    {
        var fields = raw.Fields.Where(f => f.Field == Field.Deadline).ToList();
        if (fields.Count == 0)
            fields = [.. raw.Fields.Where(f => f.Field == Field.DeadlineOrActual)];
        if (fields.Find(f => f.IsNumber && (f.Day is null || fields.Count > 1)) is { } doubtful)
            return DeadlineReading.Doubtful(string.Join("；", fields.Select(f => f.Text)), $"{doubtful.Place}");
        return fields is [{ IsNumber: true, Day: { } day } only] ? DeadlineReading.OnDay(day, only.Text, $"{only.Place}") : null;
    }

    // Several deadlines of one item are stages: they are read as one text, and the last date counts.
    private static (string Text, Place Place) DeadlineText(RawItem raw)
    {
        if (OnlyDeadline(raw) is { } only)
            return (only.Text, only.Place);
        var fields = raw.Fields.Where(f => f.Field == Field.Deadline && f.Text.Length > 0).ToList();
        if (fields.Count == 0)
            fields = [.. raw.Fields.Where(f => f.Field is Field.Deadline or Field.DeadlineOrActual).OrderBy(f => f.Text.Length == 0)];
        var text = string.Join("；", fields.Select(f => f.Text).Where(t => t.Length > 0).Distinct());
        return (text, fields is [var first, ..] ? first.Place : raw.Place);
    }

    private NameReading Names(string text) => names.TryGetValue(text, out var known) ? known : names[text] = NameReading.Read(text);

    private ImmutableArray<string> Units(RawItem raw)
    {
        ImmutableArray<string> all = [];
        foreach (var field in raw.Fields)
        {
            ImmutableArray<string> named = field.Field switch
            {
                Field.Unit => Units(field.Text).Units,
                Field.UnitAndPerson => [.. Names(field.Text).Units.Union(Names(field.Text).UnitsBesideNames)],
                _ => [],
            };
            all = all.IsEmpty ? named : named.IsEmpty ? all : [.. all.Union(named)];
        }
        return all;
    }

    private UnitList Units(string text) => units.TryGetValue(text, out var known) ? known : units[text] = UnitList.Read(text);

    [GeneratedRegex(
        @"(?:^|[,;。(、 ])(?:整改|牵头|主要|直接|具体)?(?:责任(?:人|领导|单位|部门|分工)|(?:整改|完成|办结)?(?:时限|期限)|完成时间|整改时间|牵头领导|分管领导)(?:[ 、:/-]|及|和|$)",
        RegexOptions.CultureInvariant)]
    private static partial Regex LabelInText();

    private static string FirstSentence(RawItem raw)
    {
        var text = raw.Problem.Length > 0 ? raw.Problem : raw.Measures.Length > 0 ? raw.Measures : raw.Section;
        var end = text.AsSpan().IndexOfAny(SentenceEnds);
        return (end < 0 ? text : text[..end]).TrimEnd(':', '：', ' ', '\u3000');
    }
}
