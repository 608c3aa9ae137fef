using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Reminders.Web.Edge;

/// <summary>What every answer has in common, on both hosts.</summary>
internal static class WebEdge
{
    /// <summary>Answers of the API are data: a browser that opens one runs and shows nothing of it.</summary>
    private const string DataPolicy = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>Keeps the server's name and version out of answers.</summary>
    public static IServiceCollection AddWebEdge(this IServiceCollection services) =>
        services.Configure<KestrelServerOptions>(o => o.AddServerHeader = false);

    /// <summary>
    /// Refuses calls for other hosts, answers HEAD like GET, and puts the headers onto all answers. An endpoint may set its own policy,
    /// and a page of ours may be cached.
    /// </summary>
    public static IApplicationBuilder UseWebEdge(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        var response = http.Response;
        // At the start of the answer, since an exception clears all headers that stand before.
        response.OnStarting(() =>
        {
            response.Headers.XContentTypeOptions = "nosniff";
            response.Headers["Referrer-Policy"] = "no-referrer";
            response.Headers.TryAdd("Content-Security-Policy", DataPolicy);
            if (response.StatusCode != StatusCodes.Status200OK || response.Headers.CacheControl.Count == 0)
                response.Headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        // The web server sends no body for a HEAD, by whichever method it is answered.
        if (HttpMethods.IsHead(http.Request.Method))
            http.Request.Method = HttpMethods.Get;
        return IsOurs(http) ? next(http) : NotOurs.ToResult().ExecuteAsync(http);
    });

    private static ProblemException NotOurs => ProblemException.BadRequest(
        "host-unknown",
        "This office is not called by that host name; its administrator lists the names in the setting Reminders:AllowedHosts.");

    private static bool IsOurs(HttpContext http)
    {
        var allowed = http.RequestServices.GetRequiredService<ApiServices>().AllowedHosts;
        return allowed.IsEmpty || HostString.MatchesAny(http.Request.Host.Value, allowed);
    }
}
