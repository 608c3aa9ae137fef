using Microsoft.AspNetCore.Builder;

namespace Reminders.Web.Tests;

/// <summary>
/// The API behind the function for every path, called like the Functions worker calls it. The tests of the API run through it unchanged.
/// </summary>
internal static class HostedApi
{
    public static void Map(WebApplication app, ApiRoute[] more)
    {
        if (more.Length > 0)
        {
            app.UseWebEdge();
            app.MapApi(more); // a test's own route is independent of the host
            return;
        }
        var functions = new HttpFunctions(new ApiPipeline(app.Services));
        app.Map("{*path}", async http => await (await functions.RunAsync(http.Request)).ExecuteAsync(http));
    }
}
