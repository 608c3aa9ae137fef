using System.Buffers;
using System.Text.RegularExpressions;

namespace Reminders.Import.Plans;

/// <summary>
/// Reads the items' fields: names, units and deadlines, with a finding for whatever is missing or doubtful. What was read once is not read again: the rows
/// of a long ledger repeat their people, units and deadlines.
/// </summary>
internal sealed partial class ItemAssembly(YearContext context, bool serials)
{
    private static readonly SearchValues<char> SentenceEnds = SearchValues.Create("。！？!?\n");

    private readonly Dictionary<string, NameReading> names = [];
    private readonly Dictionary<string, DeadlineReading> deadlines = [];
    private readonly Dictionary<string, ImmutableArray<string>> units = [];

    public (ItemDraft Item, DeadlineReading Deadline) Build(RawItem raw, int ordinal)
    {
        var findings = ImmutableArray.CreateBuilder<Finding>(1);
        if (raw.Problem.Length == 0)
            findings.Add(ImportFindings.ProblemMissing($"{raw.Place}"));
        if (raw.Measures.Length == 0)
            findings.Add(ImportFindings.MeasuresMissing($"{raw.Place}"));
        var leaders = Parties(raw, Field.Leader, PartyDuty.Leader, findings);
        var persons = Parties(raw, Field.Person, PartyDuty.Person, findings);
        var deadline = ReadDeadline(raw);
        findings.AddRange(deadline.Findings);
        return (new ItemDraft(ordinal, raw.Number, raw.Title ?? FirstSentence(raw))
        {
            Section = raw.Section,
            Problem = raw.Problem,
            Measures = raw.Measures,
            Leaders = leaders,
            Persons = persons,
            Units = Units(raw),
            Deadline = deadline.Deadline,
            Findings = findings.ToImmutable(),
        }, deadline);
    }

    private ImmutableArray<Party> Parties(RawItem raw, Field field, PartyDuty duty, ImmutableArray<Finding>.Builder findings)
    {
        ImmutableArray<Party> parties = [];
        var silent = true;
        var place = raw.Place;
        foreach (var source in raw.Fields)
        {
            if (source.Field != field && (field, source.Field) != (Field.Person, Field.UnitAndPerson))
                continue;
            var reading = source.Field == Field.UnitAndPerson ? NameReading.Read(source.Text).WithoutUnits() : Names(source.Text);
            parties = parties.IsEmpty ? reading.People : [.. parties, .. reading.Parties.Where(p => parties.All(known => known.Name != p.Name))];
            if (!reading.IsClear)
                findings.AddRange(PartyFindings.Of(reading, duty, $"{source.Place}"));
            silent &= reading.IsEmpty;
            place = source.Place;
        }
        if (silent)
            findings.Add(PartyFindings.Absent(duty, $"{place}"));
        return parties;
    }

    // Several deadlines of one item are stages: they are read together, and the last date counts.
    private DeadlineReading ReadDeadline(RawItem raw)
    {
        var (text, place) = DeadlineText(raw);
        if (!deadlines.TryGetValue(text, out var reading))
            deadlines[text] = reading = DeadlineReading.Read(text, context, serials);
        if (reading.Findings.IsEmpty)
            return reading;
        var where = $"{place}";
        return reading with { Findings = [.. reading.Findings.Select(f => f with { Place = where })] };
    }

    private static (string Text, Place Place) DeadlineText(RawItem raw)
    {
        var fields = raw.Fields.Where(f => f.Field == Field.Deadline && f.Text.Length > 0).ToList();
        if (fields is [var only])
            return (only.Text, only.Place);
        if (fields.Count == 0)
            fields = [.. raw.Fields.Where(f => f.Field is Field.Deadline or Field.DeadlineOrActual).OrderBy(f => f.Text.Length == 0)];
        return (string.Join("；", fields.Select(f => f.Text).Where(t => t.Length > 0).Distinct()), fields is [var first, ..] ? first.Place : raw.Place);
    }

    private NameReading Names(string text) => names.TryGetValue(text, out var known) ? known : names[text] = NameReading.Read(text);

    private ImmutableArray<string> Units(RawItem raw)
    {
        ImmutableArray<string> all = [];
        foreach (var field in raw.Fields)
        {
            var named = field.Field switch { Field.Unit => Units(field.Text), Field.UnitAndPerson => [.. Names(field.Text).Units], _ => [] };
            all = all.IsEmpty ? named : named.IsEmpty ? all : [.. all.Union(named)];
        }
        return all;
    }

    private ImmutableArray<string> Units(string text) => units.TryGetValue(text, out var known) ? known : units[text] =
    [
        .. UnitSeparator().Split(text).Select(u => NameWords.AndOthers().Replace(u.Trim(), "")).Where(u => u.Length > 0 && !NameWords.Nothing().IsMatch(u)).Distinct(),
    ];

    private static string FirstSentence(RawItem raw)
    {
        var text = raw.Problem.Length > 0 ? raw.Problem : raw.Measures.Length > 0 ? raw.Measures : raw.Section;
        var end = text.AsSpan().IndexOfAny(SentenceEnds);
        return (end < 0 ? text : text[..end]).TrimEnd(':', '：', ' ', '\u3000');
    }

    // 各县（市、区）人民政府 is one.
    [GeneratedRegex(@"[、，,；;/／\s]+(?![^(（]*[)）])", RegexOptions.CultureInvariant)]
    private static partial Regex UnitSeparator();
}
