using Microsoft.AspNetCore.Builder;

namespace Reminders.Web.Tests;

/// <summary>
/// How the API is hosted: here as the local host does it. The Azure host's tests have a file of their own in place of this one, and run all
/// tests of the API through their function.
/// </summary>
internal static class HostedApi
{
    public static void Map(WebApplication app) => app.UseApi();
}
