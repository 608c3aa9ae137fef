using Microsoft.AspNetCore.Builder;

namespace Reminders.Web.Tests;

/// <summary>
/// The API behind the function that takes every path, as the Functions worker would call it: the tests of the API run through it unchanged.
/// </summary>
internal static class HostedApi
{
    public static void Map(WebApplication app, ApiRoute[] more)
    {
        if (more.Length > 0)
        {
            app.UseWebEdge();
            app.MapApi(more); // what the table does with a route of a test's own has nothing to do with the host
            return;
        }
        var functions = new HttpFunctions(new ApiPipeline(app.Services));
        app.Map("{*path}", async http => await (await functions.RunAsync(http.Request)).ExecuteAsync(http));
    }
}
