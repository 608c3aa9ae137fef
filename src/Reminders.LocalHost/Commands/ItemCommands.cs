using System.CommandLine;
using System.Text.Json;

namespace Reminders.LocalHost.Commands;

/// <summary><c>item</c> and <c>items</c>: what an office that runs knows of one item, and how all of them stand.</summary>
internal static class ItemCommands
{
    public static Command MakeOne()
    {
        var (code, json) = (Arguments.Code(), Arguments.Json());
        return OfficeOptions.Calling(new("item", "Shows an item with all that happened and all that was told.") { code, json }, async (parsed, office, cancellation) =>
        {
            var wanted = parsed.GetRequiredValue(code);
            var answer = await office.CallAsync(HttpMethod.Get, $"/api/items/{wanted}", null, cancellation);
            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(answer.GetRawText());
                return;
            }
            var file = office.Read<ItemFileView>(answer);
            var plans = await office.GetAsync<PlanView[]>("/api/plans", cancellation);
            // The tool's own list of zones may be older than the office's.
            var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(plans.FirstOrDefault(p => p.Number == wanted.Plan)?.Zone ?? "") ?? DateTimeZone.Utc;
            foreach (var line in ItemSheet.Lines(file, zone).Append("").Concat(ItemTimeline.Lines(file, zone)))
                Console.Out.WriteLine(line);
        });
    }

    // The colours are those that an office has unless it sets others.
    private static string Lights() => string.Join(
        ", ", new ReminderPolicy().Colours.OrderBy(c => c.Key).Select(c => $"{JsonNamingPolicy.CamelCase.ConvertName($"{c.Key}")} ({c.Value})"));

    public static Command MakeAll()
    {
        var (plan, json) = (Arguments.PlanNumber("Only the items of this plan."), Arguments.Json());
        Option<string?> light = new("--light")
        {
            Description = $"Only items that show this light 灯, by its name or its colour: {Lights()}.",
            HelpName = "L",
        };
        Option<string?> person = new("--person") { Description = "Only items that this person does or leads.", HelpName = "NAME" };
        Option<string?> text = new("--q") { Description = "Only items in whose title, problem or section this text stands.", HelpName = "TEXT" };
        return OfficeOptions.Calling(new("items", "Lists the board.") { plan, light, person, text, json }, async (parsed, office, cancellation) =>
        {
            var query = QueryString.Create(new Dictionary<string, string?>
            {
                ["plan"] = $"{parsed.GetValue(plan)}",
                ["light"] = parsed.GetValue(light),
                ["person"] = parsed.GetValue(person),
                ["q"] = parsed.GetValue(text),
            }.Where(q => q.Value is { Length: > 0 }));
            var answer = await office.CallAsync(HttpMethod.Get, $"/api/items{query}", null, cancellation);
            if (parsed.GetValue(json))
                Console.Out.WriteLine(answer.GetRawText());
            else
                BoardTable.Write(office.Read<ItemView[]>(answer));
        });
    }
}
