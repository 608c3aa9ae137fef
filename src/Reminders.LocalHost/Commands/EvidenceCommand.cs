using System.CommandLine;
using System.Text.Json;

namespace Reminders.LocalHost.Commands;

/// <summary><c>evidence</c>: adds a photo, a PDF or a link to an item of an office that runs.</summary>
internal static class EvidenceCommand
{
    // A photo of many megabytes over a village's line.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static Command Make()
    {
        var (code, what) = (Arguments.Code(), new Argument<string>("FILE|LINK") { Description = "A photo or a PDF, or an address that begins with http:// or https://." });
        var (note, by, json) = (LifeCommands.Text("--note", "What it shows."), LifeCommands.By(), Arguments.Json());
        var command = new Command("evidence", "Adds a photo, a PDF or a link to an item 佐证材料.") { code, what, note, by, json };
        return OfficeOptions.Calling(command, async (parsed, office, cancellation) =>
        {
            var (path, shown) = ($"/api/items/{parsed.GetRequiredValue(code)}/evidence", parsed.GetRequiredValue(what));
            var (said, who) = (parsed.GetValue(note) ?? "", parsed.GetValue(by));
            var answer = IsLink(shown) ? await office.CallAsync(HttpMethod.Post, path, new { by = who, link = shown, note = said }, cancellation) : await SendAsync();
            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(answer.GetRawText());
                return;
            }
            var evidence = office.Read<EvidenceView>(answer);
            Console.Out.WriteLine(Standing.Plain($"Item {parsed.GetRequiredValue(code)} has the evidence {evidence.Link ?? evidence.Name}."));

            async Task<JsonElement> SendAsync()
            {
                var file = new FileInfo(shown);
                using var form = new MultipartFormDataContent { { new ByteArrayContent(await Inputs.BytesAsync(file, cancellation)), "file", file.Name }, { new StringContent(said), "note" } };
                if (who is not null)
                    form.Add(new StringContent(who), "by");
                return await office.UploadAsync(path, form, Patience, cancellation);
            }
        });
    }

    private static bool IsLink(string shown) => shown.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || shown.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
}
