namespace Reminders.Web.Routes;

/// <summary>Whether the process answers, and whether the system works.</summary>
internal static class HealthRoutes
{
    private const int LettersShown = 20;
    private static readonly Duration LettersSince = Duration.FromDays(30);

    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder api)
    {
        api.MapGet("/health", Alive).WithSummary("Whether the process is alive.");
        return api;
    }

    public static IEndpointRouteBuilder MapReady(this IEndpointRouteBuilder api)
    {
        api.MapGet("/ready", ReadyAsync).Needs(KeyRole.Viewer).Produces<ReadyView>(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("The last scan, the last audit and their problems; 503 if there is a problem.");
        return api;
    }

    internal static Ok<AliveView> Alive() => TypedResults.Ok(new AliveView("alive"));

    internal static async Task<Results<Ok<ReadyView>, JsonHttpResult<ReadyView>>> ReadyAsync(ApiCall call)
    {
        var view = await ViewAsync(call);
        return view.Ready ? TypedResults.Ok(view) : TypedResults.Json(view, statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    internal static async Task<ReadyView> ViewAsync(ApiCall call)
    {
        var now = call.Services.Clock.GetCurrentInstant();
        var watch = await call.Ledger.Watch.WatchAsync(call.Cancellation);
        var barriers = await call.Ledger.Barriers.BarriersAsync(call.Cancellation);
        var letters = await call.Ledger.Watch.DeadLettersSinceAsync(now - LettersSince, call.Cancellation);
        var problems = LedgerProblems(call.Services.LedgerTrouble())
            .Concat(AuditLedger.ScanProblems(watch.LastScan, call.Services.UseCases.ScanIsOff, now))
            .Concat(AuditLedger.HaltProblems(barriers))
            .Concat(AuditProblems(watch.LastAudit, now))
            .DistinctBy(p => (p.Code, p.Message))
            .ToList();
        return new(
            problems.Count == 0, watch.LastScan, LastAuditView.Of(watch.LastAudit), watch.LastAudit?.Oldest,
            new(letters.Count, letters.Reverse().Take(LettersShown).Select(l => new DeadLetterView(l.MessageId, l.Kind, l.Reason, l.At))),
            barriers.Halt, problems, call.Services.SmsWay);
    }

    private static ImmutableArray<AuditProblem> LedgerProblems(Wording? trouble) =>
        trouble is null ? [] : [new(Problems.LedgerUnavailable, trouble)];

    private static ImmutableArray<AuditProblem> AuditProblems(AuditReport? last, Instant now)
    {
        if (last is null)
            return [new(AuditCodes.AuditStopped, $"No audit has run yet.")];
        var problems = last.Problems.RemoveAll(p => AuditCodes.IsLive(p.Code));
        return now - last.At > AuditLedger.Patience
            ? [new(AuditCodes.AuditStopped, $"The last audit ran at {last.At}; it should run every few minutes."), .. problems]
            : problems;
    }

    internal sealed record AliveView(string Status);
}
