using Microsoft.AspNetCore.Http;
using NodaTime.Text;
using static Microsoft.AspNetCore.Http.HttpMethods;

namespace Reminders.Web.Routes;

/// <summary>The ledger 整改台账 as the office files it.</summary>
internal static class ExportRoutes
{
    public static IEnumerable<ApiRoute> Table =>
    [
        new(Get, "/api/export.xlsx", KeyRole.Viewer, ExportAsync)
        {
            Summary = "The ledger 整改台账 as the office files it, with the history of every item; numbers are masked for viewers.",
            Query = [new("plan", typeof(int), "Only this plan.")],
            MediaType = MediaTypes.Workbook,
        },
    ];

    /// <summary>One plan, or all of them; who may not see numbers gets them masked.</summary>
    private static async Task<IResult> ExportAsync(ApiCall call)
    {
        var services = call.Services;
        int? plan = call.Query("plan") is { } number ? (await PlanRoutes.FindAsync(call, number)).Number : null;
        var plans = await services.UseCases.ExportLedger.RunAsync(plan, services.Clock.GetCurrentInstant(), call.Cancellation);
        var on = plans is [var only] ? only.On : services.TodayIn(services.Zone);
        return Results.File(services.Readers.Ledger(plans, on, services.Schedule.Calendar, call.SeesNumbers), MediaTypes.Workbook, $"整改台账-{LocalDatePattern.Iso.Format(on)}.xlsx");
    }
}
