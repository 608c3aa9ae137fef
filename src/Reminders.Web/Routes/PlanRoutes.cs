using System.Globalization;

namespace Reminders.Web.Routes;

/// <summary>Loads, lists and rehearses plans.</summary>
internal static class PlanRoutes
{
    private const int MostDealt = 20_000;

    public static IEndpointRouteBuilder MapPlans(this IEndpointRouteBuilder api)
    {
        api.MapPost("/plans", LoadAsync).Needs(KeyRole.Administrator)
            .WithSummary("Loads a plan 整改方案, with 201 for a new plan; for a plan that is already loaded, lists the changes.");
        api.MapGet("/plans", ListAsync).Needs(KeyRole.Viewer).WithSummary("The plans.");
        api.MapGet("/plans/{plan}", ReadAsync).Needs(KeyRole.Viewer)
            .WithSummary("A plan and its items, or the number of written items while it is being loaded.");
        api.MapGet("/plans/{plan}/history", HistoryAsync).Needs(KeyRole.Viewer)
            .WithSummary("The actions on the plan's items, with the person and the key or number, oldest first.");
        api.MapGet("/plans/{plan}/rehearsal", RehearseAsync).Needs(KeyRole.Viewer)
            .WithSummary("Every SMS that the plan would send from now on if nothing changes.");
        return api;
    }

    internal static async Task<Results<Ok<LoadedView>, Created<LoadedView>, ProblemHttpResult>> LoadAsync(
        Uploads<PlanForm> uploads,
        [Query(typeof(bool), "Answers the result and stores nothing.")] string? dryRun,
        [Query(typeof(int), "The year of dates without a year.")] string? year,
        [Query(typeof(string), "Deals the plan out to these units, separated by commas or 、: each unit gets a copy of each item, with the "
            + "people of the unit in the directory.")]
        string? units,
        ApiCall call)
    {
        var isRehearsed = ReadFlag("dryRun", dryRun);
        var file = uploads.Files[0]
            ?? throw ProblemException.BadRequest("file-missing", "Send the plan in the form field 'file', or as the body.");
        var (draft, contacts) = Read(file, uploads.Files[1], year, units, call.Services);
        var result = await call.Services.UseCases.LoadPlan.RunAsync(draft, contacts, isRehearsed, call.By, call.Cancellation);
        if (result.Refusal is { } refusal)
            return ProblemException.Of(refusal);
        var view = await ViewAsync(result, call);
        return view is { Stored: true, AlreadyLoaded: false } ? TypedResults.Created((string?)null, view) : TypedResults.Ok(view);
    }

    /// <summary>Reads a plan, dealt out to the units, and the contacts that come with it.</summary>
    internal static (PlanDraft Draft, ImmutableArray<Contact> Contacts) Read(
        Upload file, Upload? list, string? year, string? units, ApiServices services)
    {
        var options = new PlanReadingOptions(ReadYear(year), services.TodayIn(services.Zone))
        {
            Limits = services.FileLimits,
            Zone = DateTimeZoneProviders.Tzdb[services.Zone],
        };
        var draft = PlanFile.Read(file.Content, file.Name, options);
        draft = draft.DealtTo(ReadUnits(units, draft));
        var people = list is null ? ContactDraft.None : ContactFile.Read(list.Content, services.FileLimits);
        return (draft with { Findings = [.. draft.Findings, .. people.Findings] }, people.Contacts);
    }

    internal static async Task<LoadedView> ViewAsync(LoadResult result, ApiCall call) => new(
        PlanView.Of(result.Plan), result.Stored, result.AlreadyLoaded, result.Differences,
        await ViewsAsync(result.Plan, result.Items, call), result.Findings);

    internal static async Task<Ok<IEnumerable<PlanView>>> ListAsync(ApiCall call) =>
        TypedResults.Ok((await CompleteAsync(call)).Select(PlanView.Of));

    /// <summary>The plans that are loaded whole.</summary>
    internal static async Task<ImmutableArray<Plan>> CompleteAsync(ApiCall call) =>
        [.. (await call.Ledger.Plans.PlansAsync(call.Cancellation)).Where(p => p.IsComplete)];

    internal static async Task<Ok<IEnumerable<HistoryView>>> HistoryAsync(string plan, ApiCall call)
    {
        var found = await FindAsync(plan, call);
        var history = await call.Ledger.Items.HistoryAsync(found.Number, call.Cancellation).ToListAsync(call.Cancellation);
        return TypedResults.Ok(history.OrderBy(h => h.At).ThenBy(h => h.Item).ThenBy(h => h.Number).Select(HistoryView.Of));
    }

    internal static async Task<Ok<PlanFileView>> ReadAsync(string plan, ApiCall call)
    {
        var found = await TryFindAsync(plan, call) ?? throw Unknown(plan);
        // While a plan is being loaded, its items cannot be used yet, so the answer has only their number.
        var items = found.IsComplete
            ? await call.Services.UseCases.ReadItems.ItemsAsync(found.Number, call.Cancellation).ToListAsync(call.Cancellation)
            : [];
        var written = found.IsComplete ? items.Count : await call.Services.UseCases.FollowLoad.RunAsync(found, call.Cancellation);
        return TypedResults.Ok(new PlanFileView(PlanView.Of(found), found.IsComplete, written, await ViewsAsync(found, items, call)));
    }

    internal static async Task<Ok<List<RehearsalView>>> RehearseAsync(
        string plan,
        [Query(typeof(LocalDate), "The last local day, at most a year from now; two weeks after the last deadline by default.")]
        string? to,
        ApiCall call)
    {
        var found = await FindAsync(plan, call);
        var now = call.Services.Clock.GetCurrentInstant();
        var today = now.InZone(found.TimeZone).Date;
        LocalDate? last = to is null ? null
            : DateText.TryRead(to, out var date) && date >= today && date <= today.PlusYears(1) ? date
            : throw ProblemException.BadRequest(
                "query-invalid", $"to is '{to}'; it must be a date such as 2026-05-20, from today to a year from now.");
        return TypedResults.Ok(await LedgerRehearsal
            .PlayAsync(call.Services.Ledger, [found], call.Services.Schedule.Policy, now, last, call.Cancellation)
            .Select(sms => RehearsalView.Of(sms, call.SeesNumbers))
            .ToListAsync(call.Cancellation));
    }

    /// <exception cref="ProblemException">There is no such plan, or it is not complete.</exception>
    public static async Task<Plan> FindAsync(string number, ApiCall call) =>
        await TryFindAsync(number, call) is { IsComplete: true } plan ? plan : throw Unknown(number);

    public static Task<Plan> FindAsync(int number, ApiCall call) => FindAsync(number.ToString(CultureInfo.InvariantCulture), call);

    private static async Task<Plan?> TryFindAsync(string number, ApiCall call) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? (await call.Ledger.Plans.PlansAsync(call.Cancellation)).FirstOrDefault(p => p.Number == value)
            : null;

    private static ProblemException Unknown(string number) => ProblemException.NotFound($"plan {number}");

    private static async Task<IEnumerable<ItemView>> ViewsAsync(Plan plan, IEnumerable<Item> items, ApiCall call)
    {
        var failing = await call.Services.FailingAsync(call.Cancellation);
        return items.Select(i => ItemView.Of(i, call.Services.TodayIn(plan.Zone), call.Services.Schedule, failing, call.SeesNumbers));
    }

    private static bool ReadFlag(string name, string? text) => text?.ToLowerInvariant() switch
    {
        null or "false" or "0" => false,
        "true" or "1" => true,
        var other => throw ProblemException.BadRequest("query-invalid", $"{name} is '{other}'; it must be true or false."),
    };

    private static string[] ReadUnits(string? text, PlanDraft draft)
    {
        var units = (text ?? "").Split([',', '，', '、'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (units.Distinct().Count() < units.Length)
            throw ProblemException.BadRequest("query-invalid", "units has a unit twice; give each unit once.");
        return units.Length * draft.Items.Length <= MostDealt
            ? units
            : throw ProblemException.BadRequest(
                "query-invalid",
                $"{draft.Items.Length} items for {units.Length} units make more than {MostDealt} items; load the plan in parts.");
    }

    private static int? ReadYear(string? text) => text is null ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 2000 and <= 2100 ? year
        : throw ProblemException.BadRequest("query-invalid", $"year is '{text}'; it must be a year from 2000 to 2100.");

    internal sealed record LoadedView(
        PlanView Plan, bool Stored, bool AlreadyLoaded, IEnumerable<ItemDifference> Differences, IEnumerable<ItemView> Items,
        IEnumerable<Finding> Findings);

    internal sealed record PlanFileView(PlanView Plan, bool IsComplete, int Written, IEnumerable<ItemView> Items);
}
