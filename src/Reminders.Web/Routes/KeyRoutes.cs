using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using static Microsoft.AspNetCore.Http.HttpMethods;

namespace Reminders.Web.Routes;

/// <summary>Who may call: the keys by name, and new ones, whose secrets are answered once and kept nowhere.</summary>
internal static class KeyRoutes
{
    public static IEnumerable<ApiRoute> Table =>
    [
        new(Get, "/api/keys", KeyRole.Administrator, ListAsync) { Summary = "The keys by name, never their secrets.", Returns = typeof(IEnumerable<KeyView>) },
        new(Post, "/api/keys", KeyRole.Administrator, MakeAsync)
        {
            Summary = "Makes a key; its secret is answered this once.",
            Body = new JsonBody(typeof(KeyBody)),
            Statuses = [StatusCodes.Status201Created],
        },
        new(Post, "/api/keys/{name}/rotate", KeyRole.Administrator, RotateAsync)
        {
            Summary = "Gives a key a new secret, which is answered this once; the old one is good no more.",
            Query = [new("expires", typeof(LocalDate), "The last local day on which the key is good; unless it is said, the key expires when it did before.")],
        },
        new(Delete, "/api/keys/{name}", KeyRole.Administrator, async call =>
            Answer(call, await Keys(call).RevokeAsync(call.Route("name"), call.Key!.Name, call.Cancellation))) { Summary = "Revokes a key." },
    ];

    private static async Task<IResult> ListAsync(ApiCall call) => Results.Json(
        Found(call).Settings.Select(KeyView.Of).Concat((await call.Services.Ledger.Keys.KeysAsync(call.Cancellation)).Select(k => KeyView.Of(k.Value))), ApiJson.Options);

    private static async Task<IResult> MakeAsync(ApiCall call)
    {
        var body = await Uploads.JsonAsync<KeyBody>(call);
        if (!EnumName.TryRead<KeyRole>(body.Role, out var role) || role == KeyRole.Anonymous)
            throw ProblemException.BadRequest("role-unknown", "The role of a key must be viewer, operator or administrator.");
        return Answer(call, await Keys(call).MakeAsync(body.Name, role, EndOf(call, body.Expires), call.Key!.Name, call.Cancellation), StatusCodes.Status201Created);
    }

    private static async Task<IResult> RotateAsync(ApiCall call)
    {
        LocalDate? expires = call.Query("expires") switch
        {
            null => null,
            var text when DateText.TryRead(text, out var date) => date,
            var text => throw ProblemException.BadRequest("query-invalid", $"expires is '{text}'; {DateText.Expected}"),
        };
        return Answer(call, await Keys(call).RotateAsync(call.Route("name"), EndOf(call, expires), call.Key!.Name, call.Cancellation));
    }

    private static Instant? EndOf(ApiCall call, LocalDate? day) =>
        day is { } last ? DateTimeZoneProviders.Tzdb[call.Services.Zone].AtStartOfDay(last.PlusDays(1)).ToInstant() : null;

    private static IResult Answer(ApiCall call, KeyResult result, int status = StatusCodes.Status200OK)
    {
        if (result.Refusal is { Code: "name-invalid" } wrong)
            throw ProblemException.BadRequest(wrong.Code, wrong.Message);
        if (result.Refusal is { } refusal)
            return ProblemException.Of(refusal);
        var key = result.Key ?? throw ProblemException.NotFound($"key called {call.Route("name")}");
        return Results.Json(KeyView.Of(key) with { Secret = result.Secret }, ApiJson.Options, null, status);
    }

    private static ApiKeys Found(ApiCall call) => call.Http.RequestServices.GetRequiredService<ApiKeys>();

    private static IssueKeys Keys(ApiCall call) => new(call.Services.Ledger, Found(call), call.Services.Clock);

    /// <summary>A new key, good up to and including a local day if one is given.</summary>
    private sealed record KeyBody([property: JsonRequired] string Name, [property: JsonRequired] string Role, LocalDate? Expires = null);
}
