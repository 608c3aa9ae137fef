using Microsoft.AspNetCore.Http;
using Reminders.Core.Contacts;
using Reminders.Web.Access;
using Reminders.Web.Json;
using static Microsoft.AspNetCore.Http.HttpMethods;

namespace Reminders.Web.Routes;

/// <summary>The directory, read and replaced whole.</summary>
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
    ];

    private static async Task<IResult> ListAsync(ApiCall call) =>
        Results.Json((await call.Services.Ledger.ContactsAsync(call.Cancellation)).Select(View), ApiJson.Options);

    private static async Task<IResult> ReplaceAsync(ApiCall call)
    {
        var file = await Uploads.FileAsync(call, "file")
            ?? throw ProblemException.BadRequest("file-missing", "Send the contacts in the form field 'file', or as the body.");
        var contacts = call.Services.Readers.Contacts(file.Content, file.Name);
        if (call.Query("plan") is { } number)
        {
            var plan = await PlanRoutes.FindAsync(call, number);
            contacts = [.. contacts.Select(c => c.Within(plan.Number))];
        }
        if (contacts.FirstOrDefault(c => !c.HasWholeCodes) is { } doubtful)
        {
            throw new ProblemException(
                StatusCodes.Status422UnprocessableEntity,
                "items-need-plan",
                $"The items of {doubtful.Name} do not say which plan they mean; write whole codes such as 2-3, or add ?plan=2 to the address.");
        }
        var update = await call.Services.UpdateContacts.RunAsync(contacts, new(call.Key!.Name, call.Key.Name), call.Cancellation);
        return Results.Json(new { Contacts = contacts.Count, ItemsChanged = update.Changed, ItemsRefused = update.Refused }, ApiJson.Options);
    }

    private static ContactView View(Contact contact) =>
        new(contact.Name, contact.Phone.Value, contact.Role, contact.Unit, contact.Leader, contact.Plan, contact.Items);
}
