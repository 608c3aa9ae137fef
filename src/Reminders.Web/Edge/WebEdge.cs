using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Reminders.Web.Edge;

/// <summary>What every answer promises, whatever route gives it and whichever host sends it.</summary>
public static class WebEdge
{
    /// <summary>Answers of the API are data: a browser that is led to one of them runs and shows nothing of it.</summary>
    private const string DataPolicy = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>Keeps the server's name and version out of answers.</summary>
    public static IServiceCollection AddWebEdge(this IServiceCollection services) =>
        services.Configure<KestrelServerOptions>(o => o.AddServerHeader = false);

    /// <summary>
    /// Refuses calls for hosts that are none of ours, and puts the headers onto all answers; a route may say others. <see
    /// cref="ApiServices"/> must be among the services.
    /// </summary>
    public static IApplicationBuilder UseWebEdge(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = DataPolicy;
        return IsOurs(http) ? next(http) : NotOurs.ToResult().ExecuteAsync(http);
    });

    private static ProblemException NotOurs => ProblemException.BadRequest(
        "host-unknown", "This office is not called by that host name; its administrator lists the names in the setting Reminders:AllowedHosts.");

    private static bool IsOurs(HttpContext http)
    {
        var allowed = http.RequestServices.GetRequiredService<ApiServices>().AllowedHosts;
        return allowed.IsEmpty || HostString.MatchesAny(http.Request.Host.Value, allowed);
    }
}
