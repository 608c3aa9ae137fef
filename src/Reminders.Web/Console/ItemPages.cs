using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;

namespace Reminders.Web.Console;

/// <summary>The page of an item, and its actions as forms.</summary>
internal static partial class ItemPages
{
    /// <summary>The actions that a reader can choose on the page, in the order of the forms.</summary>
    public static readonly ImmutableArray<ItemAction> Offered =
    [
        ItemAction.Report, ItemAction.Verify, ItemAction.Return, ItemAction.Extend, ItemAction.RefuseExtension, ItemAction.AskExtension,
        ItemAction.Urge, ItemAction.LookBack, ItemAction.Reopen, ItemAction.Complete, ItemAction.AddEvidence, ItemAction.Cancel,
    ];

    public static IEndpointRouteBuilder MapItemPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/items/{code}", ReadAsync);
        pages.MapGet("/items/{code}/evidence/{id}", EvidenceRoutes.ReadAsync);
        pages.MapPost("/items/{code}/evidence", AddEvidenceAsync).NeedsSession(KeyRole.Operator);
        pages.MapPost("/items/{code}/{action}", ActAsync).NeedsSession(KeyRole.Operator);
        return pages;
    }

    private static async Task<IResult> ReadAsync(string code, string? done, ApiCall call) => await PageAsync(code, call, done);

    private static async Task<IResult> PageAsync(
        string code, ApiCall call, string? done = null, ItemAction? tried = null, ConsoleForm? form = null, ProblemDetails? problem = null)
    {
        var file = await ItemRoutes.FindFileAsync(code, call);
        return new Page<Pages.ItemPage>(
            problem, ("File", await ItemRoutes.ViewAsync(file, call)), ("People", People(file.Item, call)),
            ("Offered", Offered.Where(file.Item.Allows)), ("Done", done), ("Tried", tried), ("Form", form));
    }

    private static async Task<IResult> ActAsync(string code, string action, ConsoleForm form, ApiCall call)
    {
        if (!Enum.TryParse<ItemAction>(action, out var what) || !Offered.Contains(what) || action != what.ToString())
            throw ProblemException.NotFound($"action {action}");
        if (what == ItemAction.Complete && await ChangedMeanwhileAsync(code, form, call))
        {
            var changed = ProblemException.Conflict(
                "people-changed", $"Somebody else has changed the people meanwhile; look at them and enter it again.");
            return await PageAsync(code, call, tried: what, problem: changed.ToResult().ProblemDetails);
        }
        return await AnswerAsync(code, what, form, call, item =>
            call.Services.UseCases.ActOnItem.RunAsync(item, Command(what, form, call), call.Cancellation));
    }

    // A refused form is shown again with what was entered.
    private static async Task<IResult> AnswerAsync(
        string code, ItemAction action, ConsoleForm form, ApiCall call, Func<ItemCode, Task<Outcome<Item>>> act)
    {
        var wanted = ItemRoutes.Code(code);
        var (_, problem) = await Attempt.RunAsync(async () => Attempt.Done(await act(wanted), $"item {wanted}"));
        return problem is null
            ? ConsoleRoutes.SeeOther($"/items/{wanted}?done={action}")
            : await PageAsync(code, call, tried: action, form: form, problem: problem);
    }

    private static ItemCommand Command(ItemAction action, ConsoleForm form, ApiCall call)
    {
        var (by, note, day) = (call.Who(form["by"]), form["note"], form.Date("day"));
        return action switch
        {
            ItemAction.Report => new ReportItem(by, note),
            ItemAction.Return => new ReturnItem(by, note),
            ItemAction.Cancel => new CancelItem(by, note),
            ItemAction.RefuseExtension => new DeclineExtension(by, note),
            ItemAction.Extend when day is { } to => new ExtendItem(by, to, note),
            ItemAction.AskExtension when day is { } to => new RequestExtension(by, to, note),
            ItemAction.Urge => new UrgeItem(by, note),
            ItemAction.Reopen when day is { } to => new ReopenItem(by, to, note),
            ItemAction.LookBack => new LookBackItem(by, note, day),
            ItemAction.Verify => new VerifyItem(
                by, new(form.IsTicked("traced"), form.IsTicked("measures"), form.IsTicked("effect"), form.IsTicked("satisfied")),
                note, day),
            ItemAction.Complete => new CompleteItem(by, People(form, "persons"), People(form, "leaders"), day),
            _ => throw ProblemException.Conflict("date-missing", $"The form needs a date."),
        };
    }

    // The people in their own names: a deputy stands in for a time, and must not become the person.
    private static ImmutableDictionary<string, string> People(Item item, ApiCall call)
    {
        return ImmutableDictionary.CreateRange(
            [KeyValuePair.Create("persons", Lines(item.Persons)), KeyValuePair.Create("leaders", Lines(item.Leaders))]);

        string Lines(IEnumerable<Party> parties) => string.Join(
            '\n', parties.Select(p => p.InOwnName()).Select(p => $"{p.Name} {PartyView.NumberText(p.Phone, call.SeesNumbers)}".Trim()));
    }

    private static async Task<bool> ChangedMeanwhileAsync(string code, ConsoleForm form, ApiCall call)
    {
        var people = People((await ItemRoutes.FindFileAsync(code, call)).Item, call);
        return people.Any(p => form[p.Key] != form[$"{p.Key}-before"] && form[$"{p.Key}-before"] != p.Value);
    }

    // A line for each person: the name and the number. Lines that are as they were change nothing.
    internal static ImmutableArray<Party>? People(ConsoleForm form, string field)
    {
        if (form[field] == form[$"{field}-before"])
            return null;
        // An empty field changes nothing: an item without people would be lost from sight.
        string[] lines = form[field].Split(['\n', '、', '；', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.Length == 0 ? null : [.. lines.Select(PartyOf)];
    }

    /// <summary>Reads a name and a number, or a name.</summary>
    /// <exception cref="ProblemException">The number is no mobile number, or there are digits in the name.</exception>
    internal static Party PartyOf(string line)
    {
        var parts = Line().Match(line);
        var name = parts.Success ? parts.Groups["name"].Value : line;
        return name.Any(char.IsDigit) ? throw ProblemException.BadRequest(
                "phone-invalid", $"\"{name}\" is no name: write one person in a line, the name and then a mobile number of 11 digits.")
            : new(name, parts.Success ? NumberRoutes.Read(parts.Groups["number"].Value) : null);
    }

    [GeneratedRegex(@"^(?<name>.*?)[ ,，:：]*(?<number>\+?\d[\d -]{6,})$", RegexOptions.CultureInvariant)]
    private static partial Regex Line();

    private static async Task<IResult> AddEvidenceAsync(string code, ConsoleForm form, ApiCall call)
    {
        var limits = call.Services.EvidenceLimits;
        return await AnswerAsync(code, ItemAction.AddEvidence, form, call, async item =>
        {
            EvidenceContent content = await form.FileAsync("file", limits.MaxBytes, TooLarge, call) is { } file
                ? EvidenceFile.Read(file.Content, file.Name, limits)
                : EvidenceLink.Read(form["link"]);
            var command = new AddItemEvidence(call.Who(form["by"]), content, form["note"], limits);
            return await call.Services.UseCases.AttachEvidence.RunAsync(item, command, call.Cancellation);
        });

        ProblemException TooLarge() => Bodies.FileTooLarge(limits);
    }
}
