using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;

namespace Reminders.Functions;

/// <summary>The API's pipeline as one delegate, which a function for every path runs.</summary>
public sealed class ApiPipeline
{
    /// <summary>
    /// The Functions host calls this worker locally and appends the caller's address and the host name to the forwarded headers. Earlier
    /// values come from the caller and are not trusted.
    /// </summary>
    private static readonly ForwardedHeadersOptions Forwarded = NewForwarded();

    private readonly RequestDelegate run;

    public ApiPipeline(IServiceProvider services)
    {
        var app = new ApplicationBuilder(services);
        app.UseForwardedHeaders(Forwarded);
        app.UseApi();
        run = app.Build();
    }

    private static ForwardedHeadersOptions NewForwarded()
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedProto,
            ForwardLimit = 1,
        };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        return options;
    }

    public Task RunAsync(HttpContext http)
    {
        // Routing has chosen the function's endpoint and would keep it.
        http.SetEndpoint(null);
        http.Request.RouteValues.Clear();
        return run(http);
    }
}
