using NodaTime.Text;

namespace Reminders.Web.Routes;

/// <summary>Workbooks: the ledger 整改台账 as the office files it, and templates.</summary>
internal static class FileRoutes
{
    public static IEndpointRouteBuilder MapFiles(this IEndpointRouteBuilder api)
    {
        api.MapGet("/export.xlsx", ExportAsync).Needs(KeyRole.Viewer).Produces<Stream>(contentType: MediaTypes.Workbook)
            .WithSummary("The ledger 整改台账 as the office files it, with the history of every item. Viewers see masked numbers.");
        api.MapGet("/templates/{name}.xlsx", Template).Needs(KeyRole.Viewer).Produces<Stream>(contentType: MediaTypes.Workbook)
            .WithSummary("A template: a workbook to fill in.");
        return api;
    }

    internal static async Task<FileContentHttpResult> ExportAsync([Query(typeof(int), "Only this plan.")] string? plan, ApiCall call)
    {
        var services = call.Services;
        int? number = plan is null ? null : (await PlanRoutes.FindAsync(plan, call)).Number;
        var plans = await services.UseCases.ExportLedger.RunAsync(number, services.Clock.GetCurrentInstant(), call.Cancellation);
        var on = plans is [var only] ? only.On : services.TodayIn(services.Zone);
        var workbook = LedgerWorkbook.Make(plans, on, services.Schedule.Calendar, call.SeesNumbers);
        return TypedResults.File(workbook, MediaTypes.Workbook, $"整改台账-{LocalDatePattern.Iso.Format(on)}.xlsx");
    }

    internal static FileContentHttpResult Template(string name) => OfficeTemplates.TryMake(name) is { } file
        ? TypedResults.File(file, MediaTypes.Workbook, $"{name}.xlsx")
        : throw ProblemException.NotFound($"template {name}; the templates are ledger and contacts");
}
