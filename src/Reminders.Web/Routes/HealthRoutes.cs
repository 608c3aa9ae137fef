using Microsoft.AspNetCore.Http;
using Reminders.Web.Access;
using Reminders.Web.Json;
using static Microsoft.AspNetCore.Http.HttpMethods;

namespace Reminders.Web.Routes;

/// <summary>Whether the process answers.</summary>
internal static class HealthRoutes
{
    public static IEnumerable<ApiRoute> Table =>
        [new(Get, "/api/health", KeyRole.Anonymous, _ => Task.FromResult(Results.Json(new { Status = "alive" }, ApiJson.Options)))];
}
