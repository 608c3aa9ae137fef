using System.Diagnostics;
using System.Text.Json.Serialization;

namespace Reminders.Web.Routes;

/// <summary>
/// The directory, as a whole or by number. Two concurrent calls for different numbers both take effect; of two calls for one number the
/// later wins. A new directory overwrites concurrent changes.
/// </summary>
internal static class ContactRoutes
{
    // A change of the directory runs to its end even if the caller hangs up, because the affected items are scheduled after it.
    private static readonly CancellationToken Unhurried = CancellationToken.None;

    public static IEndpointRouteBuilder MapContacts(this IEndpointRouteBuilder api)
    {
        api.MapGet("/contacts", ListAsync).Needs(KeyRole.Operator).WithSummary("The directory.");
        api.MapPut("/contacts", ReplaceAsync).Needs(KeyRole.Administrator).WithSummary("Replaces the directory by a contact list.");
        api.MapPost("/contacts", AddAsync).Needs(KeyRole.Administrator)
            .WithSummary("Adds a contact and replaces the contacts that have its number.");
        api.MapGet("/contacts/{id}", ReadAsync).Needs(KeyRole.Operator)
            .WithSummary("The contacts of the number with that id, or the one contact with that id.");
        api.MapPut("/contacts/{id}", PutAsync).Needs(KeyRole.Administrator)
            .WithSummary(
                "Replaces the contacts of the number with that id, or the one contact with that id. The new contact may have another "
                + "number.");
        api.MapDelete("/contacts/{id}", RemoveAsync).Needs(KeyRole.Administrator)
            .WithSummary("Removes the contacts of the number with that id, or the one contact with that id.");
        api.MapPost("/contacts/{id}/handover", HandOverAsync).Needs(KeyRole.Administrator)
            .WithSummary(
                "Hands over 移交 the items of the owner of the number with that id to another person. A name, role, unit or plan limits "
                + "the handover. The id of one contact of a shared number hands over the items of this contact in its role.");
        return api;
    }

    internal static async Task<Ok<IEnumerable<ContactView>>> ListAsync(ApiCall call) =>
        TypedResults.Ok(ContactView.Of(await call.Ledger.People.ContactsAsync(call.Cancellation)));

    internal static async Task<Ok<DirectoryView>> ReplaceAsync(
        Uploads<ContactForm> uploads,
        [Query(typeof(int), "The plan of codes such as 3. The items of this plan prefer these contacts.")] string? plan,
        ApiCall call)
    {
        var file = uploads.Files[0]
            ?? throw ProblemException.BadRequest("file-missing", "Send the contacts in the form field 'file', or as the body.");
        var read = ContactFile.Read(file.Content, call.Services.FileLimits);
        var contacts = await WithinAsync(read.Contacts, plan, "add ?plan=2 to the address", call);
        var update = await call.Services.UseCases.UpdateContacts.RunAsync(contacts, call.By, Unhurried);
        return TypedResults.Ok(
            new DirectoryView(contacts.Count, update.Changed, update.Refused, update.AbsencesRefused, read.Findings));
    }

    internal static async Task<Created<ContactsView>> AddAsync(JsonBody<ContactBody> json, ApiCall call)
    {
        var contacts = await BodyAsync(json.Value, call);
        return TypedResults.Created((string?)null, await ChangeAsync(contacts[0].Phone, contacts[0].Phone, contacts, call));
    }

    internal static async Task<Ok<IEnumerable<ContactView>>> ReadAsync(string id, ApiCall call)
    {
        var number = await NumberRoutes.FindAsync(id, call);
        var (found, one) = (await OfNumberAsync(number, call), await OneAsync(id, number, call));
        return found.Count == 0
            ? throw ProblemException.NotFound("contact with that number")
            : TypedResults.Ok(ContactView.Of(found).Where(v => one is null || v.Id.EndsWith(End(id)!, StringComparison.OrdinalIgnoreCase)));
    }

    internal static async Task<Ok<ContactsView>> PutAsync(string id, JsonBody<ContactBody> json, ApiCall call)
    {
        // After a crash during a change of number, the call is repeated with the old id, and only items still have the old number.
        var old = await NumberRoutes.FindAmongItemsAsync(id, call);
        var others = await OthersAsync(id, old, call);
        var contacts = await BodyAsync(json.Value, call);
        var number = contacts[0].Phone;
        return others.Count == 0 || number == old
            ? TypedResults.Ok(await ChangeAsync(old, number, [.. others, .. contacts], call))
            : throw ProblemException.Conflict(
                "number-shared",
                "Other contacts share the old number. Add a contact with the new number, then remove this contact.");
    }

    internal static async Task<Ok<ContactsView>> RemoveAsync(string id, ApiCall call)
    {
        var number = await NumberRoutes.FindAmongItemsAsync(id, call);
        return TypedResults.Ok(await ChangeAsync(number, number, await OthersAsync(id, number, call), call));
    }

    internal static async Task<Results<Ok<HandoverView>, ProblemHttpResult>> HandOverAsync(
        string id, JsonBody<HandoverBody> json, ApiCall call)
    {
        var from = await NumberRoutes.FindAmongItemsAsync(id, call);
        var body = json.Value;
        int? plan = body.Plan is { } number ? (await PlanRoutes.FindAsync(number, call)).Number : null;
        var one = await OneAsync(id, from, call);
        var succession = new Succession(from, body.To.Read())
        {
            Name = Given(body.Name) ?? one?.Name,
            Role = body.Role ?? one?.Role,
            Unit = Given(body.Unit),
            Plan = plan,
        };
        return await call.Services.UseCases.HandOver.RunAsync(succession, call.By, Unhurried) switch
        {
            Outcome<Handed>.Done(var handed, _) => TypedResults.Ok(new HandoverView(
                ContactView.Of(handed.Contacts), handed.Changed,
                handed.Refused.Select(r => new ItemRefusalView(r.Item, r.Refusal.Code, r.Refusal.Message)))),
            Outcome<Handed>.Refused(var refusal) => ProblemException.Of(refusal),
            _ => throw new UnreachableException(),
        };

        static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    private static async Task<IReadOnlyList<Contact>> BodyAsync(ContactBody body, ApiCall call)
    {
        var contact = ContactFile.ReadOne(body.Name, NumberRoutes.Read(body.Phone), body.Role, body.Unit, body.Leader, body.Items);
        return await WithinAsync([contact], body.Plan is { } plan ? $"{plan}" : null, "give the plan in the body", call);
    }

    private static async Task<ContactsView> ChangeAsync(
        PhoneNumber old, PhoneNumber number, IReadOnlyCollection<Contact> contacts, ApiCall call)
    {
        var update = await call.Services.UseCases.UpdateContacts.RunAsync(old, number, contacts, call.By, Unhurried);
        return new(ContactView.Of(contacts), update.Changed, update.Refused, update.AbsencesRefused);
    }

    /// <summary>The one contact that the id names; null if the id names a number.</summary>
    /// <exception cref="ProblemException">There is no contact with that id.</exception>
    private static async Task<Contact?> OneAsync(string id, PhoneNumber number, ApiCall call) => End(id) is not { } end
        ? null
        : (await OfNumberAsync(number, call)).FirstOrDefault(c => ContactView.EndOf(c).Equals(end, StringComparison.OrdinalIgnoreCase))
            ?? throw ProblemException.NotFound("contact with that id; GET /api/contacts lists the ids");

    /// <summary>The contacts that share the number with the one contact that the id names; none if the id names a number.</summary>
    private static async Task<IReadOnlyList<Contact>> OthersAsync(string id, PhoneNumber number, ApiCall call) =>
        await OneAsync(id, number, call) is { } one
            ? [.. (await OfNumberAsync(number, call)).Where(c => c.Identity != one.Identity)]
            : [];

    private static async Task<IReadOnlyList<Contact>> OfNumberAsync(PhoneNumber number, ApiCall call) =>
        [.. (await call.Ledger.People.ContactsAsync(call.Cancellation)).Where(c => c.Phone == number)];

    private static string? End(string id) => id.Split('-') is [_, var end] ? end : null;

    /// <summary>The contacts with whole item codes; codes such as 3 need the plan.</summary>
    private static async Task<IReadOnlyList<Contact>> WithinAsync(
        IReadOnlyList<Contact> contacts, string? plan, string remedy, ApiCall call)
    {
        if (plan is not null)
        {
            var found = await PlanRoutes.FindAsync(plan, call);
            contacts = [.. contacts.Select(c => c.Within(found.Number))];
        }
        return contacts.FirstOrDefault(c => !c.Items.All(ItemCode.IsWhole)) is { } doubtful
            ? throw new ProblemException(
                StatusCodes.Status422UnprocessableEntity, "items-need-plan",
                $"The items of {doubtful.Name} do not name their plan; write whole codes such as 2-3, or {remedy}.")
            : contacts;
    }

    internal sealed record DirectoryView(
        int Contacts, IEnumerable<ItemCode> ItemsChanged, IEnumerable<Refusal> ItemsRefused, IEnumerable<Refusal> AbsencesRefused,
        IEnumerable<Finding> Findings);

    internal sealed record ContactsView(
        IEnumerable<ContactView> Contacts, IEnumerable<ItemCode> ItemsChanged, IEnumerable<Refusal> ItemsRefused,
        IEnumerable<Refusal> AbsencesRefused);

    internal sealed record HandoverView(
        IEnumerable<ContactView> Contacts, IEnumerable<ItemCode> ItemsChanged, IEnumerable<ItemRefusalView> ItemsRefused);

    internal sealed record ItemRefusalView(ItemCode Item, string Code, string Message);

    internal sealed record ContactBody(
        [property: JsonRequired] string Name, [property: JsonRequired] string Phone, string? Role = null, string? Unit = null,
        string? Leader = null, int? Plan = null, IReadOnlyList<string>? Items = null);

    internal sealed record HandoverBody(
        [property: JsonRequired] PersonBody To, string? Name = null, Role? Role = null, string? Unit = null, int? Plan = null);
}
