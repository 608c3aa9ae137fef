using System.Globalization;
using System.Text.Json;
using NodaTime.Text;

namespace Reminders.Import.Json;

/// <summary>Reads one item of a plan in JSON. Names are read as carefully as in prose: a redacted name is no person here either.</summary>
internal sealed class JsonItem(JsonFaults faults, int position, YearContext context)
{
    private static readonly string[] Names =
        ["code", "number", "section", "title", "problem", "measures", "leaders", "persons", "units", "deadline", "findings"];

    private static readonly Dictionary<string, DeadlineKind> Kinds = Enum.GetValues<DeadlineKind>().ToDictionary(k => k.ToString().ToLowerInvariant());

    private readonly string path = $"items[{position - 1}].";
    private readonly List<Finding> findings = [];

    internal sealed record Result(int Position, ItemDraft Item, bool YearAssumed);

    public Result Read(JsonElement element)
    {
        if (!faults.IsObject(element, position, path.TrimEnd('.')))
            return new(position, new ItemDraft(position, null, ""), false);
        var given = Findings(element, position, path, faults).ToList();
        var title = faults.Text(element, "title", position, path, required: true) ?? "";
        var leaders = Parties(element, "leaders", PartyDuty.Leader, given);
        var persons = Parties(element, "persons", PartyDuty.Person, given);
        var (deadline, read, yearAssumed) = ReadDeadline(element);
        // What the document was found to be stays known; what can be told from the item itself is told anew.
        var kept = given.Where(f => f.Code is not (FindingCodes.PersonMissing or FindingCodes.LeaderMissing)
            && !Enum.GetValues<DeadlineKind>().Any(k => FindingCodes.Deadline(k) == f.Code));
        var item = new ItemDraft(Ordinal(element), faults.Text(element, "number", position, path), title)
        {
            Section = faults.Text(element, "section", position, path) ?? "",
            Problem = faults.Text(element, "problem", position, path) ?? title,
            Measures = faults.Text(element, "measures", position, path) ?? "",
            Leaders = leaders,
            Persons = persons,
            Units = [.. Units(element)],
            Deadline = deadline,
            Findings = [.. kept.Concat(findings).Concat(read).Concat(Unknown(element, Names, path.TrimEnd('.'))).DistinctBy(f => (f.Code, f.Message))],
        };
        return new(position, item, yearAssumed);
    }

    public static IEnumerable<Finding> Findings(JsonElement element, int? row, string path, JsonFaults faults)
    {
        foreach (var (finding, index) in faults.List(element, "findings", row, path).Select((f, i) => (f, i)))
        {
            var at = $"{path}findings[{index}]";
            if (faults.IsObject(finding, row, at)
                && faults.Text(finding, "code", row, at + ".", required: true) is { } code && faults.Text(finding, "message", row, at + ".") is { } message)
            {
                yield return new(code, message, faults.Text(finding, "place", row, at + "."));
            }
        }
    }

    public static IEnumerable<Finding> Unknown(JsonElement element, string[] names, string place) =>
        element.EnumerateObject().Where(p => !names.Contains(p.Name)).Select(p => ImportFindings.FieldUnknown(p.Name, place));

    private int Ordinal(JsonElement element)
    {
        if (faults.Text(element, "code", position, path) is not { } code)
            return position;
        if (int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal) && ordinal > 0 && code[0] != '0')
            return ordinal;
        faults.Add(position, path + "code", "must be the item's place in the plan, counted from 1, or absent.");
        return position;
    }

    private ImmutableArray<Party> Parties(JsonElement element, string name, PartyDuty duty, List<Finding> given)
    {
        var parties = ImmutableArray.CreateBuilder<Party>();
        var silent = !given.Exists(f => f.Code.StartsWith(duty == PartyDuty.Person ? "person-" : "leader-", StringComparison.Ordinal)
            && f.Code != PartyFindings.Missing(duty));
        foreach (var (party, index) in faults.List(element, name, position, path).Select((p, i) => (p, i)))
        {
            var at = $"{path}{name}[{index}]";
            if (!faults.IsObject(party, position, at))
                continue;
            var text = faults.Text(party, "name", position, at + ".", required: true) ?? "";
            var phone = faults.Text(party, "phone", position, at + ".");
            var reading = NameReading.Read(text);
            findings.AddRange(PartyFindings.Of(reading, duty, at));
            silent &= reading.IsEmpty;
            foreach (var read in reading.Parties)
            {
                var fault = PhoneFault.Empty;
                var number = phone is not null && PhoneReading.TryRead(phone, out var own, out fault) ? own : read.Phone;
                if (fault is not (PhoneFault.None or PhoneFault.Empty))
                    findings.Add(new(FindingCodes.PhoneInvalid, $"The phone number cannot be used: {PhoneReading.Describe(fault)}.", at));
                parties.Add(read with { Phone = number });
            }
        }
        if (silent)
            findings.Add(PartyFindings.Absent(duty, path.TrimEnd('.')));
        return parties.ToImmutable();
    }

    private IEnumerable<string> Units(JsonElement element)
    {
        foreach (var unit in faults.List(element, "units", position, path))
        {
            if (unit.ValueKind == JsonValueKind.String)
                yield return unit.GetString()!;
            else
                faults.Add(position, path + "units", $"must hold texts, not {JsonFaults.Kind(unit)}.");
        }
    }

    private (Deadline Deadline, IEnumerable<Finding> Findings, bool YearAssumed) ReadDeadline(JsonElement element)
    {
        var place = path + "deadline";
        if (!element.TryGetProperty("deadline", out var value) || value.ValueKind == JsonValueKind.Null)
            return Without(DeadlineKind.Missing, "", place);
        if (value.ValueKind == JsonValueKind.String)
        {
            var reading = DeadlineReading.Read(value.GetString()!, context, place: place);
            return (reading.Deadline, reading.Findings, reading.YearAssumed);
        }
        if (!faults.IsObject(value, position, place))
            return Without(DeadlineKind.Missing, "", place);

        var kind = faults.Text(value, "kind", position, place + ".", required: true) ?? "missing";
        var date = faults.Text(value, "date", position, place + ".");
        var text = faults.Text(value, "text", position, place + ".") ?? date ?? "";
        if (!Kinds.TryGetValue(kind, out var known))
        {
            faults.Add(position, place + ".kind", "must be date, immediate, continuous, recurring, relative, completed, missing, redacted or invalid.");
            return Without(DeadlineKind.Missing, text, place);
        }
        if (known != DeadlineKind.Date)
        {
            if (date is not null)
                faults.Add(position, place + ".date", $"must be null where the kind is {kind}.");
            return Without(known, text, place);
        }
        if (LocalDatePattern.Iso.Parse(date ?? "") is { Success: true, Value: var day })
            return (Deadline.On(day, text), [], false);
        faults.Add(position, place + ".date", "must be a date such as 2026-05-20 where the kind is date.");
        return Without(DeadlineKind.Missing, text, place);
    }

    private static (Deadline, IEnumerable<Finding>, bool) Without(DeadlineKind kind, string text, string place) =>
        (Deadline.None(kind, text), [DeadlineReading.Absence(kind, text, place)], false);
}
