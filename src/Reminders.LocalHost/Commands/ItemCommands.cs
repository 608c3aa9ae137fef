using System.CommandLine;
using System.Text.Json;

namespace Reminders.LocalHost.Commands;

/// <summary><c>item</c> and <c>items</c>: one item with its history, and the board, of a running office.</summary>
internal static class ItemCommands
{
    public static Command MakeOne()
    {
        var (code, json) = (Arguments.Code(), Arguments.Json());
        var command = new Command("item", Say($"Shows an item with its history and every SMS.")) { code, json };
        return OfficeOptions.Calling(command, async (parsed, office, cancellation) =>
        {
            var wanted = parsed.GetRequiredValue(code);
            var answer = await office.CallAsync(HttpMethod.Get, $"/api/items/{wanted}", null, cancellation);
            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(answer.GetRawText());
                return;
            }
            var file = office.Read<ItemFileView>(answer);
            var plan = (await office.GetAsync<PlanView[]>("/api/plans", cancellation)).FirstOrDefault(p => p.Number == wanted.Plan);
            // The tool may have an older time zone database than the office.
            var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(plan?.Zone ?? "") ?? DateTimeZone.Utc;
            foreach (var line in ItemSheet.Lines(file, zone).Append("").Concat(ItemTimeline.Lines(file, zone)))
                Console.Out.WriteLine(line);
        });
    }

    public static Command MakeAll()
    {
        // The default colours; an office may set others.
        var lights = new ReminderPolicy().Colours.OrderBy(c => c.Key)
            .Select(c => $"{JsonNamingPolicy.CamelCase.ConvertName($"{c.Key}")} ({c.Value})");
        var plan = Arguments.PlanNumber($"Only the items of this plan.");
        Option<string?> light = new("--light")
        {
            Description = Say($"Only items with this light 灯, by name or colour: {string.Join(", ", lights)}."),
            HelpName = "L",
        };
        Option<string?> person = new("--person")
        {
            Description = Say($"Only items of this responsible person or leader."),
            HelpName = "NAME",
        };
        Option<string?> text = new("--q")
        {
            Description = Say($"Only items with this text in title, problem or section."),
            HelpName = "TEXT",
        };
        var command = new Command("items", Say($"Lists the board.")) { plan, light, person, text };
        return OfficeOptions.Answering<ItemView[]>(
            command,
            (parsed, office, cancellation) =>
            {
                var query = OfficeClient.Query(
                    ("plan", $"{parsed.GetValue(plan)}"), ("light", parsed.GetValue(light)), ("person", parsed.GetValue(person)),
                    ("q", parsed.GetValue(text)));
                return office.CallAsync(HttpMethod.Get, $"/api/items{query}", null, cancellation);
            },
            (_, items) => BoardTable.Write(items));
    }
}
