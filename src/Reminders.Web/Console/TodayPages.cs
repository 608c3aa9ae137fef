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
        var items = await ItemRoutes.ItemsAsync(null, call).ToListAsync(call.Cancellation);
        return new(
            await HealthRoutes.ViewAsync(call),
            (await PlanRoutes.CompleteAsync(call)).IsEmpty,
            List(items.Where(i => i.Item.State == ItemState.Draft)),
            List(items.Where(i => Lateness.IsOverdue(i.Item, i.Today)).OrderBy(i => i.Item.Deadline.Date)),
            List(items.Where(i => i.Item.State == ItemState.Reported).OrderBy(i => i.Item.Report?.At)),
            List(items.Where(i => i.Item.IsAsked).OrderBy(i => i.Item.Asked!.At)),
            Listed.Of(call.SeesNumbers ? (await NumberRoutes.ListAsync(call)).Value! : [], n => n),
            Listed.Of(call.SeesNumbers ? await AbsencesAsync(call) : [], a => a),
            Listed.Of(await NoticesAsync(call), n => NoticeView.Of(n, call.SeesNumbers)));

        Listed<TodayItem> List(IEnumerable<(Item Item, LocalDate Today)> found) => Listed.Of(found, f => new TodayItem(
            ItemView.Of(f.Item, f.Today, services.Schedule, failing, call.SeesNumbers), f.Item.Report, f.Item.Asked));
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
