using System.Diagnostics;
using System.Text.Json.Serialization;

namespace Reminders.Web.Routes;

/// <summary>Absences and deputies.</summary>
internal static class AbsenceRoutes
{
    public static IEndpointRouteBuilder MapAbsences(this IEndpointRouteBuilder api)
    {
        api.MapGet("/absences", ListAsync).Needs(KeyRole.Operator).WithSummary("Who is, was and will be away, and who stands in.");
        api.MapPost("/absences", RecordAsync).Needs(KeyRole.Administrator)
            .WithSummary(
                "Records that the owner of a number is away 请假, from the first day to the last, both included, and "
                + "who stands in for them in every item.");
        api.MapDelete("/absences/{id}", CancelAsync).Needs(KeyRole.Administrator).WithSummary("Ends an absence at once, or calls it off.");
        return api;
    }

    internal static async Task<Ok<IEnumerable<AbsenceView>>> ListAsync(ApiCall call)
    {
        var now = call.Services.Clock.GetCurrentInstant();
        return TypedResults.Ok((await call.Ledger.People.AbsencesAsync(call.Cancellation)).Select(a => AbsenceView.Of(a.Value, now)));
    }

    internal static async Task<Results<Created<AbsenceChangeView>, ProblemHttpResult>> RecordAsync(JsonBody<AbsenceBody> json, ApiCall call)
    {
        var body = json.Value;
        var outcome = await call.Services.UseCases.RecordAbsence.RunAsync(
            NumberRoutes.Read(body.Phone), body.Deputy.Read(), (body.From, body.Until), body.Reason, call.By, call.Cancellation);
        return outcome switch
        {
            Outcome<AbsenceFollowed>.Done(var followed, _) => TypedResults.Created((string?)null, View(followed, call)),
            Outcome<AbsenceFollowed>.Refused(var refusal) => ProblemException.Of(refusal),
            _ => throw new UnreachableException(),
        };
    }

    internal static async Task<Results<Ok<AbsenceChangeView>, ProblemHttpResult>> CancelAsync(string id, ApiCall call)
    {
        return await call.Services.UseCases.CancelAbsence.RunAsync(id, call.By, call.Cancellation) switch
        {
            Outcome<AbsenceFollowed>.Done(var followed, _) => TypedResults.Ok(View(followed, call)),
            Outcome<AbsenceFollowed>.Refused(var refusal) => ProblemException.Of(refusal),
            _ => throw ProblemException.NotFound($"absence with that id; GET /api/absences lists the ids"),
        };
    }

    private static AbsenceChangeView View(AbsenceFollowed followed, ApiCall call) =>
        new(AbsenceView.Of(followed.Absence, call.Services.Clock.GetCurrentInstant()), followed.Items);

    internal sealed record AbsenceChangeView(AbsenceView Absence, IEnumerable<ItemCode> ItemsChanged);

    internal sealed record AbsenceBody(
        [property: JsonRequired] string Phone, [property: JsonRequired] PersonBody Deputy, [property: JsonRequired] LocalDate From,
        [property: JsonRequired] LocalDate Until, string Reason = "");
}

/// <summary>The deputy of an absentee, or the successor of a handover.</summary>
internal sealed record PersonBody([property: JsonRequired] string Name, [property: JsonRequired] string Phone)
{
    /// <exception cref="InputRefusedException">The name is not valid in a contact list.</exception>
    public Party Read()
    {
        var contact = ContactFile.ReadOne(Name, NumberRoutes.Read(Phone));
        return new(contact.Name, contact.Phone);
    }
}
