using Microsoft.AspNetCore.Http;
using static Microsoft.AspNetCore.Http.HttpMethods;

namespace Reminders.Web.Routes;

/// <summary>Workbooks to fill in.</summary>
internal static class TemplateRoutes
{
    public static IEnumerable<ApiRoute> Table =>
        [new(Get, "/api/templates/{name}.xlsx", KeyRole.Viewer, ReadAsync) { Summary = "A workbook to fill in.", MediaType = MediaTypes.Workbook }];

    private static Task<IResult> ReadAsync(ApiCall call) => call.Route("name") is var name && call.Services.Readers.Template(name) is { } file
        ? Task.FromResult(Results.File(file, MediaTypes.Workbook, $"{name}.xlsx"))
        : throw ProblemException.NotFound($"template {name}; there are ledger and contacts");
}
