using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;
using static Microsoft.AspNetCore.Http.HttpMethods;

namespace Reminders.Web.Routes;

/// <summary>The API described for programs, out of the very table that it is served from.</summary>
internal static class OpenApiRoutes
{
    private static readonly Lazy<Task<string>> Document = new(() => ApiDocument.Of(ApiRoutes.Table).SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_0));

    public static IEnumerable<ApiRoute> Table =>
    [
        new(Get, "/openapi/v1.json", KeyRole.Anonymous, async _ => Results.Text(await Document.Value, MediaTypes.Json)) { Summary = "This description of the API." },
    ];
}
