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
        var plans = await ReadAsync(await ItemRoutes.PlanAsync(plan, call), call);
        return Ledger(plans, call);
    }

    /// <summary>The ledger of a plan, or of all plans, with the items that pass the filter.</summary>
    internal static async Task<FileContentHttpResult> ExportSomeAsync(int? plan, ItemFilter filter, ApiCall call)
    {
        var near = call.Services.Schedule.Policy.NearDays;
        var plans = (await ReadAsync(plan, call))
            .Select(p => p with { Items = [.. p.Items.Where(f => filter.Passes(f.Item, Lights.Of(f.Item, p.On, near)))] })
            .Where(p => p.Items.Count > 0);
        return Ledger([.. plans], call);
    }

    private static Task<IReadOnlyList<PlanExport>> ReadAsync(int? plan, ApiCall call) =>
        call.Services.UseCases.ExportLedger.RunAsync(plan, call.Services.Clock.GetCurrentInstant(), call.Cancellation);

    private static FileContentHttpResult Ledger(IReadOnlyList<PlanExport> plans, ApiCall call)
    {
        var services = call.Services;
        var on = plans is [var only] ? only.On : services.TodayIn(services.Zone);
        var workbook = LedgerWorkbook.Make(plans, on, services.Schedule.Calendar, call.SeesNumbers);
        return TypedResults.File(workbook, MediaTypes.Workbook, $"整改台账-{LocalDatePattern.Iso.Format(on)}.xlsx");
    }

    internal static FileContentHttpResult Template(string name) => OfficeTemplates.TryMake(name) is { } file
        ? TypedResults.File(file, MediaTypes.Workbook, $"{name}.xlsx")
        : throw ProblemException.NotFound($"template {name}; the templates are ledger and contacts");
}
