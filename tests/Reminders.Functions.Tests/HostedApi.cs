using Microsoft.AspNetCore.Builder;

namespace Reminders.Web.Tests;

/// <summary>
/// The API behind the function that takes every path, as the Functions worker would call it: the tests of the API run through it unchanged.
/// </summary>
internal static class HostedApi
{
    public static void Map(WebApplication app)
    {
        var functions = new HttpFunctions(new ApiPipeline(app.Services));
        app.Map("{*path}", async http => await (await functions.RunAsync(http.Request)).ExecuteAsync(http));
    }
}
