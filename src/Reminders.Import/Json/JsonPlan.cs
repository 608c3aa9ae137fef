using System.Text.Json;

namespace Reminders.Import.Json;

/// <summary>
/// A plan in the shape that <c>import --json</c> prints:
/// <code>
/// {"title":"…","year":2026,"yearBasis":"…","issuingUnit":"…",
///  "items":[{"code":"1","number":"1","section":"…/…","title":"…","problem":"…","measures":"…",
///    "leaders":[{"name":"…","phone":null}],"persons":[{"name":"…","phone":"+86…"}],"units":["…"],
///    "deadline":{"kind":"date","date":"2026-05-20","text":"5月20日"},"findings":[{"code":"…","message":"…","place":"…"}]}],
///  "findings":[…]}
/// </code>
/// The plan's title, <c>items</c> and each item's title are required. <c>code</c> is the item's place from 1, or absent. A
/// <c>deadline</c> that is a plain text is read like the text behind a label.
/// </summary>
internal static class JsonPlan
{
    private static readonly string[] PlanNames = ["title", "year", "yearBasis", "issuingUnit", "items", "findings"];

    public static bool IsJson(string text)
    {
        var start = text.AsSpan().TrimStart();
        return start is ['{', ..] || (start is ['[', ..] && start[1..].TrimStart() is ['{' or '[' or ']' or '"', ..]);
    }

    public static PlanDraft Read(string text, PlanReadingOptions options)
    {
        using var document = JsonFaults.Parse(text);
        var faults = new JsonFaults();
        var root = document.RootElement;
        if (!faults.IsObject(root, null, "the document"))
            faults.ThrowIfAny(RefusalCodes.JsonInvalid, "The JSON is not of the shape that import --json prints.");
        var title = faults.Text(root, "title", null, "", required: true);
        var year = Year(root, faults);
        var basis = faults.Text(root, "yearBasis", null, "");
        var unit = faults.Text(root, "issuingUnit", null, "");
        var context = Context(options, year, basis);
        if (!root.TryGetProperty("items", out _))
            faults.Add(null, "items", "is missing.");
        var items = faults.List(root, "items", null, "").Select((e, i) => new JsonItem(faults, i + 1, context).Read(e)).ToList();
        var findings = JsonItem.Findings(root, null, "", faults).ToList();
        faults.ThrowIfAny(RefusalCodes.JsonInvalid, "The JSON is not of the shape that import --json prints.");
        RefuseCodes(items);
        if (items.Count == 0)
            throw PlanAssembly.NoItems();

        findings.AddRange(JsonItem.Unknown(root, PlanNames, "the document"));
        var assumed = items.Where(i => i.YearAssumed).Select(i => i.Item.Deadline.Date!.Value.Year).Distinct().Order().ToList();
        if (assumed.Count > 0 && !context.Given && findings.All(f => f.Code != FindingCodes.YearAssumed))
            findings.Add(new(FindingCodes.YearAssumed, $"Dates without a year were read as {string.Join(" and ", assumed)}. {context.Basis}"));
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
        : year is { } own ? new(own, null, basis ?? $"The year {own} stands in the JSON.")
        : new(null, options.LoadedOn, basis ?? "They count from the day of loading, because the JSON names no year: a weak basis.");

    private static int? Year(JsonElement root, JsonFaults faults)
    {
        if (!root.TryGetProperty("year", out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var year) && year is >= 1990 and <= 2199)
            return year;
        faults.Add(null, "year", "must be a whole number such as 2026.");
        return null;
    }

    private static void RefuseCodes(List<JsonItem.Result> items)
    {
        if (items.GroupBy(i => i.Item.Ordinal).FirstOrDefault(g => g.Count() > 1)?.ToList() is [var first, var second, ..])
        {
            throw new InputRefusedException(
                RefusalCodes.ItemDuplicate,
                $"The code {first.Item.Code} stands twice, at items {first.Position} and {second.Position}. Give each item its own code, or leave the codes out.",
                [new(first.Position, "code", first.Item.Code), new(second.Position, "code", first.Item.Code + " again")]);
        }
        if (items.Find(i => i.Item.Ordinal > items.Count) is { } beyond)
        {
            throw new InputRefusedException(
                RefusalCodes.JsonInvalid,
                $"The codes must count from 1 to {items.Count} without a gap, but item {beyond.Position} has {beyond.Item.Code}. Renumber them, or leave them out.",
                [new(beyond.Position, "code", $"{beyond.Item.Code} is beyond the number of items.")]);
        }
    }
}
