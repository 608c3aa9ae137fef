using System.Globalization;
using System.Text.Json.Serialization;
using Acted = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<Reminders.Web.Json.ItemView>, Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>;

namespace Reminders.Web.Routes;

/// <summary>The board, single items, and the actions on an item.</summary>
internal static class ItemRoutes
{
    private const int MostOnPage = 1000;

    public static IEndpointRouteBuilder MapItems(this IEndpointRouteBuilder api)
    {
        api.MapGet("/items", ListAsync).Needs(KeyRole.Viewer)
            .WithSummary("The board, by code; in pages if a limit is given.");
        api.MapGet("/units", UnitsAsync).Needs(KeyRole.Viewer)
            .WithSummary("The board by unit 责任单位: the number of items by light; the unit with the most overdue items comes first.");
        api.MapGet("/items/{code}", ReadAsync).Needs(KeyRole.Viewer).WithSummary("An item with its history and the outcome of every step.");
        api.MapPatch("/items/{code}", CompleteAsync).Needs(KeyRole.Operator)
            .WithSummary("Fills the gaps of an item 完善, or replaces its people. A property that is left out stays.");
        api.MapPost("/items/{code}/report", ReportAsync).Needs(KeyRole.Operator).WithSummary("Reports that the work is done 报结.");
        api.MapPost("/items/{code}/verify", VerifyAsync).Needs(KeyRole.Operator)
            .WithSummary("Closes an item that another person reported done 销号.");
        api.MapPost("/items/{code}/return", ReturnAsync).Needs(KeyRole.Operator).WithSummary("Returns an item that was reported done 退回.");
        api.MapPost("/items/{code}/extend", ExtendAsync).Needs(KeyRole.Operator).WithSummary("Moves the deadline before it has passed 延期.");
        api.MapPost("/items/{code}/ask-extension", AskExtensionAsync).Needs(KeyRole.Operator)
            .WithSummary("Asks for a later deadline 申请延期; the leader or the office grants it.");
        api.MapPost("/items/{code}/refuse-extension", RefuseExtensionAsync).Needs(KeyRole.Operator)
            .WithSummary("Refuses a request for an extension.");
        api.MapPost("/items/{code}/urge", UrgeAsync).Needs(KeyRole.Operator)
            .WithSummary("Reminds the person today 催办, or on the next working day if they had a message today already.");
        api.MapPost("/items/{code}/reopen", ReopenAsync).Needs(KeyRole.Operator)
            .WithSummary("Opens a closed item again, with a new deadline 反弹.");
        api.MapPost("/items/{code}/look-back", LookBackAsync).Needs(KeyRole.Operator)
            .WithSummary("Records a look-back 回头看 at a closed item, and the day of the next one.");
        api.MapPost("/items/{code}/cancel", CancelAsync).Needs(KeyRole.Operator).WithSummary("Cancels an item 撤销.");
        return api;
    }

    internal static async Task<Ok<List<ItemView>>> ListAsync(
        [Query(typeof(int), "Only the items of this plan.")] string? plan,
        [Query(typeof(string), "Only items that show this light 灯, by name (draft, onTrack, near, overdue, reported, closed) or colour.")]
        string? light,
        [Query(typeof(string), "Only items that this person does or leads.")] string? person,
        [Query(typeof(string), "Only the items of this unit.")] string? unit,
        [Query(typeof(string), "Only items whose title, problem or section contains this text.")] string? q,
        [Query(typeof(int), "At most so many items, 1 to 1000; all by default. The header Link names the next page (rel=\"next\").")]
        string? limit,
        [Query(typeof(string), "Only items after this code, in the order of the codes.")] string? after,
        HttpContext http, ApiCall call)
    {
        var colours = call.Services.Schedule.Policy.Colours.Values.Distinct();
        if (light is not null && !EnumName.TryRead<Light>(light, out _) && !colours.Contains(light))
            throw ProblemException.BadRequest(
                "query-invalid",
                $"light is '{light}'; it must be one of {EnumName.All<Light>()}, or a colour: {string.Join(", ", colours)}.");
        var policy = call.Services.Schedule.Policy;
        var filter = new ItemFilter
        {
            Plan = await PlanAsync(plan, call),
            Lights = light is null ? null
                : [.. policy.Colours.Where(c => c.Value == light || c.Key.ToString().Equals(light, StringComparison.OrdinalIgnoreCase))
                    .Select(c => c.Key)],
            Anyone = person,
            Unit = unit,
            Text = q,
        };
        var most = ReadLimit(limit);
        ItemCode? start = after is null ? null
            : ItemCode.TryParse(after, out var read) ? read
            : throw ProblemException.BadRequest("query-invalid", $"after is '{after}'; it must be the code of an item, such as 3-12.");
        var failing = await call.Services.FailingAsync(call.Cancellation);
        var troubles = await call.Services.TroublesAsync(call.Cancellation);
        var views = new List<ItemView>();
        await foreach (var (item, today, _) in call.Services.UseCases.ReadBoard.ByCodeAsync(filter, start, call.Cancellation))
        {
            if (views.Count == most)
            {
                http.Response.Headers.Link = NextPage(http.Request, views[^1].Code);
                break;
            }
            views.Add(ItemView.Of(item, today, call.Services.Schedule, failing, call.SeesNumbers, troubles[item.Code]));
        }
        return TypedResults.Ok(views);
    }

    internal static async Task<Ok<IEnumerable<UnitView>>> UnitsAsync(
        [Query(typeof(int), "Only the items of this plan.")] string? plan, ApiCall call)
    {
        var board = call.Services.UseCases.ReadBoard;
        var lines =
            from one in await board.TalliesAsync(await PlanAsync(plan, call), call.Cancellation)
            from tally in one.Units
            from line in tally.Lines
            group (Light: board.LightOf(line, one), line.Items) by tally.Unit;
        return TypedResults.Ok<IEnumerable<UnitView>>(
            lines.Select(unit => UnitView.Of(unit.Key, unit.ToLookup(l => l.Light, l => l.Items)))
                .OrderByDescending(unit => unit.Overdue).ThenBy(unit => unit.Unit, StringComparer.Ordinal));
    }

    internal static async Task<Ok<ItemFileView>> ReadAsync(string code, ApiCall call) =>
        TypedResults.Ok(await ViewAsync(await FindFileAsync(code, call), call));

    internal static async Task<ItemFile> FindFileAsync(string code, ApiCall call)
    {
        var wanted = Code(code);
        return await call.Services.UseCases.ReadItems.FindFileAsync(wanted, call.Cancellation)
            ?? throw ProblemException.NotFound($"item {wanted}");
    }

    internal static async Task<ItemFileView> ViewAsync(ItemFile file, ApiCall call)
    {
        var told = file.Account.Where(s => s.Outcome == StepOutcome.Noticed).Select(s => s.Detail).Distinct();
        var notices = await Task.WhenAll(told.Select(id => call.Ledger.Notices.FindNoticeAsync(id, call.Cancellation)));
        var found = notices.OfType<Stored<Notice>>().ToDictionary(n => n.Value.Id, n => n.Value);
        var steps = file.Account.Select(s => new StepView(
            s.Step.Name.ToString(), s.Step.DeadlineVersion, s.Step.Role, s.Name, PartyView.NumberText(s.To, call.SeesNumbers), s.DueAt,
            s.Outcome, s.Detail, found.GetValueOrDefault(s.Detail)?.State, found.GetValueOrDefault(s.Detail)?.SentAt));
        return ItemFileView.Of(await ViewAsync(file.Item, call), file, steps);
    }

    internal static Task<Acted> CompleteAsync(string code, JsonBody<CompleteBody> json, ApiCall call)
    {
        var body = json.Value;
        return RunAsync(code, new CompleteItem(call.By, Parties(body.Persons), Parties(body.Leaders), body.Deadline), call);

        static ImmutableArray<Party>? Parties(IReadOnlyList<PartyBody?>? parties) =>
            parties is null ? null : [.. parties.Select(PartyOf)];

        static Party PartyOf(PartyBody? party) => string.IsNullOrWhiteSpace(party?.Name)
            ? throw ProblemException.BadRequest("body-invalid", $"Each person and leader in the body must be an object with a name.")
            : new(party.Name.Trim(), party.Phone is { Length: > 0 } phone ? NumberRoutes.Read(phone) : null);
    }

    internal static Task<Acted> ReportAsync(string code, JsonBody<NoteBody> json, ApiCall call) =>
        ActAsync(code, json.Value, call, (by, body) => new ReportItem(by, body.Note));

    internal static Task<Acted> VerifyAsync(string code, JsonBody<VerifyBody> json, ApiCall call) =>
        ActAsync(code, json.Value, call, (by, body) =>
            new VerifyItem(by, body.Checks ?? new(false, false, false, false), body.Note, body.LookBackOn));

    internal static Task<Acted> ReturnAsync(string code, JsonBody<ReasonBody> json, ApiCall call) =>
        ActAsync(code, json.Value, call, (by, body) => new ReturnItem(by, body.Reason));

    internal static Task<Acted> ExtendAsync(string code, JsonBody<DeadlineBody> json, ApiCall call) =>
        ActAsync(code, json.Value, call, (by, body) => new ExtendItem(by, body.Deadline, body.Reason));

    internal static Task<Acted> AskExtensionAsync(string code, JsonBody<DeadlineBody> json, ApiCall call) =>
        ActAsync(code, json.Value, call, (by, body) => new RequestExtension(by, body.Deadline, body.Reason));

    internal static Task<Acted> RefuseExtensionAsync(string code, JsonBody<ReasonBody> json, ApiCall call) =>
        ActAsync(code, json.Value, call, (by, body) => new DeclineExtension(by, body.Reason));

    internal static Task<Acted> UrgeAsync(string code, JsonBody<NoteBody> json, ApiCall call) =>
        ActAsync(code, json.Value, call, (by, body) => new UrgeItem(by, body.Note));

    internal static Task<Acted> ReopenAsync(string code, JsonBody<DeadlineBody> json, ApiCall call) =>
        ActAsync(code, json.Value, call, (by, body) => new ReopenItem(by, body.Deadline, body.Reason));

    internal static Task<Acted> LookBackAsync(string code, JsonBody<LookBackBody> json, ApiCall call) =>
        ActAsync(code, json.Value, call, (by, body) => new LookBackItem(by, body.Note, body.Next));

    internal static Task<Acted> CancelAsync(string code, JsonBody<ReasonBody> json, ApiCall call) =>
        ActAsync(code, json.Value, call, (by, body) => new CancelItem(by, body.Reason));

    private static Task<Acted> ActAsync<T>(string code, T body, ApiCall call, Func<Actor, T, ItemCommand> command)
        where T : ActionBody => RunAsync(code, command(call.Who(body.By), body), call);

    private static async Task<Acted> RunAsync(string code, ItemCommand command, ApiCall call)
    {
        var wanted = Code(code);
        return await call.Services.UseCases.ActOnItem.RunAsync(wanted, command, call.Cancellation) switch
        {
            Outcome<Item>.Done(var item, _) => TypedResults.Ok(await ViewAsync(item, call)),
            Outcome<Item>.Refused(var refusal) => ProblemException.Of(refusal),
            _ => throw ProblemException.NotFound($"item {wanted}"),
        };
    }

    /// <summary>The number of a complete plan; null if none is given.</summary>
    internal static async Task<int?> PlanAsync(string? plan, ApiCall call) =>
        plan is null ? null : (await PlanRoutes.FindAsync(plan, call)).Number;

    private static int? ReadLimit(string? limit) => limit is null ? null
        : int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most is >= 1 and <= MostOnPage ? most
        : throw ProblemException.BadRequest("query-invalid", $"limit is '{limit}'; it must be 1 to {MostOnPage}.");

    // The address keeps its other parameters, so the next page has the same filter (RFC 8288).
    private static string NextPage(HttpRequest request, ItemCode last)
    {
        var kept = request.Query.Where(q => !q.Key.Equals("after", StringComparison.OrdinalIgnoreCase));
        return $"<{request.Path}{QueryString.Create(kept.Append(new("after", last.ToString())))}>; rel=\"next\"";
    }

    private static async Task<ItemView> ViewAsync(Item item, ApiCall call)
    {
        var plan = await PlanRoutes.FindAsync(item.Code.Plan, call);
        var troubles = await call.Services.TroublesAsync(call.Cancellation);
        return ItemView.Of(
            item, call.Services.TodayIn(plan.Zone), call.Services.Schedule, await call.Services.FailingAsync(call.Cancellation),
            call.SeesNumbers, troubles[item.Code]);
    }

    public static ItemCode Code(string text) =>
        ItemCode.TryParse(text, out var code) ? code : throw ProblemException.NotFound($"item '{text}': a code looks like 3-12");

    internal abstract record ActionBody
    {
        /// <summary>The person who acts; null for the key itself.</summary>
        public string? By { get; init; }
    }

    internal sealed record NoteBody(string Note = "") : ActionBody;

    internal sealed record ReasonBody(string Reason = "") : ActionBody;

    internal sealed record DeadlineBody([property: JsonRequired] LocalDate Deadline, string Reason = "") : ActionBody;

    internal sealed record VerifyBody(FourChecks? Checks = null, string Note = "", LocalDate? LookBackOn = null) : ActionBody;

    internal sealed record LookBackBody(string Note = "", LocalDate? Next = null) : ActionBody;

    internal sealed record CompleteBody(
        IReadOnlyList<PartyBody?>? Persons = null, IReadOnlyList<PartyBody?>? Leaders = null, LocalDate? Deadline = null);

    internal sealed record PartyBody([property: JsonRequired] string Name, string? Phone = null);
}
