using NodaTime.Text;

namespace Reminders.Web.Console;

/// <summary>The calendar 日历: a month of deadlines and of SMS, those sent and those that are planned.</summary>
internal static class CalendarPages
{
    /// <summary>
    /// The most watched items times days until the end of the month that a page rehearses. A rehearsal took about 40 µs of processor time
    /// for one item and day.
    /// </summary>
    private const int MostItemDays = 60_000;

    private static readonly ImmutableArray<ItemState> NotCancelled =
        [.. Enum.GetValues<ItemState>().Where(s => s != ItemState.Cancelled)];

    private static readonly YearMonthPattern Pattern = YearMonthPattern.Iso;

    public static IEndpointRouteBuilder MapCalendarPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/calendar", ReadAsync);
        return pages;
    }

    /// <summary>The month as an address writes it.</summary>
    public static string Text(YearMonth month) => Pattern.Format(month);

    private static async Task<IResult> ReadAsync(string? month, string? plan, ApiCall call)
    {
        var today = call.Services.TodayIn(call.Services.Zone);
        var shown = string.IsNullOrEmpty(month) ? today.ToYearMonth()
            : Pattern.Parse(month) is { Success: true, Value: { Year: >= 2000 and <= 2200 } value } ? value
            : throw ProblemException.BadRequest("query-invalid", $"month is '{month}'; it must be a month such as 2026-05.");
        var only = await ItemRoutes.PlanAsync(string.IsNullOrEmpty(plan) ? null : plan, call);
        return new Page<Pages.CalendarPage>(("Month", await MonthAsync(shown, only, today, call)));
    }

    private static async Task<CalendarMonth> MonthAsync(YearMonth month, int? only, LocalDate today, ApiCall call)
    {
        var (services, days) = (call.Services, month.ToDateInterval());
        var colours = services.Schedule.Policy.Colours;
        var board = services.UseCases.ReadBoard;
        var tallies = await board.TalliesAsync(only, call.Cancellation);
        var lines = tallies.SelectMany(p => p.Units).SelectMany(u => u.Lines).ToList();
        // Closed items with a look-back are watched too; they are few.
        var watched = lines.Where(l => l.State is ItemState.Open or ItemState.Reported).Sum(l => l.Items);
        var dueDays = lines.Where(l => l.State != ItemState.Cancelled).Select(l => l.Due).OfType<LocalDate>().Where(days.Contains)
            .Distinct();
        var due = new Dictionary<LocalDate, (int Count, ImmutableArray<BoardRow> First)>();
        foreach (var day in dueDays)
        {
            var filter = new ItemFilter { Plan = only, Due = day, States = NotCancelled };
            due[day] = await board.FirstAsync(filter, tallies, CalendarDay.MostShown, call.Cancellation);
        }
        var planning = days.End < today ? Planning.Over
            : days.Start > today.PlusYears(1) ? Planning.TooFar
            : watched * (Period.DaysBetween(today, days.End) + 1) > MostItemDays ? Planning.TooMuch
            : Planning.Shown;
        var plans = await PlanRoutes.CompleteAsync(call);
        var sent = await SentAsync(days, only, call);
        var planned = planning == Planning.Shown
            ? await PlannedAsync([.. plans.Where(p => only is null || p.Number == only)], days, today, call)
            : [];
        return new(
            month, only, [.. plans.Select(PlanView.Of)], planning, services.Schedule.Calendar.Knows(month.Year),
            [
                .. days.Select(day => new CalendarDay(
                    day, services.Schedule.Calendar.KindOf(day), due.GetValueOrDefault(day).Count,
                    due.TryGetValue(day, out var first) ? [.. first.First.Select(Due)] : [], sent.GetValueOrDefault(day, SmsCount.None),
                    planned.GetValueOrDefault(day, SmsCount.None))),
            ],
            services.SegmentPrice);

        DueItem Due(BoardRow row) => new(row.Item.Code, row.Item.Title, row.Light, colours[row.Light]);
    }

    private static async Task<Dictionary<LocalDate, SmsCount>> SentAsync(DateInterval days, int? only, ApiCall call)
    {
        var counts = new Dictionary<LocalDate, SmsCount>();
        foreach (var notice in await NoticeRoutes.FindAsync(null, days.Start, days.End, call))
        {
            if (notice.SentSegments is > 0 and var segments && (only is null || notice.Steps.Any(s => s.Id.Item.Plan == only)))
                counts[notice.Day] = counts.GetValueOrDefault(notice.Day, SmsCount.None).With(segments);
        }
        return counts;
    }

    // One rehearsal for all plans, because a person gets one digest for all of them. It ends with the month, or in a year.
    private static async Task<Dictionary<LocalDate, SmsCount>> PlannedAsync(
        ImmutableArray<Plan> plans, DateInterval days, LocalDate today, ApiCall call)
    {
        var counts = new Dictionary<LocalDate, SmsCount>();
        if (plans.IsEmpty)
            return counts;
        var (services, last) = (call.Services, LocalDate.Min(days.End, today.PlusYears(1)));
        var rehearsal = LedgerRehearsal.PlayAsync(
            call.Ledger, plans, services.Schedule.Policy, services.Clock.GetCurrentInstant(), last, call.Cancellation);
        await foreach (var sms in rehearsal)
        {
            if (days.Contains(sms.At.Date))
                counts[sms.At.Date] = counts.GetValueOrDefault(sms.At.Date, SmsCount.None).With(SmsSize.Of(sms.Message.Text).Segments);
        }
        return counts;
    }
}

/// <summary>A month of the calendar.</summary>
/// <param name="Month">The month.</param>
/// <param name="Plan">The plan that is shown alone; null for all.</param>
/// <param name="Plans">All plans.</param>
/// <param name="Planning">Whether the planned SMS are shown.</param>
/// <param name="KnowsYear">Whether the holidays of the year are known.</param>
/// <param name="Days">Its days.</param>
/// <param name="SegmentPrice">The price of a segment; null if the office does not count costs.</param>
public sealed record CalendarMonth(
    YearMonth Month, int? Plan, ImmutableArray<PlanView> Plans, Planning Planning, bool KnowsYear, ImmutableArray<CalendarDay> Days,
    decimal? SegmentPrice);

/// <summary>Whether a month shows the SMS that are planned.</summary>
public enum Planning
{
    Shown,

    /// <summary>The month is over.</summary>
    Over,

    /// <summary>The month begins in more than a year.</summary>
    TooFar,

    /// <summary>The rehearsal would take too long for a page.</summary>
    TooMuch,
}

/// <summary>A day of the calendar with the items that are due, and the SMS that were sent and are planned.</summary>
/// <param name="Date">The day.</param>
/// <param name="Kind">Whether people work on it.</param>
/// <param name="Items">The number of items that are due.</param>
/// <param name="Due">The first of them.</param>
/// <param name="Sent">The SMS that were sent.</param>
/// <param name="Planned">The SMS that are planned.</param>
public sealed record CalendarDay(
    LocalDate Date, DayKind Kind, int Items, ImmutableArray<DueItem> Due, SmsCount Sent, SmsCount Planned)
{
    public const int MostShown = 3;

    public bool IsQuiet => Kind is DayKind.Working or DayKind.Weekend && Due.IsEmpty && Sent.Messages + Planned.Messages == 0;
}

public sealed record DueItem(ItemCode Code, string Title, Light Light, string Colour);

public sealed record SmsCount(int Messages, int Segments)
{
    public static SmsCount None { get; } = new(0, 0);

    public SmsCount With(int segments) => new(Messages + 1, Segments + segments);
}
