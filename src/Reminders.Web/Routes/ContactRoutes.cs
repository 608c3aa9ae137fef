using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using static Microsoft.AspNetCore.Http.HttpMethods;

namespace Reminders.Web.Routes;

/// <summary>
/// The directory, whole or number by number. Whatever is changed, the items follow, also where whoever called has gone meanwhile. Two calls for different numbers at once both count; of two for one number the later
/// counts; a directory that is replaced whole takes with it what is changed in that very moment.
/// </summary>
internal static class ContactRoutes
{
    public static IEnumerable<ApiRoute> Table =>
    [
        new(Get, "/api/contacts", KeyRole.Operator, ListAsync) { Summary = "The directory.", Returns = typeof(IEnumerable<ContactView>) },
        new(Put, "/api/contacts", KeyRole.Administrator, ReplaceAsync)
        {
            Summary = "Puts a contact list in place of the directory.",
            Query = [new("plan", typeof(int), "The plan that codes such as 3 are meant for, and that the contacts are looked for in first.")],
            Body = new FileBody(new FileField("file", "The contacts: CSV, XLSX or JSON.")),
        },
        new(Post, "/api/contacts", KeyRole.Administrator, AddAsync)
        {
            Summary = "Adds a contact, in place of those that have its number.",
            Body = new JsonBody(typeof(ContactBody)),
            Statuses = [StatusCodes.Status201Created],
        },
        new(Get, "/api/contacts/{id}", KeyRole.Operator, ReadAsync) { Summary = "Who has the number with that id; or the one contact with that id.", Returns = typeof(IEnumerable<ContactView>) },
        new(Put, "/api/contacts/{id}", KeyRole.Administrator, PutAsync)
        {
            Summary = "Puts a contact, who may have another number, in place of those that have the number with that id, or of the one contact with that id.",
            Body = new JsonBody(typeof(ContactBody)),
        },
        new(Delete, "/api/contacts/{id}", KeyRole.Administrator, RemoveAsync) { Summary = "Takes the number with that id out of the directory, or the one contact with that id." },
    ];

    private static async Task<IResult> ListAsync(ApiCall call) =>
        Results.Json(ContactView.Of(await call.Services.Ledger.People.ContactsAsync(call.Cancellation)), ApiJson.Options);

    private static async Task<IResult> ReplaceAsync(ApiCall call)
    {
        var file = await Uploads.FileAsync(call, "file")
            ?? throw ProblemException.BadRequest("file-missing", "Send the contacts in the form field 'file', or as the body.");
        var contacts = await WithinAsync(call, call.Services.Readers.Contacts(file.Content, file.Name), call.Query("plan"), "add ?plan=2 to the address");
        var update = await call.Services.UseCases.UpdateContacts.RunAsync(contacts, By(call), CancellationToken.None);
        return Results.Json(new { Contacts = contacts.Count, ItemsChanged = update.Changed, ItemsRefused = update.Refused, update.AbsencesRefused }, ApiJson.Options);
    }

    private static async Task<IResult> ReadAsync(ApiCall call) =>
        Results.Json(await FindAsync(call, await Uploads.NumberAsync(call)), ApiJson.Options);

    private static async Task<IResult> AddAsync(ApiCall call)
    {
        var (number, contacts) = await BodyAsync(call);
        return await ChangeAsync(call, number, number, contacts, StatusCodes.Status201Created);
    }

    private static async Task<IResult> PutAsync(ApiCall call)
    {
        // A change of number that was cut off is repeated under the old one's id, which by then only items know.
        var old = await Uploads.NumberAmongItemsAsync(call);
        var others = await OthersAsync(call, old);
        var (number, contacts) = await BodyAsync(call);
        return others.Count == 0 || number == old
            ? await ChangeAsync(call, old, number, [.. others, .. contacts])
            : throw new ProblemException(
                StatusCodes.Status409Conflict, "number-shared",
                "Others have the old number too and keep it: add the contact with its new number, and take this one out of the directory.");
    }

    private static async Task<(PhoneNumber Number, IReadOnlyCollection<Contact> Contacts)> BodyAsync(ApiCall call)
    {
        var body = await Uploads.JsonAsync<ContactBody>(call);
        var number = Uploads.Phone(call, body.Phone);
        // The reader of lists knows what a name, a role and a code must look like.
        var row = new { body.Name, Phone = number.Value, body.Role, body.Unit, body.Leader, body.Items };
        return (number, await WithinAsync(
            call, call.Services.Readers.Contacts(JsonSerializer.SerializeToUtf8Bytes(new[] { row }, ApiJson.Options), "contact.json"),
            body.Plan?.ToString(CultureInfo.InvariantCulture), "give the plan in the body"));
    }

    private static async Task<IResult> RemoveAsync(ApiCall call)
    {
        var number = await Uploads.NumberAmongItemsAsync(call);
        return await ChangeAsync(call, number, number, await OthersAsync(call, number));
    }

    private static async Task<IResult> ChangeAsync(
        ApiCall call, PhoneNumber old, PhoneNumber number, IReadOnlyCollection<Contact> contacts, int status = StatusCodes.Status200OK)
    {
        var update = await call.Services.UseCases.UpdateContacts.RunAsync(old, number, contacts, By(call), CancellationToken.None);
        return Results.Json(new { Contacts = ContactView.Of(contacts), ItemsChanged = update.Changed, ItemsRefused = update.Refused, update.AbsencesRefused }, ApiJson.Options, null, status);
    }

    private static async Task<IEnumerable<ContactView>> FindAsync(ApiCall call, PhoneNumber number)
    {
        var (found, one) = (await OfNumberAsync(call, number), await OneAsync(call, number));
        return found.Count == 0
            ? throw ProblemException.NotFound("contact with that number")
            : ContactView.Of(found).Where(v => one is null || v.Id.EndsWith(End(call)!, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The contact that the id in the address names, of those that share the number; null where it names the number.</summary>
    /// <exception cref="ProblemException">It names one that is not there.</exception>
    public static async Task<Contact?> OneAsync(ApiCall call, PhoneNumber number) => End(call) is not { } end
        ? null
        : (await OfNumberAsync(call, number)).FirstOrDefault(c => IsCalled(c, end)) ?? throw ProblemException.NotFound("contact with that id; ids are listed by GET /api/contacts");

    /// <summary>Those that share the number of the one contact that the id names; none where it names the number.</summary>
    private static async Task<IReadOnlyList<Contact>> OthersAsync(ApiCall call, PhoneNumber number) =>
        await OneAsync(call, number) is { } one ? [.. (await OfNumberAsync(call, number)).Where(c => c.Identity != one.Identity)] : [];

    private static async Task<IReadOnlyList<Contact>> OfNumberAsync(ApiCall call, PhoneNumber number) =>
        [.. (await call.Services.Ledger.People.ContactsAsync(call.Cancellation)).Where(c => c.Phone == number)];

    private static string? End(ApiCall call) => call.Route("id").Split('-') is [_, var end] ? end : null;

    private static bool IsCalled(Contact contact, string end) =>
        string.Equals(ContactView.EndOf(contact), end, StringComparison.OrdinalIgnoreCase);

    /// <summary>The contacts meant for a plan, if one is named; all their items' codes must say which plan they mean.</summary>
    private static async Task<IReadOnlyCollection<Contact>> WithinAsync(ApiCall call, IReadOnlyCollection<Contact> contacts, string? number, string remedy)
    {
        if (number is not null)
        {
            var plan = await PlanRoutes.FindAsync(call, number);
            contacts = [.. contacts.Select(c => c.Within(plan.Number))];
        }
        return contacts.FirstOrDefault(c => !c.Items.All(ItemCode.IsWhole)) is { } doubtful
            ? throw new ProblemException(
                StatusCodes.Status422UnprocessableEntity,
                "items-need-plan",
                $"The items of {doubtful.Name} do not say which plan they mean; write whole codes such as 2-3, or {remedy}.")
            : contacts;
    }

    private static Actor By(ApiCall call) => new(call.Key!.Name, call.Key.Name);

    private sealed record ContactBody(
        [property: JsonRequired] string Name, [property: JsonRequired] string Phone, string? Role = null, string? Unit = null, string? Leader = null, int? Plan = null, IReadOnlyList<string>? Items = null);
}
