using Microsoft.AspNetCore.Http;
using static Microsoft.AspNetCore.Http.HttpMethods;

namespace Reminders.Web.Routes;

/// <summary>Whether the process answers, and whether the whole of it does its work.</summary>
internal static class HealthRoutes
{
    private const int LettersShown = 20;
    private static readonly Duration LettersSince = Duration.FromDays(30);

    public static IEnumerable<ApiRoute> Table =>
    [
        new(Get, "/api/health", KeyRole.Anonymous, _ => Task.FromResult(Results.Json(new { Status = "alive" }, ApiJson.Options))) { Summary = "Whether the process lives." },
        new(Get, "/api/ready", KeyRole.Viewer, ReadyAsync)
        {
            Summary = "What the last scan and the last audit came to; 503 when anything is not as it should be.",
            Statuses = [StatusCodes.Status200OK, StatusCodes.Status503ServiceUnavailable],
            Returns = typeof(ReadyView),
        },
    ];

    /// <summary>What the scan and the audit last came to, what was given up, and whether all of it is as it should be: 200, or else 503.</summary>
    private static async Task<IResult> ReadyAsync(ApiCall call)
    {
        var (ledger, now) = (call.Services.Ledger, call.Services.Clock.GetCurrentInstant());
        var watch = await ledger.Watch.WatchAsync(call.Cancellation);
        var barriers = await ledger.Barriers.BarriersAsync(call.Cancellation);
        var letters = await ledger.Watch.DeadLettersSinceAsync(now - LettersSince, call.Cancellation);
        var problems = AuditLedger.ScanProblems(watch.LastScan, call.Services.UseCases.ScanIsOff, now)
            .Concat(AuditLedger.HaltProblems(barriers))
            .Concat(AuditProblems(watch.LastAudit, now))
            .DistinctBy(p => (p.Code, p.Message))
            .ToList();
        var view = new ReadyView(
            problems.Count == 0, watch.LastScan, LastAuditView.Of(watch.LastAudit), watch.LastAudit?.Oldest,
            new(letters.Count, letters.Reverse().Take(LettersShown).Select(l => new DeadLetterView(l.MessageId, l.Kind, l.Reason, l.At))), barriers.Halt, problems,
            call.Services.SmsWay);
        return Results.Json(view, ApiJson.Options, null, view.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static ImmutableArray<AuditProblem> AuditProblems(AuditReport? last, Instant now)
    {
        if (last is null)
            return [new(AuditCodes.AuditStopped, "No audit has run yet.")];
        return now - last.At > AuditLedger.Patience
            ? [new(AuditCodes.AuditStopped, $"The last audit ran at {last.At}; it should run every few minutes."), .. last.Problems.RemoveAll(p => AuditCodes.IsLive(p.Code))]
            : last.Problems.RemoveAll(p => AuditCodes.IsLive(p.Code));
    }
}
