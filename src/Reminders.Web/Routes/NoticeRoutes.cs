namespace Reminders.Web.Routes;

/// <summary>Notices and their states.</summary>
internal static class NoticeRoutes
{
    public const int DaysShown = 30;

    public static IEndpointRouteBuilder MapNotices(this IEndpointRouteBuilder api)
    {
        api.MapGet("/notices", ListAsync).Needs(KeyRole.Viewer).WithSummary("The notices that were sent or will be sent, newest first.");
        api.MapPost("/notices/{id}/resend", ResendAsync).Needs(KeyRole.Operator)
            .WithSummary(
                "Sends a notice again that did not arrive. Refused if it may have arrived, is no longer true, or exceeds the limit of the "
                + "carrier.");
        return api;
    }

    internal static async Task<Ok<IEnumerable<NoticeView>>> ListAsync(
        [Query(typeof(NoticeState), "Only notices in this state.")] string? state,
        [Query(typeof(LocalDate), "The first local day; 30 days ago by default.")] string? from,
        [Query(typeof(LocalDate), "The last local day.")] string? to,
        ApiCall call)
    {
        var first = DateText.Query("from", from);
        var last = DateText.Query("to", to);
        NoticeState? only = state is null ? null
            : EnumName.TryRead<NoticeState>(state, out var parsed) ? parsed
            : throw ProblemException.BadRequest("query-invalid", $"state is '{state}'; it must be one of {EnumName.All<NoticeState>()}.");
        return TypedResults.Ok((await FindAsync(only, first, last, call)).Select(n => NoticeView.Of(n, call.SeesNumbers)));
    }

    /// <summary>The notices of these local days, newest first.</summary>
    /// <param name="only">Only those in this state; null for any.</param>
    /// <param name="first">The first day; null for 30 days ago.</param>
    /// <param name="last">The last day; null for no end.</param>
    /// <param name="call">The call.</param>
    internal static async Task<IEnumerable<Notice>> FindAsync(NoticeState? only, LocalDate? first, LocalDate? last, ApiCall call)
    {
        var services = call.Services;
        var since = DateTimeZoneProviders.Tzdb[services.Zone]
            .AtStartOfDay(first ?? services.TodayIn(services.Zone).PlusDays(-DaysShown)).ToInstant();
        return (await call.Ledger.Notices.NoticesSinceAsync(since, call.Cancellation))
            .Where(n => (only is null || n.State == only) && (last is null || n.Day <= last))
            .OrderByDescending(n => n.SlotAt);
    }

    internal static async Task<Results<Ok<NoticeView>, ProblemHttpResult>> ResendAsync(string id, ApiCall call)
    {
        return await call.Services.UseCases.ResendNotice.RunAsync(id, call.Cancellation) switch
        {
            Outcome<Notice>.Done(var notice, _) => TypedResults.Ok(NoticeView.Of(notice, call.SeesNumbers)),
            Outcome<Notice>.Refused(var refusal) => ProblemException.Of(refusal),
            _ => throw ProblemException.NotFound($"notice {id}"),
        };
    }
}
