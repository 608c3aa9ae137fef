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
        var calendar = call.Services.Schedule.Calendar;
        var plans = await call.Services.UseCases.ReadBoard.TalliesAsync(null, call.Cancellation);
        var lines =
            from plan in plans
            from unit in plan.Units
            from line in unit.Lines
            where line.State != ItemState.Cancelled
            let late = Lateness.WorkingDays(line.State, line.Due, plan.Today, calendar)
            select (plan.Plan.Number, Unit: unit.Unit ?? "", Line: line, Late: late);
        var (byPlan, byUnit) = (new Dictionary<int, Progress>(), new Dictionary<string, Progress>());
        foreach (var (plan, unit, line, late) in lines)
        {
            byPlan[plan] = byPlan.GetValueOrDefault(plan, Progress.None).With(line, late);
            byUnit[unit] = byUnit.GetValueOrDefault(unit, Progress.None).With(line, late);
        }
        var units = byUnit.OrderByDescending(u => u.Value.Overdue).ThenBy(u => u.Key, StringComparer.Ordinal)
            .Select(u => new ProgressRow(u.Key, u.Key.Length == 0 ? null : new() { Unit = u.Key }, u.Value));
        var shown = Paged<ProgressRow>.Of(units, byUnit.Count, page);
        return new Page<Pages.ProgressPage>(
            ("Plans", plans.Select(p => p.Plan).Select(p => new ProgressRow(
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

    /// <param name="line">More items.</param>
    /// <param name="late">The working days by which each of them is late; null if they are not overdue.</param>
    public Progress With(TallyLine line, int? late) => new(
        Items + line.Items, Closed + (line.State == ItemState.Closed ? line.Items : 0),
        Reported + (line.State == ItemState.Reported ? line.Items : 0), Overdue + (late is null ? 0 : line.Items),
        DaysLate + (late * line.Items ?? 0));
}

/// <summary>A row of the progress.</summary>
/// <param name="Name">The plan, or the unit; empty for the items without a unit.</param>
/// <param name="Board">Its items on the board; null if no filter selects them.</param>
/// <param name="Progress">Its figures.</param>
public sealed record ProgressRow(string Name, BoardQuery? Board, Progress Progress);
