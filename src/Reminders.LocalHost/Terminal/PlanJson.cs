using System.Text.Encodings.Web;
using System.Text.Json;

namespace Reminders.LocalHost.Terminal;

/// <summary>What <c>import --json</c> prints: one document, a contract.</summary>
internal static class PlanJson
{
    internal static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Indented = new(Options) { WriteIndented = true };

    public static void Write(TextWriter writer, PlanDraft draft, LoadResult read) => writer.WriteLine(JsonSerializer.Serialize(
        new
        {
            draft.Title,
            draft.Year,
            draft.YearBasis,
            Items = read.Items.Select(Item),
            Findings = read.Findings.Select(Finding),
        },
        Indented));

    private static object Item(Item item) => new
    {
        Code = $"{item.Code.Ordinal}",
        item.Number,
        item.Section,
        item.Title,
        item.Problem,
        item.Measures,
        Leaders = item.Leaders.Select(Party),
        Persons = item.Persons.Select(Party),
        item.Units,
        Deadline = new
        {
            Kind = item.Deadline.Kind.ToString().ToLowerInvariant(),
            Date = item.Deadline.Date?.ToString("uuuu-MM-dd", null),
            item.Deadline.Text,
        },
        Findings = item.Findings.Select(Finding),
    };

    private static object Party(Party party) => new { party.Name, Phone = party.Phone?.Value };

    private static object Finding(Finding finding) => new { finding.Code, finding.Message, finding.Place };
}
