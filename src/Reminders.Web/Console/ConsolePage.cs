using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Reminders.Web.Console;

/// <summary>The console: one page that reads the API with the key that its user types in, and keeps that key only for the browser tab.</summary>
public static class ConsolePage
{
    private static readonly Lazy<byte[]> Page = new(() =>
    {
        using var stream = typeof(ConsolePage).Assembly.GetManifestResourceStream("console.html")!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    });

    public static void MapConsole(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/", (HttpContext http) =>
    {
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(Page.Value, "text/html; charset=utf-8");
    });
}
