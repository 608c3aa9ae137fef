using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using static Microsoft.AspNetCore.Http.HttpMethods;

namespace Reminders.Web.Routes;

/// <summary>The board, one item, and the actions of its life.</summary>
internal static class ItemRoutes
{
    public static IEnumerable<ApiRoute> Table =>
    [
        new(Get, "/api/items", KeyRole.Viewer, ListAsync)
        {
            Summary = "The board.",
            Query =
            [
                new("plan", typeof(int), "Only the items of this plan."),
                new("light", typeof(string), $"Only items that show this light 灯, by its name ({EnumName.All<Light>()}) or its colour."),
                new("person", typeof(string), "Only items that this person does or leads."),
                new("unit", typeof(string), "Only the items of this unit."),
                new("q", typeof(string), "Only items in whose title, problem or section this text stands."),
            ],
            Returns = typeof(IEnumerable<ItemView>),
        },
        new(Get, "/api/units", KeyRole.Viewer, UnitsAsync)
        {
            Summary = "The board by unit 责任单位: how many items of each show which light, the most overdue first.",
            Query = [new("plan", typeof(int), "Only the items of this plan.")],
            Returns = typeof(IEnumerable<UnitView>),
        },
        new(Get, "/api/items/{code}", KeyRole.Viewer, ReadAsync) { Summary = "An item with its history and what became of every step.", Returns = typeof(ItemFileView) },
        new(Patch, "/api/items/{code}", KeyRole.Operator, CompleteAsync)
        {
            Summary = "Fills what an item lacks 完善, or replaces its people; what is left out stays.",
            Body = new JsonBody(typeof(CompleteBody)),
            Returns = typeof(ItemView),
        },
        Act<ReportBody>("report", "Says that the work is done 报结.", (by, body) => new ReportItem(by, body.Note)),
        Act<VerifyBody>("verify", "Closes an item that somebody else reported done 销号.", (by, body) => new VerifyItem(by, body.Checks ?? new(false, false, false, false), body.Note, body.LookBackOn)),
        Act<ReasonBody>("return", "Returns what was reported done 退回.", (by, body) => new ReturnItem(by, body.Reason)),
        Act<DeadlineBody>("extend", "Moves the deadline before it has passed 延期.", (by, body) => new ExtendItem(by, body.Deadline, body.Reason)),
        Act<DeadlineBody>("ask-extension", "Asks for a later deadline 申请延期, for the leader or the office to grant.", (by, body) => new RequestExtension(by, body.Deadline, body.Reason)),
        Act<ReasonBody>("refuse-extension", "Refuses the extension that was asked for.", (by, body) => new DeclineExtension(by, body.Reason)),
        Act<DeadlineBody>("reopen", "Opens a closed item again, with a new deadline 反弹.", (by, body) => new ReopenItem(by, body.Deadline, body.Reason)),
        Act<LookBackBody>("look-back", "Records that a closed item was looked at once more 回头看, and when to look next.", (by, body) => new LookBackItem(by, body.Note, body.Next)),
        Act<ReasonBody>("cancel", "Drops an item 撤销.", (by, body) => new CancelItem(by, body.Reason)),
    ];

    private static ApiRoute Act<T>(string action, string summary, Func<Actor, T, ItemCommand> command)
        where T : ActionBody =>
        new(Post, "/api/items/{code}/" + action, KeyRole.Operator, async call =>
        {
            var body = await Uploads.JsonAsync<T>(call);
            return await RunAsync(call, command(Who(call, body.By), body));
        })
        {
            Summary = summary,
            Body = new JsonBody(typeof(T)),
            Returns = typeof(ItemView),
        };

    private static async Task<IResult> CompleteAsync(ApiCall call)
    {
        var body = await Uploads.JsonAsync<CompleteBody>(call);
        return await RunAsync(call, new CompleteItem(new(call.Key!.Name, call.Key.Name), Parties(body.Persons), Parties(body.Leaders), body.Deadline));

        ImmutableArray<Party>? Parties(IReadOnlyList<PartyBody?>? parties) =>
            parties is null ? null : [.. parties.Select(PartyOf)];

        Party PartyOf(PartyBody? party) => string.IsNullOrWhiteSpace(party?.Name)
            ? throw ProblemException.BadRequest("body-invalid", "Each person and leader in the body must be an object with a name.")
            : new(party.Name.Trim(), party.Phone is { Length: > 0 } phone ? Uploads.Phone(call, phone) : null);
    }

    private static async Task<IResult> RunAsync(ApiCall call, ItemCommand command)
    {
        var code = Code(call);
        var result = await call.Services.UseCases.ActOnItem.RunAsync(code, command, call.Cancellation);
        if (result.Item is null)
            throw ProblemException.NotFound($"item {code}");
        return result.Refusal is { } refusal ? ProblemException.Of(refusal) : Results.Json(await ViewAsync(call, result.Item), ApiJson.Options);
    }

    private static async Task<IResult> ListAsync(ApiCall call)
    {
        var services = call.Services;
        var (light, person, unit, text) = (call.Query("light"), call.Query("person"), call.Query("unit"), call.Query("q"));
        if (light is not null && !EnumName.TryRead<Light>(light, out _) && !services.Schedule.Policy.Colours.ContainsValue(light))
            throw ProblemException.BadRequest("query-invalid", $"light is '{light}'; it must be one of {EnumName.All<Light>()}, or a colour: {string.Join(", ", services.Schedule.Policy.Colours.Values.Distinct())}.");
        var (failing, troubles) = (await call.FailingAsync(), await call.TroublesAsync());
        var views = new List<ItemView>();
        await foreach (var (item, today) in ItemsAsync(call))
        {
            var view = ItemView.Of(item, today, services.Schedule, failing, call.SeesNumbers, troubles[item.Code]);
            if ((light is null || view.Colour == light || view.Light.ToString().Equals(light, StringComparison.OrdinalIgnoreCase))
                && (person is null || view.Persons.Concat(view.Leaders).Any(p => p.Name == person || p.StandsFor == person))
                && (unit is null || view.Unit == unit)
                && (text is null || $"{item.Title} {item.Problem} {item.Section}".Contains(text, StringComparison.OrdinalIgnoreCase)))
            {
                views.Add(view);
            }
        }
        return Results.Json(views, ApiJson.Options);
    }

    private static async Task<IResult> UnitsAsync(ApiCall call)
    {
        var near = call.Services.Schedule.Policy.NearDays;
        var items = await ItemsAsync(call).Select(i => (i.Item.ListedUnder, Light: Lights.Of(i.Item, i.Today, near))).ToListAsync(call.Cancellation);
        var units = items.GroupBy(i => i.ListedUnder, i => i.Light)
            .Select(unit => UnitView.Of(unit.Key, [.. unit]))
            .OrderByDescending(unit => unit.Overdue).ThenBy(unit => unit.Unit, StringComparer.Ordinal);
        return Results.Json(units, ApiJson.Options);
    }

    /// <summary>The items of the plan that the call asks for, or of all plans that are complete, each with its plan's local date.</summary>
    private static async IAsyncEnumerable<(Item Item, LocalDate Today)> ItemsAsync(ApiCall call)
    {
        var services = call.Services;
        var plans = (await services.Ledger.Plans.PlansAsync(call.Cancellation)).Where(p => p.IsComplete).ToDictionary(p => p.Number);
        int? plan = call.Query("plan") is { } number ? (await PlanRoutes.FindAsync(call, number)).Number : null;
        await foreach (var item in services.UseCases.ReadItems.ItemsAsync(plan, call.Cancellation))
        {
            if (plans.TryGetValue(item.Code.Plan, out var home))
                yield return (item, services.TodayIn(home.Zone));
        }
    }

    private static async Task<IResult> ReadAsync(ApiCall call)
    {
        var code = Code(call);
        var file = await call.Services.UseCases.ReadItems.FindFileAsync(code, call.Cancellation) ?? throw ProblemException.NotFound($"item {code}");
        var told = file.Account.Where(s => s.Outcome == StepOutcome.Noticed).Select(s => s.Detail).Distinct();
        var notices = await Task.WhenAll(told.Select(id => call.Services.Ledger.Notices.FindNoticeAsync(id, call.Cancellation)));
        var found = notices.OfType<Stored<Notice>>().ToDictionary(n => n.Value.Id, n => n.Value);
        var steps = file.Account.Select(s => new StepView(
            s.Step.Name.ToString(), s.Step.DeadlineVersion, s.Step.Role, s.Name, PartyView.NumberText(s.To, call.SeesNumbers), s.DueAt, s.Outcome, s.Detail,
            found.GetValueOrDefault(s.Detail)?.State, found.GetValueOrDefault(s.Detail)?.SentAt));
        return Results.Json(ItemFileView.Of(await ViewAsync(call, file.Item), file, steps), ApiJson.Options);
    }

    private static async Task<ItemView> ViewAsync(ApiCall call, Item item)
    {
        var plan = await PlanRoutes.FindAsync(call, item.Code.Plan.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var troubles = await call.TroublesAsync();
        return ItemView.Of(
            item, call.Services.TodayIn(plan.Zone), call.Services.Schedule, await call.FailingAsync(), call.SeesNumbers,
            troubles[item.Code]);
    }

    /// <summary>The code in the address.</summary>
    public static ItemCode Code(ApiCall call) =>
        ItemCode.TryParse(call.Route("code"), out var code) ? code : throw ProblemException.NotFound($"item '{call.Route("code")}': a code looks like 3-12");

    /// <summary>Who acts: whom the call names, or the key's owner.</summary>
    public static Actor Who(ApiCall call, string? by) => new(string.IsNullOrWhiteSpace(by) ? call.Key!.Name : by.Trim(), call.Key!.Name);

    /// <summary>Who acts, when it is not the key's owner.</summary>
    internal abstract record ActionBody
    {
        public string? By { get; init; }
    }

    private sealed record ReportBody(string Note = "") : ActionBody;

    private sealed record ReasonBody(string Reason = "") : ActionBody;

    private sealed record DeadlineBody([property: JsonRequired] LocalDate Deadline, string Reason = "") : ActionBody;

    private sealed record VerifyBody(FourChecks? Checks = null, string Note = "", LocalDate? LookBackOn = null) : ActionBody;

    private sealed record LookBackBody(string Note = "", LocalDate? Next = null) : ActionBody;

    private sealed record CompleteBody(IReadOnlyList<PartyBody?>? Persons = null, IReadOnlyList<PartyBody?>? Leaders = null, LocalDate? Deadline = null);

    private sealed record PartyBody([property: JsonRequired] string Name, string? Phone = null);
}
