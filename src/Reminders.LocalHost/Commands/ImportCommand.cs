using System.CommandLine;
using Spectre.Console;

namespace Reminders.LocalHost.Commands;

/// <summary><c>import</c>: shows how a plan is read, and what is missing or doubtful. Stores nothing.</summary>
internal static class ImportCommand
{
    public static Command Make()
    {
        var (file, year, contacts, json) = (Arguments.Plan(), Arguments.Year(), Arguments.Contacts(), Arguments.Json());
        var command = new Command("import", "Reads a plan and prints it with everything that is missing or doubtful; stores nothing.") { file, year, contacts, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var settings = OfficeSettings.Read(new ConfigurationBuilder().AddEnvironmentVariables().Build());
            var draft = await Inputs.PlanAsync(parsed.GetRequiredValue(file), parsed.GetValue(year), settings.Zone, settings.Limits, cancellation);
            var people = await Inputs.ContactsAsync(parsed.GetValue(contacts), settings.Limits, cancellation);
            var system = new InMemorySystem(settings.Policy, settings.Zone, SystemClock.Instance.GetCurrentInstant());
            var read = await system.UseCases.LoadPlan.RunAsync(draft, people, dryRun: true, new("import"), cancellation);
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
        List<ItemView> items = [.. read.Items.Select(i => ItemView.Of(i, today, schedule, ImmutableHashSet<PhoneNumber>.Empty, seesNumbers: true))];
        PlanTable.Write(read.Plan.Title, read.Plan.Year, read.Plan.YearBasis, items, read.Findings, i => $"{i.Code.Ordinal}");
        var waiting = items.Count(i => i.State == ItemState.Draft);
        Screen.Out.WriteLine($"{items.Count} items: {items.Count - waiting} could be watched, {waiting} lack something. Nothing was stored.");
        Screen.Out.WriteLine($"Next: {Next(items, file, contacts)}");
    }

    private static string Next(IReadOnlyCollection<ItemView> items, FileInfo file, FileInfo? contacts)
    {
        if (contacts is null && items.SelectMany(i => i.Missing).Any(m => m.EndsWith(FindingCodes.PhoneMissing, StringComparison.Ordinal)))
            return $"write down whose number is which (reminders template contacts makes an empty list), and run: reminders import \"{file}\" --contacts contacts.xlsx";
        return items.Any(i => i.State == ItemState.Draft)
            ? "complete what is missing, in the file or after loading it; what lacks nothing is watched meanwhile."
            : $"look at every SMS before any is sent: reminders rehearse \"{file}\" --contacts \"{contacts?.ToString() ?? "contacts.xlsx"}\"";
    }
}
