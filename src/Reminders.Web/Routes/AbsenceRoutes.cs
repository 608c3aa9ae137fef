using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using static Microsoft.AspNetCore.Http.HttpMethods;

namespace Reminders.Web.Routes;

/// <summary>Who is away, until when, and who stands in.</summary>
internal static class AbsenceRoutes
{
    public static IEnumerable<ApiRoute> Table =>
    [
        new(Get, "/api/absences", KeyRole.Operator, ListAsync) { Summary = "Who is, was and will be away, and who stands in.", Returns = typeof(IEnumerable<AbsenceView>) },
        new(Post, "/api/absences", KeyRole.Administrator, RecordAsync)
        {
            Summary = "Records that whoever has a number is away 请假, from the first day until the last, both included, and who stands in for him in every item meanwhile.",
            Body = new JsonBody(typeof(AbsenceBody)),
            Statuses = [StatusCodes.Status201Created],
        },
        new(Delete, "/api/absences/{id}", KeyRole.Administrator, CancelAsync) { Summary = "Ends an absence at once, or calls it off." },
    ];

    private static async Task<IResult> ListAsync(ApiCall call)
    {
        var now = call.Services.Clock.GetCurrentInstant();
        return Results.Json((await call.Services.Ledger.People.AbsencesAsync(call.Cancellation)).Select(a => AbsenceView.Of(a.Value, now)), ApiJson.Options);
    }

    private static async Task<IResult> RecordAsync(ApiCall call)
    {
        var body = await Uploads.JsonAsync<AbsenceBody>(call);
        var result = await call.Services.UseCases.RecordAbsence.RunAsync(
            Uploads.Phone(call, body.Phone), Uploads.Person(call, body.Deputy), (body.From, body.Until), body.Reason, By(call), call.Cancellation);
        return Answer(call, result, StatusCodes.Status201Created);
    }

    private static async Task<IResult> CancelAsync(ApiCall call) =>
        Answer(call, await call.Services.UseCases.CancelAbsence.RunAsync(call.Route("id"), By(call), call.Cancellation), StatusCodes.Status200OK);

    private static IResult Answer(ApiCall call, AbsenceResult result, int status) => result switch
    {
        { Refusal: { } refusal } => ProblemException.Of(refusal),
        { Absence: { } absence } => Results.Json(
            new { Absence = AbsenceView.Of(absence, call.Services.Clock.GetCurrentInstant()), ItemsChanged = result.Changed }, ApiJson.Options, null, status),
        _ => throw ProblemException.NotFound("absence with that id; ids are listed by GET /api/absences"),
    };

    private static Actor By(ApiCall call) => new(call.Key!.Name, call.Key.Name);

    private sealed record AbsenceBody(
        [property: JsonRequired] string Phone, [property: JsonRequired] PersonBody Deputy, [property: JsonRequired] LocalDate From, [property: JsonRequired] LocalDate Until, string Reason = "");
}
