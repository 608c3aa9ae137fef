using Microsoft.AspNetCore.Http;
using static Microsoft.AspNetCore.Http.HttpMethods;

namespace Reminders.Web.Routes;

/// <summary>What was sent, and what became of it.</summary>
internal static class NoticeRoutes
{
    private const int DaysShown = 30;

    public static IEnumerable<ApiRoute> Table =>
    [
        new(Get, "/api/notices", KeyRole.Viewer, ListAsync)
        {
            Summary = "What was sent or is to be sent, newest first.",
            Query =
            [
                new("state", typeof(NoticeState), "Only notices in this state."),
                new("from", typeof(LocalDate), $"The first local day; {DaysShown} days ago unless it is said."),
                new("to", typeof(LocalDate), "The last local day."),
            ],
            Returns = typeof(IEnumerable<NoticeView>),
        },
        new(Post, "/api/notices/{id}/resend", KeyRole.Operator, ResendAsync) { Summary = "Sends a notice again that did not arrive.", Returns = typeof(NoticeView) },
    ];

    /// <summary>Notices by slot, newest first; from and to are local dates that count whole, from is 30 days ago unless it is said.</summary>
    private static async Task<IResult> ListAsync(ApiCall call)
    {
        var services = call.Services;
        var zone = DateTimeZoneProviders.Tzdb[services.Zone];
        var from = Date(call, "from") ?? services.TodayIn(services.Zone).PlusDays(-DaysShown);
        var to = Date(call, "to");
        NoticeState? state = null;
        if (call.Query("state") is { } name)
        {
            state = EnumName.TryRead<NoticeState>(name, out var parsed)
                ? parsed
                : throw ProblemException.BadRequest("query-invalid", $"state is '{name}'; it must be one of {EnumName.All<NoticeState>()}.");
        }
        var notices = await services.Ledger.Notices.NoticesSinceAsync(zone.AtStartOfDay(from).ToInstant(), call.Cancellation);
        return Results.Json(
            notices.Where(n => (state is null || n.State == state) && (to is null || n.Day <= to))
                .OrderByDescending(n => n.SlotAt)
                .Select(n => NoticeView.Of(n, call.SeesNumbers)),
            ApiJson.Options);
    }

    /// <summary>Hands a notice that did not arrive to the queue once more; refused where it may have arrived, is not true any more, or is more than the carrier takes.</summary>
    private static async Task<IResult> ResendAsync(ApiCall call)
    {
        var result = await call.Services.UseCases.ResendNotice.RunAsync(call.Route("id"), call.Cancellation);
        if (result.Notice is null)
            throw ProblemException.NotFound($"notice {call.Route("id")}");
        return result.Refusal is { } refusal ? ProblemException.Of(refusal) : Results.Json(NoticeView.Of(result.Notice, call.SeesNumbers), ApiJson.Options);
    }

    private static LocalDate? Date(ApiCall call, string name) => call.Query(name) switch
    {
        null => null,
        var text when DateText.TryRead(text, out var date) => date,
        var text => throw ProblemException.BadRequest("query-invalid", $"{name} is '{text}'; {DateText.Expected}"),
    };
}
