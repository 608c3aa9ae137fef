namespace Reminders.Web.Console;

/// <summary>The progress 进度 by plan and by unit.</summary>
internal static class ProgressPages
{
    public static IEndpointRouteBuilder MapProgressPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/progress", ReadAsync);
        return pages;
    }

    private static async Task<IResult> ReadAsync(HttpContext http, ApiCall call)
    {
        var page = new PageQuery(http.Request.Query).Number("page") ?? 1;
        var plans = await PlanRoutes.CompleteAsync(call);
        var calendar = call.Services.Schedule.Calendar;
        var (byPlan, byUnit) = (new Dictionary<int, Progress>(), new Dictionary<string, Progress>());
        await foreach (var (item, today) in ItemRoutes.ItemsAsync(null, call))
        {
            if (item.State == ItemState.Cancelled)
                continue;
            var late = Lateness.WorkingDays(item, today, calendar);
            byPlan[item.Code.Plan] = byPlan.GetValueOrDefault(item.Code.Plan, Progress.None).With(item, late);
            var unit = item.ListedUnder ?? "";
            byUnit[unit] = byUnit.GetValueOrDefault(unit, Progress.None).With(item, late);
        }
        var units = byUnit.OrderByDescending(u => u.Value.Overdue).ThenBy(u => u.Key, StringComparer.Ordinal)
            .Select(u => new ProgressRow(u.Key, u.Key.Length == 0 ? null : new() { Unit = u.Key }, u.Value));
        var shown = Paged<ProgressRow>.Of(units, byUnit.Count, page);
        return new Page<Pages.ProgressPage>(
            ("Plans", plans.Select(p => new ProgressRow(
                $"{p.Number} {p.Title}", new() { Plan = p.Number }, byPlan.GetValueOrDefault(p.Number, Progress.None))).ToImmutableArray()),
            ("Units", shown.Rows), ("Number", shown.Page), ("Last", shown.Last));
    }
}

/// <summary>The progress of several items. Cancelled items do not count.</summary>
/// <param name="Items">All items.</param>
/// <param name="Closed">The items that were verified and closed.</param>
/// <param name="Reported">The items that wait to be verified.</param>
/// <param name="Overdue">The open items after their deadline.</param>
/// <param name="DaysLate">The working days by which the overdue items are late, together.</param>
public sealed record Progress(int Items, int Closed, int Reported, int Overdue, int DaysLate)
{
    public static Progress None { get; } = new(0, 0, 0, 0, 0);

    /// <param name="item">Another item.</param>
    /// <param name="late">The working days by which it is late; null if it is not overdue.</param>
    public Progress With(Item item, int? late) => new(
        Items + 1, Closed + (item.State == ItemState.Closed ? 1 : 0), Reported + (item.State == ItemState.Reported ? 1 : 0),
        Overdue + (late is null ? 0 : 1), DaysLate + (late ?? 0));
}

/// <summary>A row of the progress.</summary>
/// <param name="Name">The plan, or the unit; empty for the items without a unit.</param>
/// <param name="Board">Its items on the board; null if no filter selects them.</param>
/// <param name="Progress">Its figures.</param>
public sealed record ProgressRow(string Name, BoardQuery? Board, Progress Progress);
