using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace Reminders.LocalHost.Commands;

/// <summary><c>import</c>: shows how a plan is read, and what is missing or doubtful. Stores nothing.</summary>
internal static class ImportCommand
{
    public static Command Make()
    {
        var (file, year, contacts, json) = (Arguments.Plan(), Arguments.Year(), Arguments.Contacts(), Arguments.Json());
        var data = Arguments.Data($"The data folder of serve, whose settings are used.");
        var command = new Command("import", Say($"Reads a plan and prints it with everything that is missing or doubtful; stores nothing."))
        {
            file, year, contacts, data, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var settings = Inputs.Settings(parsed.GetRequiredValue(data));
            var draft = await Inputs.PlanAsync(
                parsed.GetRequiredValue(file), parsed.GetValue(year), settings.Zone, settings.Limits, cancellation);
            var people = await Inputs.ContactsAsync(parsed.GetValue(contacts), settings.Limits, cancellation);
            draft = draft with { Findings = [.. draft.Findings, .. people.Findings] };
            var system = new InMemorySystem(settings.Policy, settings.Zone, SystemClock.Instance.GetCurrentInstant());
            var read = await system.UseCases.LoadPlan.RunAsync(draft, people.Contacts, dryRun: true, new("import"), cancellation);
            if (parsed.GetValue(json))
                PlanJson.Write(Console.Out, draft, read);
            else
                Show(read, system.Schedule, parsed.GetRequiredValue(file), parsed.GetValue(contacts));
            return 0;
        });
        return command;
    }

    private static void Show(LoadResult read, Schedule schedule, FileInfo file, FileInfo? contacts)
    {
        var today = read.Plan.LoadedAt.InZone(read.Plan.TimeZone).Date;
        var items = read.Items
            .Select(i => ItemView.Of(i, today, schedule, ImmutableHashSet<PhoneNumber>.Empty, seesNumbers: true)).ToList();
        PlanTable.Write(read.Plan.Title, read.Plan.Year, read.Plan.YearBasis, items, read.Findings, i => $"{i.Code.Ordinal}");
        var incomplete = items.Count(i => i.State == ItemState.Draft);
        Screen.Out.WriteLine(Say(
            $"{items.Count} items: {items.Count - incomplete} complete, {incomplete} incomplete. Nothing was stored."));
        Screen.Out.WriteLine(Say($"Next: {Next(items, file, contacts)}"));
    }

    private static Wording Next(IReadOnlyCollection<ItemView> items, FileInfo file, FileInfo? contacts)
    {
        if (contacts is null && items.SelectMany(i => i.Missing).Any(m => m.EndsWith(FindingCodes.PhoneMissing, StringComparison.Ordinal)))
        {
            return $"list the people's phone numbers (reminders template contacts makes an empty list), then run: "
                + $"reminders import \"{file}\" --contacts contacts.xlsx";
        }
        return items.Any(i => i.State == ItemState.Draft)
            ? (Wording)$"complete what is missing, in the file or after loading it; reminders go out for complete items meanwhile."
            : $"look at every SMS before any is sent: "
                + $"reminders rehearse \"{file}\" --contacts \"{contacts?.ToString() ?? "contacts.xlsx"}\"";
    }
}

/// <summary>The output of <c>import --json</c>: one document. Its shape is a contract.</summary>
internal static class PlanJson
{
    internal static JsonSerializerOptions Options { get; } =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Indented = new(Options) { WriteIndented = true };

    public static void Write(TextWriter writer, PlanDraft draft, LoadResult read) => writer.WriteLine(JsonSerializer.Serialize(
        new
        {
            draft.Title,
            draft.Year,
            YearBasis = draft.YearBasis is { } basis ? Say(basis) : null,
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

    private static object Finding(Finding finding) => new
    {
        finding.Code,
        Message = Say(finding.Words),
        Place = finding.Where is { } place ? Say(place) : null,
    };
}
