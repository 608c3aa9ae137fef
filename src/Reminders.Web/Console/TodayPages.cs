namespace Reminders.Web.Console;

/// <summary>The first of a list, with the number of all.</summary>
public sealed record Listed<T>(int Count, IReadOnlyList<T> First)
{
    public const int Most = 20;

    public Listed(IReadOnlyCollection<T> all)
        : this(all.Count, [.. all.Take(Most)])
    {
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
        var plans = (await call.Ledger.Plans.PlansAsync(call.Cancellation)).Where(p => p.IsComplete)
            .ToDictionary(p => p.Number, p => services.TodayIn(p.Zone));
        var failing = await services.FailingAsync(call.Cancellation);
        var (drafts, overdue, reported, asked) = (new List<Item>(), new List<Item>(), new List<Item>(), new List<Item>());
        await foreach (var item in services.UseCases.ReadItems.ItemsAsync(null, call.Cancellation))
        {
            if (!plans.TryGetValue(item.Code.Plan, out var today))
                continue;
            if (item.State == ItemState.Draft)
                drafts.Add(item);
            if (item.State == ItemState.Reported)
                reported.Add(item);
            if (Lateness.IsOverdue(item, today))
                overdue.Add(item);
            if (item is { State: ItemState.Open, Asked: not null })
                asked.Add(item);
        }
        return new(
            await HealthRoutes.ViewAsync(call),
            plans.Count == 0,
            List(drafts),
            List(overdue.OrderBy(i => i.Deadline.Date)),
            List(reported.OrderBy(i => i.Report?.At)),
            List(asked.OrderBy(i => i.Asked!.At)),
            new Listed<NumberView>(call.SeesNumbers ? (await NumberRoutes.ListAsync(call)).Value! : []),
            new Listed<AbsenceView>(call.SeesNumbers ? await AbsencesAsync(call) : []),
            new Listed<NoticeView>(await NoticesAsync(call)));

        Listed<TodayItem> List(IEnumerable<Item> items)
        {
            var all = items.ToList();
            return new(all.Count, [.. all.Take(Listed<TodayItem>.Most).Select(i => new TodayItem(
                ItemView.Of(i, plans[i.Code.Plan], services.Schedule, failing, call.SeesNumbers), i.Report, i.Asked))]);
        }
    }

    private static async Task<List<AbsenceView>> AbsencesAsync(ApiCall call)
    {
        var soon = call.Services.TodayIn(call.Services.Zone).PlusDays(AbsencesWithin);
        return [.. (await AbsenceRoutes.ListAsync(call)).Value!.Where(a => a.Stage != AbsenceStage.Over && a.From <= soon)];
    }

    // SMS of the last days that did not arrive and were not sent again, and those that wait for somebody.
    private static async Task<List<NoticeView>> NoticesAsync(ApiCall call)
    {
        var since = call.Services.Clock.GetCurrentInstant() - SendingTrouble.ShownFor;
        var recent = await call.Ledger.Notices.NoticesSinceAsync(since, call.Cancellation);
        return
        [
            .. recent.Where(n => n.State is NoticeState.Failed or NoticeState.Undelivered or NoticeState.Unknown)
                .Concat(SendingTrouble.Among(recent))
                .DistinctBy(n => n.Id)
                .OrderByDescending(n => n.SlotAt)
                .Select(n => NoticeView.Of(n, call.SeesNumbers)),
        ];
    }
}
