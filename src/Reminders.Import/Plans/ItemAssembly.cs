using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Reminders.Core.Plans;
using Reminders.Import.Deadlines;
using Reminders.Import.Labels;
using Reminders.Import.Names;

namespace Reminders.Import.Plans;

/// <summary>Reads an item's fields: names, units and the deadline, with a finding for whatever is missing or doubtful.</summary>
internal static partial class ItemAssembly
{
    public static (ItemDraft Item, DeadlineReading Deadline) Build(RawItem raw, int ordinal, YearContext context, bool serials)
    {
        var findings = ImmutableArray.CreateBuilder<Finding>();
        if (raw.Problem.Length == 0)
            findings.Add(ImportFindings.ProblemMissing(raw.Place));
        if (raw.Measures.Length == 0)
            findings.Add(ImportFindings.MeasuresMissing(raw.Place));
        var leaders = Parties(raw, Field.Leader, PartyDuty.Leader, findings);
        var persons = Parties(raw, Field.Person, PartyDuty.Person, findings);
        var deadline = ReadDeadline(raw, context, serials);
        findings.AddRange(deadline.Findings);
        return (new ItemDraft(ordinal, raw.Number, raw.Title ?? FirstSentence(raw))
        {
            Section = raw.Section,
            Problem = raw.Problem,
            Measures = raw.Measures,
            Leaders = leaders,
            Persons = persons,
            Units = [.. raw.Fields.SelectMany(f => f.Field switch
            {
                Field.Unit => Units(f.Text),
                Field.UnitAndPerson => NameReading.Read(f.Text).Units,
                _ => [],
            }).Distinct()],
            Deadline = deadline.Deadline,
            Findings = findings.ToImmutable(),
        }, deadline);
    }

    private static ImmutableArray<Party> Parties(RawItem raw, Field field, PartyDuty duty, ImmutableArray<Finding>.Builder findings)
    {
        var parties = ImmutableArray.CreateBuilder<Party>();
        var silent = true;
        var place = raw.Place;
        foreach (var source in raw.Fields.Where(f => f.Field == field || (field == Field.Person && f.Field == Field.UnitAndPerson)))
        {
            var reading = source.Field == Field.UnitAndPerson ? NameReading.Read(source.Text).WithoutUnits() : NameReading.Read(source.Text);
            parties.AddRange(reading.Parties.Where(p => parties.All(known => known.Name != p.Name)));
            findings.AddRange(PartyFindings.Of(reading, duty, source.Place));
            silent &= reading.IsEmpty;
            place = source.Place;
        }
        if (silent)
            findings.Add(PartyFindings.Absent(duty, place));
        return parties.ToImmutable();
    }

    // Several deadlines of one item are stages: they are read together, and the last date counts.
    private static DeadlineReading ReadDeadline(RawItem raw, YearContext context, bool serials)
    {
        var fields = raw.Fields.Where(f => f.Field == Field.Deadline && f.Text.Length > 0).ToList();
        if (fields.Count == 0)
            fields = [.. raw.Fields.Where(f => f.Field is Field.Deadline or Field.DeadlineOrActual).OrderBy(f => f.Text.Length == 0)];
        var text = string.Join("；", fields.Select(f => f.Text).Where(t => t.Length > 0).Distinct());
        return DeadlineReading.Read(text, context, serials, fields is [var first, ..] ? first.Place : raw.Place);
    }

    private static IEnumerable<string> Units(string text) =>
        UnitSeparator().Split(text).Select(u => NameWords.AndOthers().Replace(u.Trim(), "")).Where(u => u.Length > 0 && !NameWords.Nothing().IsMatch(u));

    private static string FirstSentence(RawItem raw)
    {
        var text = raw.Problem.Length > 0 ? raw.Problem : raw.Measures.Length > 0 ? raw.Measures : raw.Section;
        return SentenceEnd().Split(text, 2)[0].TrimEnd(':', '：', ' ', '\u3000');
    }

    [GeneratedRegex("[。！？!?\n]", RegexOptions.CultureInvariant)]
    private static partial Regex SentenceEnd();

    // 各县（市、区）人民政府 is one.
    [GeneratedRegex(@"[、，,；;/／\s]+(?![^(（]*[)）])", RegexOptions.CultureInvariant)]
    private static partial Regex UnitSeparator();
}
