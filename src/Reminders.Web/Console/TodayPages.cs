namespace Reminders.Web.Console;

/// <summary>The first of a list, with the number of all.</summary>
public sealed record Listed<T>(int Count, IReadOnlyList<T> First);

internal static class Listed
{
    public const int Most = 20;

    public static Listed<T> Of<TAll, T>(IEnumerable<TAll> all, Func<TAll, T> view)
    {
        var known = all.ToList();
        return new(known.Count, [.. known.Take(Most).Select(view)]);
    }
}

/// <summary>An item with the report or the request that waits for an answer.</summary>
public sealed record TodayItem(ItemView Item, WorkReport? Report, ExtensionRequest? Asked);

/// <summary>What needs somebody now. Numbers and absences are empty for a reader who may not see them.</summary>
public sealed record TodayView(
    ReadyView Ready, bool IsEmpty, Listed<TodayItem> Drafts, Listed<TodayItem> Overdue, Listed<TodayItem> Reported, Listed<TodayItem> Asked,
    Listed<NumberView> Numbers, Listed<AbsenceView> Absences, Listed<NoticeView> Notices);

/// <summary>The first page: what needs somebody now.</summary>
internal static class TodayPages
{
    /// <summary>How many days before its first day an absence is shown.</summary>
    private const int AbsencesWithin = 7;

    public static IEndpointRouteBuilder MapTodayPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/", ReadAsync);
        return pages;
    }

    private static async Task<IResult> ReadAsync(ApiCall call) => new Page<Pages.TodayPage>(("Today", await TodayAsync(call)));

    private static async Task<TodayView> TodayAsync(ApiCall call)
    {
        var services = call.Services;
        var failing = await services.FailingAsync(call.Cancellation);
        var board = services.UseCases.ReadBoard;
        var plans = await board.TalliesAsync(null, call.Cancellation);
        return new(
            await HealthRoutes.ViewAsync(call),
            plans.Count == 0,
            await ListAsync(new() { States = [ItemState.Draft] }),
            await ListAsync(new() { Lights = [Light.Overdue] }),
            await ListAsync(new() { States = [ItemState.Reported] }),
            List(await board.AskedAsync(plans, Listed.Most, call.Cancellation)),
            Listed.Of(call.SeesNumbers ? (await NumberRoutes.ListAsync(call)).Value! : [], n => n),
            Listed.Of(call.SeesNumbers ? await AbsencesAsync(call) : [], a => a),
            Listed.Of(await NoticesAsync(call), n => NoticeView.Of(n, call.SeesNumbers)));

        async Task<Listed<TodayItem>> ListAsync(ItemFilter filter) =>
            List(await board.FirstAsync(filter, plans, Listed.Most, call.Cancellation));

        Listed<TodayItem> List((int Count, ImmutableArray<BoardRow> First) found) => new(found.Count, [.. found.First.Select(r =>
            new TodayItem(ItemView.Of(r.Item, r.Today, services.Schedule, failing, call.SeesNumbers), r.Item.Report, r.Item.Asked))]);
    }

    private static async Task<List<AbsenceView>> AbsencesAsync(ApiCall call)
    {
        var soon = call.Services.TodayIn(call.Services.Zone).PlusDays(AbsencesWithin);
        return [.. (await AbsenceRoutes.ListAsync(call)).Value!.Where(a => a.Stage != AbsenceStage.Over && a.From <= soon)];
    }

    private static async Task<IEnumerable<Notice>> NoticesAsync(ApiCall call)
    {
        var since = call.Services.Clock.GetCurrentInstant() - SendingTrouble.ShownFor;
        return SendingTrouble.Shown(await call.Ledger.Notices.NoticesSinceAsync(since, call.Cancellation));
    }
}
