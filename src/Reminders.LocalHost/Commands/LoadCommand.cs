using System.CommandLine;
using System.Text.Json;
using Spectre.Console;

namespace Reminders.LocalHost.Commands;

/// <summary>
/// <c>load</c>: loads a plan into an office that runs. The office is first asked what the file is, which stores nothing: that names the plan whose progress is
/// then asked for, and refuses what cannot be read before anything is written.
/// </summary>
internal static class LoadCommand
{
    // On Azurite 12,000 items take a minute or two; what was written before a load is cut off stays, and loading again goes on from there.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public static Command Make()
    {
        var (file, contacts, year, json) = (Arguments.Plan(), Arguments.Contacts(), Arguments.Year(), Arguments.Json());
        Option<string?> units = new("--units") { Description = "Deals the plan out to these units, separated by commas: each item once for each.", HelpName = "A,B" };
        Option<bool> dryRun = new("--dry-run") { Description = "Shows what would be, and stores nothing." };
        var command = new Command("load", "Loads a plan into an office that runs, or says what a plan that is loaded already changes.") { file, contacts, year, units, dryRun, json };
        return OfficeOptions.Calling(command, async (parsed, office, cancellation) =>
        {
            var files = (Plan: await PartAsync(parsed.GetRequiredValue(file)), Contacts: parsed.GetValue(contacts) is { } list ? await PartAsync(list) : default);
            var answer = await PostAsync(dryRun: true);
            var loaded = office.Read<LoadedPlan>(answer);
            if (!parsed.GetValue(dryRun))
            {
                var loading = PostAsync(dryRun: false);
                if (!loaded.AlreadyLoaded)
                    await LoadProgress.TellAsync(office, loaded.Plan, loading, Pause, line => Screen.Notes.WriteLine(line), cancellation);
                answer = await loading;
                loaded = office.Read<LoadedPlan>(answer);
            }
            if (parsed.GetValue(json))
                Console.Out.WriteLine(answer.GetRawText());
            else
                LoadedPlanTable.Write(loaded, parsed.GetValue(dryRun));

            async Task<(byte[] Content, string Name)> PartAsync(FileInfo part) => (await Inputs.BytesAsync(part, cancellation), part.Name);

            async Task<JsonElement> PostAsync(bool dryRun)
            {
                using var form = new MultipartFormDataContent { { new ByteArrayContent(files.Plan.Content), "file", files.Plan.Name } };
                if (files.Contacts.Content is { } people)
                    form.Add(new ByteArrayContent(people), "contacts", files.Contacts.Name);
                var query = QueryString.Create(new Dictionary<string, string?> { ["dryRun"] = dryRun ? "true" : null, ["year"] = $"{parsed.GetValue(year)}", ["units"] = parsed.GetValue(units) }
                    .Where(q => q.Value is { Length: > 0 }));
                return await office.UploadAsync($"/api/plans{query}", form, Patience, cancellation);
            }
        });
    }
}
