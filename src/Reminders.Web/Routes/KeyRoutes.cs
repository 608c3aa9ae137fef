using System.Diagnostics;
using System.Text.Json.Serialization;

namespace Reminders.Web.Routes;

/// <summary>Access keys. A new secret is answered once and never stored.</summary>
internal static class KeyRoutes
{
    public static IEndpointRouteBuilder MapKeys(this IEndpointRouteBuilder api)
    {
        api.MapGet("/keys", ListAsync).Needs(KeyRole.Administrator).WithSummary("The keys, without their secrets.");
        api.MapPost("/keys", MakeAsync).Needs(KeyRole.Administrator).WithSummary("Makes a key and answers its secret once.");
        api.MapPost("/keys/{name}/rotate", RotateAsync).Needs(KeyRole.Administrator)
            .WithSummary("Gives a key a new secret and answers it once. The old secret is refused from now on.");
        api.MapDelete("/keys/{name}", RevokeAsync).Needs(KeyRole.Administrator).WithSummary("Revokes a key.");
        return api;
    }

    internal static async Task<Ok<IEnumerable<KeyView>>> ListAsync(ApiKeys keys, ApiCall call) => TypedResults.Ok(
        keys.Settings.Select(KeyView.Of).Concat((await call.Ledger.Keys.KeysAsync(call.Cancellation)).Select(k => KeyView.Of(k.Value))));

    internal static async Task<Results<Created<KeyView>, ProblemHttpResult>> MakeAsync(JsonBody<KeyBody> json, ApiKeys keys, ApiCall call)
    {
        var body = json.Value;
        if (!EnumName.TryRead<KeyRole>(body.Role, out var role) || role == KeyRole.Anonymous)
            throw ProblemException.BadRequest("role-unknown", $"The role of a key must be viewer, operator or administrator.");
        return await Issue(keys, call).MakeAsync(body.Name, role, EndOf(body.Expires, call), call.By.Name, call.Cancellation) switch
        {
            Outcome<KeyMade>.Done(var made, _) => TypedResults.Created((string?)null, View(made)),
            Outcome<KeyMade>.Refused({ Code: "name-invalid" } wrong) => ProblemException.BadRequest(wrong.Code, wrong.Words).ToResult(),
            Outcome<KeyMade>.Refused(var refusal) => ProblemException.Of(refusal),
            _ => throw new UnreachableException(),
        };
    }

    internal static async Task<Results<Ok<KeyView>, ProblemHttpResult>> RotateAsync(
        string name,
        [Query(typeof(LocalDate), "The last local day of the key. Without it the key expires as before.")]
        string? expires,
        ApiKeys keys, ApiCall call)
    {
        var end = EndOf(DateText.Query("expires", expires), call);
        return Answer(await Issue(keys, call).RotateAsync(name, end, call.By.Name, call.Cancellation), name);
    }

    internal static async Task<Results<Ok<KeyView>, ProblemHttpResult>> RevokeAsync(string name, ApiKeys keys, ApiCall call) =>
        Answer(await Issue(keys, call).RevokeAsync(name, call.By.Name, call.Cancellation), name);

    private static Instant? EndOf(LocalDate? day, ApiCall call) =>
        day is { } last ? DateTimeZoneProviders.Tzdb[call.Services.Zone].AtStartOfDay(last.PlusDays(1)).ToInstant() : null;

    private static Results<Ok<KeyView>, ProblemHttpResult> Answer(Outcome<KeyMade> outcome, string name) => outcome switch
    {
        Outcome<KeyMade>.Done(var made, _) => TypedResults.Ok(View(made)),
        Outcome<KeyMade>.Refused(var refusal) => ProblemException.Of(refusal),
        _ => throw ProblemException.NotFound($"key called {name}"),
    };

    private static KeyView View(KeyMade made) => KeyView.Of(made.Key) with { Secret = made.Secret };

    private static IssueKeys Issue(ApiKeys keys, ApiCall call) => new(call.Ledger, keys, call.Services.Clock);

    /// <param name="Name">The name.</param>
    /// <param name="Role">The role.</param>
    /// <param name="Expires">The last local day of the key; null for a key that does not expire.</param>
    internal sealed record KeyBody([property: JsonRequired] string Name, [property: JsonRequired] string Role, LocalDate? Expires = null);
}
