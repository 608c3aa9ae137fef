using Microsoft.AspNetCore.Mvc;

namespace Reminders.Web.Console;

/// <summary>The people of an office: contacts, numbers to which nothing is sent, and absences.</summary>
public sealed record PeopleView(
    int Known, IReadOnlyList<ContactView> Contacts, IReadOnlyList<NumberView> Numbers, IReadOnlyList<AbsenceView> Absences);

/// <summary>The people who are told of an item, after a change and before it; null before a change that is made already.</summary>
public sealed record PeopleChange(ItemCode Item, string Title, string? Before, string After);

/// <summary>What a change of the directory does or would do.</summary>
/// <param name="Added">Contacts that the directory does not have now.</param>
/// <param name="Removed">Contacts that it has no more.</param>
/// <param name="Items">Items that other people are told of.</param>
/// <param name="Refusals">Items and absences that keep their people, with the reason.</param>
/// <param name="Findings">The findings on the file.</param>
public sealed record DirectoryChange(
    IReadOnlyList<ContactView> Added, IReadOnlyList<ContactView> Removed, IReadOnlyList<PeopleChange> Items,
    IReadOnlyList<Core.Input.Refusal> Refusals, IReadOnlyList<Finding> Findings);

/// <summary>
/// The pages of people. A handover and a contact list show first what they would change: the change is made in a copy of the ledger.
/// </summary>
internal static class PeoplePages
{
    private const int MostShown = 200;

    public static IEndpointRouteBuilder MapPeoplePages(this IEndpointRouteBuilder pages)
    {
        var people = pages.MapGroup("/people").NeedsSession(KeyRole.Operator);
        people.MapGet("", (HttpContext http, string? done, ApiCall call) =>
            PageAsync(call, new PageQuery(http.Request.Query).Text("q"), done));
        people.MapPost("/opt-outs", OptOutAsync);
        people.MapPost("/numbers/{id}/works", LiftAsync);
        var changes = people.MapGroup("").NeedsSession(KeyRole.Administrator);
        changes.MapPost("/contacts", AddAsync);
        changes.MapGet("/contacts/{id}", (string id, ApiCall call) => ContactPageAsync(id, call));
        changes.MapPost("/contacts/{id}", ChangeAsync);
        changes.MapPost("/contacts/{id}/remove", RemoveAsync);
        changes.MapGet("/contacts/{id}/handover", (string id, ApiCall call) => HandoverPageAsync(id, call));
        changes.MapPost("/contacts/{id}/handover", HandOverAsync);
        changes.MapGet("/import", (ApiCall call) => ImportPageAsync(call));
        changes.MapPost("/import", ImportAsync);
        changes.MapPost("/absences", RecordAsync);
        changes.MapPost("/absences/{id}/cancel", CancelAsync);
        return pages;
    }

    private static async Task<IResult> PageAsync(
        ApiCall call, string? q = null, string? done = null, string? tried = null, ConsoleForm? form = null, ProblemDetails? problem = null)
    {
        var contacts = (await ContactRoutes.ListAsync(call)).Value!;
        var found = contacts.Where(c => $"{c.Name} {c.Unit}".Contains(q ?? "", StringComparison.OrdinalIgnoreCase)).ToList();
        var view = new PeopleView(
            found.Count, [.. found.Take(MostShown)], (await NumberRoutes.ListAsync(call)).Value!,
            [.. (await AbsenceRoutes.ListAsync(call)).Value!.Where(a => a.Stage != AbsenceStage.Over)]);
        return new Page<Pages.PeoplePage>(
            problem,
            ("People", view), ("Plans", await PlansAsync(call)), ("Query", q ?? ""), ("Done", done), ("Tried", tried),
            ("Form", form));
    }

    private static async Task<IResult> AnswerAsync<T>(string done, string tried, ConsoleForm form, ApiCall call, Func<Task<T>> act)
        where T : class
    {
        var (_, problem) = await Attempt.RunAsync(act);
        return problem is null
            ? ConsoleRoutes.SeeOther($"/people?done={done}#{tried}")
            : await PageAsync(call, tried: tried, form: form, problem: problem);
    }

    private static Task<IResult> OptOutAsync(ConsoleForm form, ApiCall call) =>
        AnswerAsync("opt-out", "opt-out", form, call, () => NumberRoutes.OptOutAsync(new(new(form["phone"])), call));

    private static Task<IResult> LiftAsync(string id, ConsoleForm form, ApiCall call) =>
        AnswerAsync("works", "numbers", form, call, () => NumberRoutes.LiftAsync(id, call));

    private static Task<IResult> RecordAsync(ConsoleForm form, ApiCall call) =>
        AnswerAsync("absence", "absence", form, call, () => AbsenceRoutes.RecordAsync(
            new(new(form["phone"], Person(form), Day(form, "from"), Day(form, "until"), form["reason"])), call));

    private static Task<IResult> CancelAsync(string id, ConsoleForm form, ApiCall call) =>
        AnswerAsync("cancelled", "absences", form, call, () => AbsenceRoutes.CancelAsync(id, call));

    private static async Task<IResult> AddAsync(ConsoleForm form, ApiCall call)
    {
        // The API replaces all contacts of a number; on this page that would be a surprise.
        var (added, problem) = await Attempt.RunAsync(async () =>
        {
            var number = NumberRoutes.Read(form["phone"]);
            return (await call.Ledger.People.ContactsAsync(call.Cancellation)).Any(c => c.Phone == number)
                ? throw ProblemException.BadRequest("number-known", $"The directory has this number already; change the contact there.")
                : await ContactRoutes.AddAsync(new(Contact(form)), call);
        });
        return added is null
            ? await PageAsync(call, tried: "add", form: form, problem: problem)
            : await ChangedAsync("contact", added.Value!, call);
    }

    private static async Task<IResult> ContactPageAsync(
        string id, ApiCall call, ConsoleForm? form = null, ProblemDetails? problem = null)
    {
        var contact = await ContactAsync(id, call);
        return new Page<Pages.ContactPage>(
            problem,
            ("Contact", contact), ("Plans", await PlansAsync(call)), ("Form", form));
    }

    private static async Task<IResult> ChangeAsync(string id, ConsoleForm form, ApiCall call)
    {
        var (changed, problem) = await Attempt.RunAsync(() => ContactRoutes.PutAsync(id, new(Contact(form)), call));
        return changed is null ? await ContactPageAsync(id, call, form, problem) : await ChangedAsync("contact", changed.Value!, call);
    }

    private static async Task<IResult> RemoveAsync(string id, ConsoleForm form, ApiCall call)
    {
        var (removed, problem) = await Attempt.RunAsync(() => ContactRoutes.RemoveAsync(id, call));
        return removed is null ? await ContactPageAsync(id, call, form, problem) : await ChangedAsync("contact", removed.Value!, call);
    }

    private static Task<IResult> ChangedAsync(string done, ContactRoutes.ContactsView view, ApiCall call) =>
        ChangedAsync(done, view.ItemsChanged, view.ItemsRefused.Concat(view.AbsencesRefused), call);

    // The refusals of items and absences are shown once, so they need a page of their own.
    private static async Task<IResult> ChangedAsync(
        string done, IEnumerable<ItemCode> changed, IEnumerable<Core.Input.Refusal> refusals, ApiCall call) =>
        refusals.ToList() is { Count: > 0 } left
            ? new Page<Pages.ChangedPage>(("Change", new DirectoryChange([], [], await ChangesAsync(null, call, changed), left, [])))
            : ConsoleRoutes.SeeOther($"/people?done={done}");

    private static async Task<IResult> HandoverPageAsync(
        string id, ApiCall call, ConsoleForm? form = null, DirectoryChange? preview = null, ProblemDetails? problem = null) =>
        new Page<Pages.HandoverPage>(
            problem,
            ("Contact", await ContactAsync(id, call)), ("Plans", await PlansAsync(call)), ("Form", form), ("Preview", preview));

    private static async Task<IResult> HandOverAsync(string id, ConsoleForm form, ApiCall call)
    {
        var (body, invalid) = Attempt.Run(() => new ContactRoutes.HandoverBody(
            Person(form), form["name"], form.Name<Role>("role"), form["unit"], form.Number("plan")));
        if (body is null)
            return await HandoverPageAsync(id, call, form, problem: invalid);
        if (form["do"] == "confirm")
        {
            var (done, refused) = await Attempt.RunAsync(() => ContactRoutes.HandOverAsync(id, new(body), call));
            return done is null ? await HandoverPageAsync(id, call, form, problem: refused)
                : await ChangedAsync("handover", Handed(done).ItemsChanged, Refusals(Handed(done)), call);
        }
        var trial = await TrialAsync(call);
        var (tried, problem) = await Attempt.RunAsync(() => ContactRoutes.HandOverAsync(id, new(body), trial));
        if (tried is null)
            return await HandoverPageAsync(id, call, form, problem: problem);
        var change = await DirectoryAsync(call, trial, Handed(tried).ItemsChanged, Refusals(Handed(tried)), []);
        return await HandoverPageAsync(id, call, form, change);

        static ContactRoutes.HandoverView Handed(INestedHttpResult answer) => ((Ok<ContactRoutes.HandoverView>)answer.Result).Value!;

        static IEnumerable<Core.Input.Refusal> Refusals(ContactRoutes.HandoverView view) =>
            view.ItemsRefused.Select(r => new Core.Input.Refusal(r.Code, $"{r.Item}: {r.Message}"));
    }

    private static async Task<IResult> ImportPageAsync(
        ApiCall call, ConsoleForm? form = null, KeptFiles? kept = null, DirectoryChange? preview = null, ProblemDetails? problem = null,
        bool isOther = false) =>
        new Page<Pages.ImportPage>(
            problem,
            ("Plans", await PlansAsync(call)), ("Form", form), ("Kept", kept), ("Preview", preview),
            ("IsOther", isOther));

    private static async Task<IResult> ImportAsync(ConsoleForm form, ApiCall call)
    {
        var (kept, unread) = await Attempt.RunAsync(() => KeptFiles.ReadAsync(form, ["file"], ["plan"], call));
        if (kept is null)
            return await ImportPageAsync(call, form, problem: unread);
        var plan = form["plan"] is { Length: > 0 } given ? given : null;
        var isConfirmed = form["do"] == "confirm";
        if (isConfirmed && form["seen"] == kept.Seen)
        {
            var (done, refused) = await Attempt.RunAsync(() => ContactRoutes.ReplaceAsync(new([kept["file"]]), plan, call));
            return done is null ? await ImportPageAsync(call, form, problem: refused)
                : await ChangedAsync(
                    "import", done.Value!.ItemsChanged, done.Value.ItemsRefused.Concat(done.Value.AbsencesRefused), call);
        }
        var trial = await TrialAsync(call);
        var (tried, problem) = await Attempt.RunAsync(() => ContactRoutes.ReplaceAsync(new([kept["file"]]), plan, trial));
        if (tried is null)
            return await ImportPageAsync(call, form, problem: problem);
        var view = tried.Value!;
        var change = await DirectoryAsync(
            call, trial, view.ItemsChanged, view.ItemsRefused.Concat(view.AbsencesRefused), view.Findings);
        return await ImportPageAsync(call, form, kept, change, isOther: isConfirmed);
    }

    /// <summary>The same call on a copy of the ledger.</summary>
    private static async Task<ApiCall> TrialAsync(ApiCall call)
    {
        var services = call.Services;
        var copy = await LedgerCopy.WithItemsAsync(
            services.Ledger, services.Schedule.Policy, services.Zone, services.Clock.GetCurrentInstant(), call.Cancellation);
        return call with { Services = services with { UseCases = copy.UseCases } };
    }

    private static async Task<DirectoryChange> DirectoryAsync(
        ApiCall call, ApiCall trial, IEnumerable<ItemCode> items, IEnumerable<Core.Input.Refusal> refusals, IEnumerable<Finding> findings)
    {
        var before = await call.Ledger.People.ContactsAsync(call.Cancellation);
        var after = await trial.Ledger.People.ContactsAsync(call.Cancellation);
        return new(Without(after, before), Without(before, after), await ChangesAsync(call, trial, items), [.. refusals], [.. findings]);

        static IReadOnlyList<ContactView> Without(IEnumerable<Contact> contacts, IEnumerable<Contact> others)
        {
            var known = others.Select(Fields).ToHashSet();
            return [.. ContactView.Of([.. contacts.Where(c => !known.Contains(Fields(c)))])];
        }

        static object Fields(Contact contact) => (contact.Identity, contact.Leader, string.Join(',', contact.Items));
    }

    private static async Task<IReadOnlyList<PeopleChange>> ChangesAsync(ApiCall? before, ApiCall after, IEnumerable<ItemCode> items)
    {
        var codes = items.ToList();
        var (now, then) = (await ToldAsync(after), before is null ? null : await ToldAsync(before));
        return [.. codes.Where(now.ContainsKey).Select(c => new PeopleChange(
            c, now[c].Title, then?.GetValueOrDefault(c) is { } item ? Names(item) : null, Names(now[c])))];

        async Task<Dictionary<ItemCode, Item>> ToldAsync(ApiCall call)
        {
            var people = await call.Services.UseCases.ReadPeople.RunAsync(call.Cancellation);
            var stored = await call.Ledger.Items.FindItemsAsync(codes, call.Cancellation);
            return stored.ToDictionary(i => i.Key, i => people.Told(i.Value));
        }

        static string Names(Item item) =>
            string.Join('、', item.Persons.Concat(item.Leaders).Concat(item.Supervisors).Select(p => p.Name).Distinct());
    }

    private static async Task<ContactView> ContactAsync(string id, ApiCall call) =>
        (await ContactRoutes.ReadAsync(id, call)).Value!.First();

    private static async Task<IReadOnlyList<PlanView>> PlansAsync(ApiCall call) => [.. (await PlanRoutes.ListAsync(call)).Value!];

    private static ContactRoutes.ContactBody Contact(ConsoleForm form) => new(
        form["name"], form["phone"], form["role"], form["unit"], form["leader"], form.Number("plan"),
        form["items"].Split([' ', ',', '，', '、'], StringSplitOptions.RemoveEmptyEntries));

    private static PersonBody Person(ConsoleForm form) => new(form["to-name"], form["to-phone"]);

    private static LocalDate Day(ConsoleForm form, string field) =>
        form.Date(field) ?? throw ProblemException.BadRequest("date-missing", $"The form needs a first and a last day.");
}
