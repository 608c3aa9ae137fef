using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Reminders.Web.Console;
using Reminders.Web.Routes;

namespace Reminders.Functions;

/// <summary>The API's routing as one delegate, to be run inside of a function that takes every path.</summary>
public sealed class ApiPipeline
{
    private readonly RequestDelegate run;

    public ApiPipeline(IServiceProvider services)
    {
        var app = new ApplicationBuilder(services);
        app.UseRouting();
        app.UseEndpoints(endpoints =>
        {
            endpoints.MapApi();
            endpoints.MapConsole();
        });
        run = app.Build();
    }

    public Task RunAsync(HttpContext http)
    {
        // The function itself was chosen by routing, which would not choose again.
        http.SetEndpoint(null);
        http.Request.RouteValues.Clear();
        return run(http);
    }
}
