using System.Reflection;
using Microsoft.AspNetCore.Mvc;

namespace Reminders.Web.Console;

/// <summary>The board 台账: items by filter, actions on several of them, and the filtered ledger as a workbook.</summary>
internal static class BoardPages
{
    /// <summary>The most suggestions of a field: the names with the most items.</summary>
    private const int MostSuggested = 200;

    /// <summary>One page of the board.</summary>
    private const int MostSelected = BoardPage.RowsOnPage;

    private const string Path = "/board";

    /// <summary>
    /// The actions on several items. Completing replaces their persons by one. The Enter key sends the first, which does nothing without
    /// its day.
    /// </summary>
    public static readonly ImmutableArray<ItemAction> ForSeveral =
        [ItemAction.Extend, ItemAction.Complete, ItemAction.Urge, ItemAction.Cancel];

    /// <summary>The key of the words of an action on several items.</summary>
    public static string NameOf(ItemAction action) => action == ItemAction.Complete ? "board.reassign" : $"action.{action}";

    public static IEndpointRouteBuilder MapBoardPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, ReadAsync);
        pages.MapGet("/board.xlsx", SaveAsync);
        pages.MapPost(Path, ActAsync).NeedsSession(KeyRole.Operator);
        return pages;
    }

    private static async Task<IResult> ReadAsync(BoardQuery query, HttpContext http, ApiCall call) =>
        PageQuery.Shorter(http, query.Address) ?? await PageAsync(query, call);

    private static async Task<IResult> SaveAsync(BoardQuery query, ApiCall call) =>
        await FileRoutes.ExportSomeAsync(query.Plan, query.Filter, call);

    private static async Task<IResult> PageAsync(
        BoardQuery query, ApiCall call, ConsoleForm? form = null, ProblemDetails? problem = null) =>
        new Page<Pages.BoardPage>(
            problem, ("Board", await BoardAsync(query, call)), ("Form", form));

    private static async Task<BoardView> BoardAsync(BoardQuery query, ApiCall call)
    {
        if (query.Plan is { } plan)
            await PlanRoutes.FindAsync(plan, call);
        var services = call.Services;
        var page = await services.UseCases.ReadBoard.PageAsync(
            query.Filter, query.Sort, query.IsDescending, query.Page, query.After, call.Cancellation);
        var failing = await services.FailingAsync(call.Cancellation);
        var troubles = await services.TroublesAsync(call.Cancellation);
        var rows = page.Rows
            .Select(r => ItemView.Of(r.Item, r.Today, services.Schedule, failing, call.SeesNumbers, troubles[r.Item.Code]));
        var units = page.Tallies.SelectMany(p => p.Units).Select(u => (Name: u.Unit, Items: u.Lines.Sum(l => l.Items)));
        var contacts = await call.Ledger.People.ContactsAsync(call.Cancellation);
        return new(
            query with { Page = page.Number, Sort = page.Order, IsDescending = query.IsDescending && page.Order == query.Sort },
            [.. rows], page,
            [.. Lights.ByUrgency.Select(l => (l, services.Schedule.Policy.Colours[l], page.Counts?.GetValueOrDefault(l)))],
            [.. (await PlanRoutes.CompleteAsync(call)).Select(PlanView.Of)],
            Suggested(units), Suggested(contacts.Where(c => c.Role == Role.Person).Select(c => ((string?)c.Name, 1))),
            Suggested(contacts.Where(c => c.Role == Role.Leader).Select(c => ((string?)c.Name, 1))));
    }

    private static ImmutableArray<string> Suggested(IEnumerable<(string? Name, int Items)> names) =>
    [
        .. names.Where(n => n.Name is not null).GroupBy(n => n.Name!, n => n.Items).OrderByDescending(n => n.Sum()).Take(MostSuggested)
            .Select(n => n.Key).Order(StringComparer.Ordinal),
    ];

    // Not led to another page, because the answer lists the outcomes. A repetition is safe: it is refused, or changes nothing.
    private static async Task<IResult> ActAsync(BoardQuery query, ConsoleForm form, ApiCall call)
    {
        if (!Enum.TryParse<ItemAction>(form["action"], out var action) || !ForSeveral.Contains(action))
            throw ProblemException.NotFound($"action {form["action"]}");
        ItemCode[] codes = [.. form.Fields["code"].Select(c => ItemRoutes.Code(c ?? "")).Distinct().Order()];
        var (command, problem) = Attempt.Run(Command);
        if (command is null)
            return await PageAsync(query, call, form, problem);
        var outcomes = ImmutableArray.CreateBuilder<SelectedOutcome>(codes.Length);
        foreach (var code in codes)
        {
            outcomes.Add(await call.Services.UseCases.ActOnItem.RunAsync(code, command, call.Cancellation) switch
            {
                Outcome<Item>.Done(var item, _) => new(code, item.Title, null),
                Outcome<Item>.Refused(var refusal) => new(code, "", refusal),
                _ => new(code, "", new("not-found", $"There is no item {code}.")),
            });
        }
        // What the form lacks is said on the form, which keeps what was entered.
        if (outcomes.All(o => o.Refusal?.Code is "reason-missing" or "name-names-nobody"))
            return await PageAsync(query, call, form, ProblemException.Of(outcomes[0].Refusal!).ProblemDetails);
        return new Page<Pages.BoardResultPage>(
            outcomes.Any(o => o.Refusal is null) ? StatusCodes.Status200OK : StatusCodes.Status409Conflict,
            ("Query", query), ("Action", action), ("Outcomes", outcomes.ToImmutable()));

        ItemCommand Command()
        {
            if (codes.Length is 0 or > MostSelected)
                throw ProblemException.Conflict("nothing-selected", $"Select 1 to {MostSelected} items.");
            var (by, note) = (call.Who(form["by"]), form["note"]);
            return action switch
            {
                ItemAction.Urge => new UrgeItem(by, note),
                ItemAction.Cancel => form.IsTicked("sure")
                    ? new CancelItem(by, note)
                    : throw ProblemException.Conflict("not-sure", $"Tick that the selected items are to be cancelled for good."),
                ItemAction.Complete => form["person"] is { Length: > 0 } person
                    ? new CompleteItem(by, ImmutableArray.Create(ItemPages.PartyOf(person)))
                    : throw ProblemException.Conflict("name-missing", $"The form needs the name of the new person."),
                _ => form.Date("day") is { } day ? new ExtendItem(by, day, note)
                    : throw ProblemException.Conflict("date-missing", $"The form needs a date."),
            };
        }
    }
}

/// <summary>What one action on several items did to one of them.</summary>
public sealed record SelectedOutcome(ItemCode Code, string Title, Core.Input.Refusal? Refusal);

/// <summary>A page of the board.</summary>
/// <param name="Query">The address of the page.</param>
/// <param name="Rows">The items of the page.</param>
/// <param name="Page">The page, with the number of items that pass.</param>
/// <param name="Counts">The items that pass the filter without its light, by light; null if only a part was searched.</param>
/// <param name="Plans">The plans.</param>
/// <param name="Units">Suggestions for the unit.</param>
/// <param name="Persons">Suggestions for the person.</param>
/// <param name="Leaders">Suggestions for the leader.</param>
public sealed record BoardView(
    BoardQuery Query, ImmutableArray<ItemView> Rows, BoardPage Page, ImmutableArray<(Light Light, string Colour, int? Items)> Counts,
    ImmutableArray<PlanView> Plans, ImmutableArray<string> Units, ImmutableArray<string> Persons, ImmutableArray<string> Leaders);

/// <summary>The filter, the order and the page of the board, as its address holds them.</summary>
public sealed record BoardQuery : IBindableFromHttpContext<BoardQuery>
{
    public int? Plan { get; init; }

    public string? Unit { get; init; }

    public string? Person { get; init; }

    public string? Leader { get; init; }

    public Light? Light { get; init; }

    public ItemState? State { get; init; }

    public string? Text { get; init; }

    public LocalDate? Due { get; init; }

    public BoardOrder Sort { get; init; }

    public bool IsDescending { get; init; }

    public int Page { get; init; } = 1;

    /// <summary>The item after which a search in parts goes on.</summary>
    public ItemCode? After { get; init; }

    /// <summary>Whether anything but the order and the page is chosen.</summary>
    public bool IsFiltered => First with { Sort = default, IsDescending = false } != new BoardQuery();

    public string Address => $"/board{Query}";

    public string Workbook => $"/board.xlsx{(First with { Sort = default, IsDescending = false }).Query}";

    /// <summary>The first page.</summary>
    public BoardQuery First => this with { Page = 1, After = null };

    /// <summary>The order as a value of the address: a minus means descending.</summary>
    public string SortText => Spelled(Sort, IsDescending);

    internal ItemFilter Filter => new()
    {
        Plan = Plan,
        Lights = Light is { } light ? [light] : null,
        States = State is { } state ? [state] : null,
        Person = Person,
        Leader = Leader,
        Unit = Unit,
        Text = Text,
        Due = Due,
    };

    private QueryString Query => PageQuery.Of(
        ("plan", Plan), ("unit", Unit), ("person", Person), ("leader", Leader), ("light", Light), ("state", State), ("q", Text),
        ("due", Due), ("sort", SortText == "code" ? null : SortText), ("page", PageQuery.Later(Page)),
        ("after", After));

    public static string Spelled(BoardOrder sort, bool isDescending) => $"{(isDescending ? "-" : "")}{PageQuery.Camel(sort)}";

    public static ValueTask<BoardQuery?> BindAsync(HttpContext context, ParameterInfo parameter) => new(Read(new(context.Request.Query)));

    private static BoardQuery Read(PageQuery query)
    {
        var sort = query.Text("sort") ?? "code";
        return new()
        {
            Plan = query.Number("plan"),
            Unit = query.Text("unit"),
            Person = query.Text("person"),
            Leader = query.Text("leader"),
            Light = query.Name<Light>("light"),
            State = query.Name<ItemState>("state"),
            Text = query.Text("q"),
            Due = query.Date("due"),
            IsDescending = sort.StartsWith('-'),
            Sort = EnumName.TryRead<BoardOrder>(sort.TrimStart('-'), out var order)
                ? order : throw PageQuery.Wrong<BoardOrder>("sort", sort),
            Page = query.Number("page") ?? 1,
            After = query.Text("after") is { } code ? ItemRoutes.Code(code) : null,
        };
    }
}
