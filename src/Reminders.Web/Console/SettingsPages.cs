using System.Globalization;
using Microsoft.AspNetCore.Mvc;

namespace Reminders.Web.Console;

/// <summary>A setting of the policy as a page writes it.</summary>
/// <param name="Name">The name in the settings <c>Reminders:Policy:*</c>.</param>
/// <param name="Value">The value in force; empty for none.</param>
/// <param name="Default">The default; equal to the value unless the office chose another.</param>
public sealed record PolicyRow(string Name, string Value, string Default)
{
    public static ImmutableArray<PolicyRow> Of(ReminderPolicy policy)
    {
        var initial = new ReminderPolicy();
        return
        [
            Row("beforeDays", p => string.Join('、', p.BeforeDays)),
            Row("slotTime", p => Shown.Time(p.SlotTime)),
            Row("quietHours", p => $"{Shown.Time(p.QuietHours.From)}–{Shown.Time(p.QuietHours.Until)}"),
            Row("overdueEveryWorkingDays", p => Number(p.OverdueEveryWorkingDays)),
            Row("supervisorAfterWorkingDays", p => Number(p.SupervisorAfterWorkingDays)),
            Row("supervisorEveryDays", p => Number(p.SupervisorEveryDays)),
            Row("verifyEveryWorkingDays", p => Number(p.VerifyEveryWorkingDays)),
            Row("lookBackAfterDays", p => Number(p.LookBackAfterDays)),
            Row("nearDays", p => Number(p.NearDays)),
            Row("verifyWithAnotherKey", p => Words.T(p.VerifyWithAnotherKey ? "yes" : "no")),
            Row("asksForReplies", p => Words.T(p.AsksForReplies ? "yes" : "no")),
            Row("language", p => Words.T($"language.{p.Language}")),
            Row("signature", p => p.Signature ?? Words.T("setting.of-language")),
            Row("office", p => p.Office ?? Words.T("setting.of-language")),
            Row("officePhone", p => p.OfficePhone),
            Row("leaderSuffix", p => p.LeaderSuffix),
            Row("leaderTitles", p => string.Join('、', p.LeaderTitles.OrderBy(t => t.Key).Select(t => $"{t.Key}={t.Value}"))),
            Row("personSegments", p => Number(p.PersonSegments)),
            Row("leaderSegments", p => Number(p.LeaderSegments)),
            Row("colours", p => string.Join('、', p.Colours.OrderBy(c => c.Key).Select(c => $"{Words.T($"light.{c.Key}")} {c.Value}"))),
        ];

        PolicyRow Row(string name, Func<ReminderPolicy, string> value) => new(name, value(policy), value(initial));

        static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
    }
}

/// <summary>A year of the working calendar.</summary>
/// <param name="Year">The year.</param>
/// <param name="IsKnown">Whether its holidays are loaded.</param>
/// <param name="IsOwn">Whether the office's settings have it.</param>
public sealed record CalendarRow(int Year, bool IsKnown, bool IsOwn);

/// <summary>The settings: keys, the policy in force, the calendar, and who did what.</summary>
internal static class SettingsPages
{
    /// <summary>The State Council publishes the holidays of a year in the November before.</summary>
    private const int PublishedIn = 11;

    private const int FirstYear = 2020;
    private const int MostShown = 200;

    public static IEndpointRouteBuilder MapSettingsPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/settings", (string? done, ApiKeys keys, ApiCall call) => PageAsync(keys, call, done));
        pages.MapGet("/settings/history", HistoryAsync);
        var changes = pages.MapGroup("/settings/keys").NeedsSession(KeyRole.Administrator);
        changes.MapPost("", MakeAsync);
        changes.MapPost("/{name}/rotate", RotateAsync);
        changes.MapPost("/{name}/revoke", RevokeAsync);
        return pages;
    }

    private static async Task<IResult> PageAsync(
        ApiKeys keys, ApiCall call, string? done = null, KeyView? made = null, ConsoleForm? form = null, ProblemDetails? problem = null,
        string? tried = null) =>
        new Page<Pages.SettingsPage>(
            problem,
            ("Keys", (await KeyRoutes.ListAsync(keys, call)).Value!.ToList()), ("Policy", call.Services.Schedule.Policy),
            ("Calendar", Calendar(call)), ("Plans", (await PlanRoutes.ListAsync(call)).Value!.ToList()), ("Zone", call.Services.Zone),
            ("Done", done), ("Made", made), ("Form", form), ("Tried", tried));

    private static async Task<IResult> MakeAsync(ConsoleForm form, ApiKeys keys, ApiCall call)
    {
        var (made, problem) = await Attempt.RunAsync(
            () => KeyRoutes.MakeAsync(new(new(form["name"], form["role"], form.Date("expires"))), keys, call));
        return made is null
            ? await PageAsync(keys, call, form: form, problem: problem, tried: "make")
            : await PageAsync(keys, call, made: ((Created<KeyView>)made.Result).Value);
    }

    private static async Task<IResult> RotateAsync(string name, ConsoleForm form, ApiKeys keys, ApiCall call)
    {
        var expires = form["expires"] is { Length: > 0 } day ? day : null;
        var (rotated, problem) = await Attempt.RunAsync(() => KeyRoutes.RotateAsync(name, expires, keys, call));
        return rotated is null
            ? await PageAsync(keys, call, problem: problem)
            : await PageAsync(keys, call, made: ((Ok<KeyView>)rotated.Result).Value);
    }

    private static async Task<IResult> RevokeAsync(string name, ConsoleForm form, ApiKeys keys, ApiCall call)
    {
        ArgumentNullException.ThrowIfNull(form);
        var (revoked, problem) = await Attempt.RunAsync(() => KeyRoutes.RevokeAsync(name, keys, call));
        return revoked is null ? await PageAsync(keys, call, problem: problem) : ConsoleRoutes.SeeOther("/settings?done=revoked");
    }

    private static ImmutableArray<CalendarRow> Calendar(ApiCall call)
    {
        var (services, today) = (call.Services, call.Services.TodayIn(call.Services.Zone));
        var own = services.Schedule.Policy.Calendar.Select(y => y.Year).ToHashSet();
        var last = today.Month >= PublishedIn ? today.Year + 1 : today.Year;
        return
        [
            .. from year in Enumerable.Range(FirstYear, last - FirstYear + 1).Concat(own).Distinct().Order()
               select new CalendarRow(year, services.Schedule.Calendar.Knows(year), own.Contains(year)),
        ];
    }

    private static async Task<IResult> HistoryAsync(string? plan, HttpContext http, ApiCall call)
    {
        var q = new PageQuery(http.Request.Query).Text("q");
        var plans = (await PlanRoutes.ListAsync(call)).Value!.ToList();
        List<HistoryView> entries = [];
        if ((plan is { Length: > 0 } ? plan : plans.LastOrDefault()?.Number.ToString(CultureInfo.InvariantCulture)) is { } number)
        {
            plan = number;
            entries = [.. (await PlanRoutes.HistoryAsync(number, call)).Value!.Where(Matches).Reverse()];
        }
        return new Page<Pages.HistoryPage>(
            ("Plans", plans), ("Plan", plan), ("Query", q ?? ""), ("Count", entries.Count), ("Entries", entries.Take(MostShown).ToList()));

        bool Matches(HistoryView entry) =>
            $"{entry.Item} {entry.By.Name} {entry.By.RecordedBy} {Words.Find($"action.{entry.Action}")} {entry.Words} {entry.Detail}"
                .Contains(q ?? "", StringComparison.OrdinalIgnoreCase);
    }
}
