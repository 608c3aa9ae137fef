using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;

namespace Reminders.Functions;

/// <summary>The API's pipeline as one delegate, to be run inside of a function that takes every path.</summary>
public sealed class ApiPipeline
{
    /// <summary>
    /// The Functions host calls this worker over the loop of its own machine and says last who called it, and by which name. What callers
    /// have put there themselves stands before that and is not believed.
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
        // The function itself was chosen by routing, which would not choose again.
        http.SetEndpoint(null);
        http.Request.RouteValues.Clear();
        return run(http);
    }
}
