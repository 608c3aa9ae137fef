using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using static Microsoft.AspNetCore.Http.HttpMethods;

namespace Reminders.Web.Routes;

/// <summary>One person takes over from another, in the directory and in the items.</summary>
internal static class HandoverRoutes
{
    public static IEnumerable<ApiRoute> Table =>
    [
        new(Post, "/api/contacts/{id}/handover", KeyRole.Administrator, HandOverAsync)
        {
            Summary = "Gives all that whoever has the number with that id does, leads and supervises to somebody else 移交; or what he does in one role, unit or plan, or of those who share the number the one of that name. The id of one contact of a shared number hands over what this one does in its role.",
            Body = new JsonBody(typeof(HandoverBody)),
        },
    ];

    private static async Task<IResult> HandOverAsync(ApiCall call)
    {
        var from = await Uploads.NumberAmongItemsAsync(call);
        var body = await Uploads.JsonAsync<HandoverBody>(call);
        int? plan = body.Plan is { } number ? (await PlanRoutes.FindAsync(call, number.ToString(CultureInfo.InvariantCulture))).Number : null;
        var one = await ContactRoutes.OneAsync(call, from);
        var succession = new Succession(from, Uploads.Person(call, body.To)) { Name = Given(body.Name) ?? one?.Name, Role = body.Role ?? one?.Role, Unit = Given(body.Unit), Plan = plan };
        var result = await call.Services.UseCases.HandOver.RunAsync(succession, new(call.Key!.Name, call.Key.Name), CancellationToken.None);
        return result.Refusal is { } refusal
            ? ProblemException.Of(refusal)
            : Results.Json(
                new
                {
                    Contacts = ContactView.Of(result.Contacts),
                    ItemsChanged = result.Changed,
                    ItemsRefused = result.Refused.Select(r => new { r.Item, r.Refusal.Code, r.Refusal.Message }),
                },
                ApiJson.Options);
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private sealed record HandoverBody([property: JsonRequired] PersonBody To, string? Name = null, Role? Role = null, string? Unit = null, int? Plan = null);
}
