using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Reminders.Web.Edge;

/// <summary>Headers and host names of every answer, on both hosts.</summary>
internal static class WebEdge
{
    /// <summary>Answers of the API are data: a browser must not run any of it.</summary>
    private const string DataPolicy = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>Removes the server's name and version from answers.</summary>
    public static IServiceCollection AddWebEdge(this IServiceCollection services) =>
        services.Configure<KestrelServerOptions>(o => o.AddServerHeader = false);

    /// <summary>
    /// Refuses calls for other host names, answers HEAD like GET, and adds headers to all answers. An endpoint may set its own policy or
    /// cache control.
    /// </summary>
    public static IApplicationBuilder UseWebEdge(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        var response = http.Response;
        // The exception handler clears earlier headers, so they are set when the answer starts.
        response.OnStarting(() =>
        {
            response.Headers.XContentTypeOptions = "nosniff";
            response.Headers.TryAdd("Referrer-Policy", "no-referrer");
            response.Headers.TryAdd("Content-Security-Policy", DataPolicy);
            if (response.StatusCode != StatusCodes.Status200OK || response.Headers.CacheControl.Count == 0)
                response.Headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        // The web server drops the body of an answer to HEAD.
        if (HttpMethods.IsHead(http.Request.Method))
            http.Request.Method = HttpMethods.Get;
        return IsOurs(http) ? next(http) : NotOurs.ToResult().ExecuteAsync(http);
    });

    private static ProblemException NotOurs => ProblemException.BadRequest(
        "host-unknown",
        $"This host name is not allowed; an administrator lists the allowed names in the setting Reminders:AllowedHosts.");

    private static bool IsOurs(HttpContext http)
    {
        var allowed = http.RequestServices.GetRequiredService<ApiServices>().AllowedHosts;
        return allowed.IsEmpty || HostString.MatchesAny(http.Request.Host.Value, allowed);
    }
}
