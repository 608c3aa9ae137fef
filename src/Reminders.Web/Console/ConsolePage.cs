namespace Reminders.Web.Console;

/// <summary>
/// The console: one page that calls the API with the key that its user types. The browser tab keeps the key; no address holds a key.
/// </summary>
public static class ConsolePage
{
    /// <summary>Allows scripts and styles from this office alone, and none inside the page.</summary>
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'none'";

    internal static void MapConsole(this IEndpointRouteBuilder endpoints)
    {
        Map(endpoints, "/", "console.html", "text/html; charset=utf-8");
        Map(endpoints, "/console.css", "console.css", "text/css; charset=utf-8");
        Map(endpoints, "/console.js", "console.js", "text/javascript; charset=utf-8");
    }

    private static void Map(IEndpointRouteBuilder endpoints, string path, string file, string mediaType)
    {
        var content = new Lazy<byte[]>(() => Read(file));
        endpoints.MapGet(path, (HttpContext http) =>
        {
            http.Response.Headers.ContentSecurityPolicy = Policy;
            http.Response.Headers.CacheControl = "no-cache";
            return TypedResults.Bytes(content.Value, mediaType);
        }).ExcludeFromDescription();
    }

    private static byte[] Read(string file)
    {
        using var stream = typeof(ConsolePage).Assembly.GetManifestResourceStream(file)!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
