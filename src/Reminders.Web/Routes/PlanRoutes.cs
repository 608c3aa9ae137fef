using System.Globalization;
using Microsoft.AspNetCore.Http;
using static Microsoft.AspNetCore.Http.HttpMethods;

namespace Reminders.Web.Routes;

/// <summary>Loading plans, and what is loaded.</summary>
internal static class PlanRoutes
{
    private const int MostDealt = 20_000;

    public static IEnumerable<ApiRoute> Table =>
    [
        new(Post, "/api/plans", KeyRole.Administrator, LoadAsync)
        {
            Summary = "Loads a plan 整改方案, or says what a plan that is loaded already changes; 201 when it is a new one.",
            Query =
            [
                new("dryRun", typeof(bool), "Answers what would be, and stores nothing."),
                new("year", typeof(int), "The year of dates that the document gives without one."),
                new("units", typeof(string), "Deals the plan out to these units, separated by commas or 、: each item once for each, with that unit's people of the directory."),
            ],
            Body = new FileBody(new FileField("file", "The plan: docx, doc, xlsx, xls, csv, txt or JSON."), new FileField("contacts", "Its contacts: CSV, XLSX or JSON.")),
            Statuses = [StatusCodes.Status200OK, StatusCodes.Status201Created],
        },
        new(Get, "/api/plans", KeyRole.Viewer, ListAsync) { Summary = "The plans.", Returns = typeof(IEnumerable<PlanView>) },
        new(Get, "/api/plans/{plan}", KeyRole.Viewer, ReadAsync) { Summary = "A plan and its items; of one that is still being loaded, how many are written." },
        new(Get, "/api/plans/{plan}/history", KeyRole.Viewer, HistoryAsync)
        {
            Summary = "What was done to the plan's items, by whom and through which key or number, oldest first.",
            Returns = typeof(IEnumerable<HistoryView>),
        },
        new(Get, "/api/plans/{plan}/rehearsal", KeyRole.Viewer, RehearseAsync)
        {
            Summary = "Every SMS that the plan would send from now on if nothing changed.",
            Query = [new("to", typeof(LocalDate), "The last local day, a year from now at most; two weeks after the last deadline unless it is said.")],
            Returns = typeof(IEnumerable<RehearsalView>),
        },
    ];

    private static async Task<IResult> LoadAsync(ApiCall call)
    {
        var services = call.Services;
        var dryRun = ReadFlag(call, "dryRun");
        var year = ReadYear(call);
        var file = await Uploads.FileAsync(call, "file")
            ?? throw ProblemException.BadRequest("file-missing", "Send the plan in the form field 'file', or as the body.");
        var draft = services.Readers.Plan(file.Content, file.Name, year, services.TodayIn(services.Zone));
        draft = draft.DealtTo(ReadUnits(call, draft));
        var contacts = await Uploads.FileAsync(call, "contacts") is { } list ? services.Readers.Contacts(list.Content, list.Name) : [];
        var result = await services.UseCases.LoadPlan.RunAsync(draft, contacts, dryRun, new(call.Key!.Name, call.Key.Name), call.Cancellation);
        if (result.Refusal is { } refusal)
            return ProblemException.Of(refusal);
        return Results.Json(
            new
            {
                Plan = PlanView.Of(result.Plan),
                result.Stored,
                result.AlreadyLoaded,
                result.Differences,
                Items = Views(call, result.Plan, result.Items, await call.FailingAsync()),
                result.Findings,
            },
            ApiJson.Options, null, result is { Stored: true, AlreadyLoaded: false } ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static async Task<IResult> ListAsync(ApiCall call) =>
        Results.Json((await call.Services.Ledger.Plans.PlansAsync(call.Cancellation)).Where(p => p.IsComplete).Select(PlanView.Of), ApiJson.Options);

    private static async Task<IResult> HistoryAsync(ApiCall call)
    {
        var plan = await FindAsync(call, call.Route("plan"));
        var history = await call.Services.Ledger.Items.HistoryAsync(plan.Number, call.Cancellation).ToListAsync(call.Cancellation);
        return Results.Json(history.OrderBy(h => h.At).ThenBy(h => h.Item).ThenBy(h => h.Number).Select(HistoryView.Of), ApiJson.Options);
    }

    private static async Task<IResult> ReadAsync(ApiCall call)
    {
        var plan = await TryFindAsync(call, call.Route("plan")) ?? throw Unknown(call.Route("plan"));
        var items = new List<Item>();
        // Of a plan that is being loaded nobody watches an item or can act on one: how many there are is all that is said.
        if (plan.IsComplete)
        {
            await foreach (var item in call.Services.UseCases.ReadItems.ItemsAsync(plan.Number, call.Cancellation))
                items.Add(item);
        }
        var written = plan.IsComplete ? items.Count : await call.Services.UseCases.FollowLoad.RunAsync(plan, call.Cancellation);
        return Results.Json(new { Plan = PlanView.Of(plan), plan.IsComplete, Written = written, Items = Views(call, plan, items, await call.FailingAsync()) }, ApiJson.Options);
    }

    /// <summary>Every SMS that the plan would send from now on if nothing changed; <c>to</c> is the last day.</summary>
    private static async Task<IResult> RehearseAsync(ApiCall call)
    {
        var plan = await FindAsync(call, call.Route("plan"));
        var now = call.Services.Clock.GetCurrentInstant();
        var today = now.InZone(plan.TimeZone).Date;
        LocalDate? to = call.Query("to") switch
        {
            null => null,
            var text when DateText.TryRead(text, out var date) && date >= today && date <= today.PlusYears(1) => date,
            var text => throw ProblemException.BadRequest("query-invalid", $"to is '{text}'; {DateText.Expected} It must lie between today and a year from now."),
        };
        var messages = new List<RehearsalView>();
        await foreach (var sms in LedgerRehearsal.PlayAsync(
            call.Services.Ledger, plan, call.Services.Schedule.Policy, now, to, call.Cancellation))
            messages.Add(RehearsalView.Of(sms, call.SeesNumbers));
        return Results.Json(messages, ApiJson.Options);
    }

    /// <summary>The complete plan of that number.</summary>
    public static async Task<Plan> FindAsync(ApiCall call, string number) =>
        await TryFindAsync(call, number) is { IsComplete: true } plan ? plan : throw Unknown(number);

    private static async Task<Plan?> TryFindAsync(ApiCall call, string number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? (await call.Services.Ledger.Plans.PlansAsync(call.Cancellation)).FirstOrDefault(p => p.Number == value)
            : null;

    private static ProblemException Unknown(string number) => ProblemException.NotFound($"plan {number}");

    private static IEnumerable<ItemView> Views(ApiCall call, Plan plan, IEnumerable<Item> items, IReadOnlySet<PhoneNumber> failing) =>
        items.Select(i => ItemView.Of(i, call.Services.TodayIn(plan.Zone), call.Services.Schedule, failing, call.SeesNumbers));

    private static bool ReadFlag(ApiCall call, string name) => call.Query(name)?.ToLowerInvariant() switch
    {
        null or "false" or "0" => false,
        "true" or "1" => true,
        var other => throw ProblemException.BadRequest("query-invalid", $"{name} is '{other}'; it must be true or false."),
    };

    private static string[] ReadUnits(ApiCall call, PlanDraft draft)
    {
        var units = (call.Query("units") ?? "").Split([',', '，', '、'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (units.Distinct().Count() < units.Length)
            throw ProblemException.BadRequest("query-invalid", "units names a unit twice.");
        return units.Length * draft.Items.Length <= MostDealt
            ? units
            : throw ProblemException.BadRequest("query-invalid", $"{draft.Items.Length} items dealt out to {units.Length} units are more than {MostDealt} items; load the plan in parts.");
    }

    private static int? ReadYear(ApiCall call) => call.Query("year") switch
    {
        null => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 2000 and <= 2100 => year,
        var text => throw ProblemException.BadRequest("query-invalid", $"year is '{text}'; it must be a year from 2000 to 2100."),
    };
}
