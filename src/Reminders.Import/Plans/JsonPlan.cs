using System.Globalization;
using System.Text.Json;
using NodaTime.Text;

namespace Reminders.Import.Plans;

/// <summary>
/// A plan in the shape that <c>import --json</c> prints:
/// <code>
/// {"title":"…","year":2026,"yearBasis":"…","issuingUnit":"…",
///  "items":[{"code":"1","number":"1","section":"…/…","title":"…","problem":"…","measures":"…",
///    "leaders":[{"name":"…","phone":null}],"persons":[{"name":"…","phone":"+86…"}],"units":["…"],
///    "deadline":{"kind":"date","date":"2026-05-20","text":"5月20日"},"findings":[{"code":"…","message":"…","place":"…"}]}],
///  "findings":[…]}
/// </code>
/// The plan's title, <c>items</c> and each item's title are required. <c>code</c> is the item's position from 1, or absent. A
/// <c>deadline</c> may be plain text; it is read like the text behind a label. An item's properties may also be named by the labels that
/// plans print, such as 责任人, with a text as their value.
/// </summary>
internal static class JsonPlan
{
    private static Wording OtherShape => $"The JSON does not have the shape that import --json prints.";

    private static readonly string[] PlanNames = ["title", "year", "yearBasis", "issuingUnit", "items", "findings"];

    public static PlanDraft Read(string text, PlanReadingOptions options)
    {
        using var document = JsonFaults.Parse(text);
        var faults = new JsonFaults();
        var root = document.RootElement;
        if (!faults.IsObject(root, null, "the document"))
            faults.ThrowIfAny(RefusalCodes.JsonInvalid, OtherShape);
        var title = faults.Text(root, "title", null, "", required: true);
        var year = Year(root, faults);
        var basis = faults.Text(root, "yearBasis", null, "");
        var unit = faults.Text(root, "issuingUnit", null, "");
        var context = Context(options, year, basis) with { Zone = options.Zone };
        if (!root.TryGetProperty("items", out _))
            faults.Add(null, "items", $"is missing.");
        var items = faults.List(root, "items", null, "").Select((e, i) => new JsonItem(faults, i + 1, context).Read(e)).ToList();
        var findings = JsonItem.Findings(root, null, "", faults).ToList();
        faults.ThrowIfAny(RefusalCodes.JsonInvalid, OtherShape);
        RefuseWrongCodes(items);
        if (items.Count == 0)
            throw DraftAssembly.NoItems();

        findings.AddRange(JsonItem.Unknown(root, PlanNames, $"the document"));
        var assumed = items.Where(i => i.YearAssumed).Select(i => i.Item.Deadline.Date!.Value.Year).Distinct().Order().ToList();
        if (assumed.Count > 0 && !context.Given && findings.All(f => f.Code != FindingCodes.YearAssumed))
            findings.Add(PlanFindings.YearAssumed(assumed, context));
        var known = context.Given || year is not null || assumed.Count > 0;
        return new(title!, known ? context.Year ?? assumed[0] : null, known ? context.Basis : null)
        {
            IssuingUnit = unit,
            Items = [.. items.Select(i => i.Item).OrderBy(i => i.Ordinal)],
            Findings = [.. findings],
        };
    }

    private static YearContext Context(PlanReadingOptions options, int? year, string? basis) =>
        options.Year is { } given ? YearContext.FromGiven(given, null)
        : year is { } own ? new(own, null, Given(basis) ?? $"The year {own} comes from the JSON.")
        : new(
            null, options.LoadedOn,
            Given(basis) ?? $"They count from the day of loading, because the JSON names no year: a weak basis.");

    internal static Wording? Given(string? basis) => basis is null ? null : Wording.Verbatim(basis);

    private static int? Year(JsonElement root, JsonFaults faults)
    {
        if (!root.TryGetProperty("year", out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var year) && year is >= 1990 and <= 2199)
            return year;
        faults.Add(null, "year", $"must be a whole number such as 2026.");
        return null;
    }

    private static void RefuseWrongCodes(List<JsonItem.Result> items)
    {
        if (items.GroupBy(i => i.Item.Ordinal).FirstOrDefault(g => g.Count() > 1)?.ToList() is [var first, var second, ..])
        {
            throw new InputRefusedException(
                RefusalCodes.ItemDuplicate,
                $"The code {first.Item.Code} is used twice, by items {first.Position} and {second.Position}. "
                + $"Give each item its own code, or leave the codes out.",
                [new(first.Position, "code", $"{first.Item.Code}"), new(second.Position, "code", $"{first.Item.Code} again")]);
        }
        if (items.Find(i => i.Item.Ordinal > items.Count) is { } beyond)
        {
            throw new InputRefusedException(
                RefusalCodes.JsonInvalid,
                $"The codes must count from 1 to {items.Count} without a gap, but item {beyond.Position} has {beyond.Item.Code}. "
                + $"Renumber them, or leave them out.",
                [new(beyond.Position, "code", $"{beyond.Item.Code} is beyond the number of items.")]);
        }
    }
}

/// <summary>Reads one item of a plan in JSON. Names are read as in prose, so a redacted name is not a person here either.</summary>
internal sealed class JsonItem(JsonFaults faults, int position, YearContext context)
{
    private static readonly string[] Names =
        ["code", "number", "section", "title", "problem", "measures", "leaders", "persons", "units", "deadline", "findings"];

    private static readonly Dictionary<string, DeadlineKind> Kinds =
        Enum.GetValues<DeadlineKind>().ToDictionary(k => k.ToString().ToLowerInvariant());

    private const StringSplitOptions TrimAndSkip = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    private readonly string path = $"items[{position - 1}].";
    private readonly List<Finding> findings = [];
    private readonly HashSet<string> labels = [];

    internal sealed record Result(int Position, ItemDraft Item, bool YearAssumed);

    public Result Read(JsonElement element)
    {
        if (!faults.IsObject(element, position, path.TrimEnd('.')))
            return new(position, new ItemDraft(position, null, ""), false);
        var given = Findings(element, position, path, faults).ToList();
        var problem = faults.Text(element, NameOf(element, "problem", Field.Problem), position, path);
        var titled = NameOf(element, "title", Field.Title);
        var title = titled == "title" && labels.Count > 0 && problem is { Length: > 0 }
            ? problem.Split('。')[0]
            : faults.Text(element, titled, position, path, required: true) ?? "";
        var leaders = Parties(element, "leaders", PartyDuty.Leader, given);
        var persons = Parties(element, "persons", PartyDuty.Person, given);
        var (deadline, read, yearAssumed) = ReadDeadline(element);
        // Findings on the item's own fields are made anew; the others are about the original document and are kept.
        var kept = given.Where(f => f.Code is not (FindingCodes.PersonMissing or FindingCodes.LeaderMissing)
            && !Enum.GetValues<DeadlineKind>().Any(k => FindingCodes.Deadline(k) == f.Code));
        var number = faults.Text(element, NameOf(element, "number", Field.Number), position, path);
        var section = faults.Text(element, NameOf(element, "section", Field.Section), position, path) ?? "";
        var measures = faults.Text(element, NameOf(element, "measures", Field.Measures), position, path) ?? "";
        ImmutableArray<string> units = [.. Units(element)];
        var all = kept.Concat(findings).Concat(read).Concat(Unknown(element, [.. Names, .. labels], $"{path.TrimEnd('.')}"));
        var item = new ItemDraft(Ordinal(element), number, title)
        {
            Section = section,
            Problem = problem ?? title,
            Measures = measures,
            Leaders = leaders,
            Persons = persons,
            Units = units,
            Deadline = deadline,
            Findings = [.. all.DistinctBy(f => (f.Code, f.Message))],
        };
        return new(position, item, yearAssumed);
    }

    public static IEnumerable<Finding> Findings(JsonElement element, int? row, string path, JsonFaults faults)
    {
        foreach (var (finding, index) in faults.List(element, "findings", row, path).Select((f, i) => (f, i)))
        {
            var at = $"{path}findings[{index}]";
            if (faults.IsObject(finding, row, at)
                && faults.Text(finding, "code", row, at + ".", required: true) is { } code
                && faults.Text(finding, "message", row, at + ".") is { } message)
            {
                yield return new(code, Wording.Verbatim(message), JsonPlan.Given(faults.Text(finding, "place", row, at + ".")));
            }
        }
    }

    public static IEnumerable<Finding> Unknown(JsonElement element, string[] names, Wording place) =>
        element.EnumerateObject().Where(p => !names.Contains(p.Name)).Select(p => PlanFindings.FieldUnknown(p.Name, place));

    // The name in our own shape, else the first property whose label has that meaning.
    private string NameOf(JsonElement element, string name, Field field)
    {
        if (element.TryGetProperty(name, out _))
            return name;
        var label = element.EnumerateObject().FirstOrDefault(p => !Names.Contains(p.Name) && FieldLabels.Read(p.Name).Field == field);
        if (label.Value.ValueKind == JsonValueKind.Undefined)
            return name;
        labels.Add(label.Name);
        return label.Name;
    }

    private int Ordinal(JsonElement element)
    {
        if (faults.Text(element, "code", position, path) is not { } code)
            return position;
        if (int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal) && ordinal > 0 && code[0] != '0')
            return ordinal;
        faults.Add(position, path + "code", $"must be the item's position in the plan, counted from 1, or absent.");
        return position;
    }

    private ImmutableArray<Party> Parties(JsonElement element, string name, PartyDuty duty, List<Finding> given)
    {
        var parties = ImmutableArray.CreateBuilder<Party>();
        var silent = !given.Exists(f => f.Code.StartsWith(duty == PartyDuty.Person ? "person-" : "leader-", StringComparison.Ordinal)
            && f.Code != PartyFindings.Missing(duty));
        var field = duty == PartyDuty.Person ? Field.Person : Field.Leader;
        if (NameOf(element, name, field) is var label && label != name)
        {
            var reading = NameReading.Read(faults.Text(element, label, position, path) ?? "");
            findings.AddRange(PartyFindings.Of(reading, duty, $"{path}{label}"));
            silent &= reading.IsEmpty;
            parties.AddRange(reading.Parties);
        }
        foreach (var (party, index) in faults.List(element, name, position, path).Select((p, i) => (p, i)))
        {
            var at = $"{path}{name}[{index}]";
            if (!faults.IsObject(party, position, at))
                continue;
            var text = faults.Text(party, "name", position, at + ".", required: true) ?? "";
            var phone = faults.Text(party, "phone", position, at + ".");
            var reading = NameReading.Read(text);
            findings.AddRange(PartyFindings.Of(reading, duty, $"{at}"));
            silent &= reading.IsEmpty;
            foreach (var read in reading.Parties)
            {
                var fault = PhoneFault.Empty;
                var number = phone is not null && PhoneReading.TryRead(phone, out var own, out fault) ? own : read.Phone;
                if (fault is not (PhoneFault.None or PhoneFault.Empty))
                    findings.Add(PartyFindings.PhoneInvalid($"The phone number", fault, $"{at}"));
                parties.Add(read with { Phone = number });
            }
        }
        if (silent)
            findings.Add(PartyFindings.Absent(duty, $"{path.TrimEnd('.')}"));
        return parties.ToImmutable();
    }

    private IEnumerable<string> Units(JsonElement element)
    {
        if (NameOf(element, "units", Field.Unit) is var label && label != "units")
        {
            foreach (var unit in (faults.Text(element, label, position, path) ?? "").Split(['、', '，', ',', '；', ';'], TrimAndSkip))
                yield return unit;
        }
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
        var name = NameOf(element, "deadline", Field.Deadline);
        var place = path + name;
        if (!element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return Without(DeadlineKind.Missing, "", place);
        if (value.ValueKind == JsonValueKind.String)
        {
            var reading = DeadlineReading.Read(value.GetString()!, context, place: $"{place}");
            return (reading.Deadline, reading.Findings, reading.YearAssumed);
        }
        if (!faults.IsObject(value, position, place))
            return Without(DeadlineKind.Missing, "", place);

        var kind = faults.Text(value, "kind", position, place + ".", required: true) ?? "missing";
        var date = faults.Text(value, "date", position, place + ".");
        var text = faults.Text(value, "text", position, place + ".") ?? date ?? "";
        if (!Kinds.TryGetValue(kind, out var known))
        {
            faults.Add(position, place + ".kind", $"must be one of {string.Join(", ", Kinds.Keys)}.");
            return Without(DeadlineKind.Missing, text, place);
        }
        if (known != DeadlineKind.Date)
        {
            if (date is not null)
                faults.Add(position, place + ".date", $"must be null if the kind is {kind}.");
            return Without(known, text, place);
        }
        if (LocalDatePattern.Iso.Parse(date ?? "") is { Success: true, Value: var day })
            return (Deadline.On(day, text), [], false);
        faults.Add(position, place + ".date", $"must be a date such as 2026-05-20 if the kind is date.");
        return Without(DeadlineKind.Missing, text, place);
    }

    private static (Deadline, IEnumerable<Finding>, bool) Without(DeadlineKind kind, string text, string place) =>
        (Deadline.None(kind, text), [DeadlineReading.Absence(kind, text, $"{place}")], false);
}
