using Microsoft.AspNetCore.Builder;

namespace Reminders.Web.Tests;

/// <summary>
/// Hosts the API as the local host does. The Azure host's tests replace this file and run all tests of the API through their function.
/// </summary>
internal static class HostedApi
{
    public static void Map(WebApplication app) => app.UseApi();
}
