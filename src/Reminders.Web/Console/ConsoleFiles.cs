namespace Reminders.Web.Console;

/// <summary>The style sheet and the script of the pages.</summary>
internal static class ConsoleFiles
{
    public static IEndpointRouteBuilder MapFiles(this IEndpointRouteBuilder console)
    {
        Map(console, "/console.css", "console.css", "text/css; charset=utf-8");
        Map(console, "/console.js", "console.js", "text/javascript; charset=utf-8");
        return console;
    }

    private static void Map(IEndpointRouteBuilder console, string path, string file, string mediaType)
    {
        var content = new Lazy<byte[]>(() => Read(file));
        console.MapGet(path, (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "no-cache";
            return TypedResults.Bytes(content.Value, mediaType);
        });
    }

    private static byte[] Read(string file)
    {
        using var stream = typeof(ConsoleFiles).Assembly.GetManifestResourceStream(file)!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
