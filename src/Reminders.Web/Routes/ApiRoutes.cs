using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Reminders.Core.Plans;
using Reminders.Web.Access;

namespace Reminders.Web.Routes;

/// <summary>The HTTP API as one table, which both hosts map.</summary>
public static partial class ApiRoutes
{
    public const string KeyHeader = "x-functions-key";

    public static IReadOnlyList<ApiRoute> Table { get; } =
    [
        .. PlanRoutes.Table, .. ItemRoutes.Table, .. EvidenceRoutes.Table, .. ContactRoutes.Table, .. HandoverRoutes.Table, .. AbsenceRoutes.Table, .. NumberRoutes.Table,
        .. NoticeRoutes.Table, .. SmsRoutes.Table, .. TemplateRoutes.Table, .. ExportRoutes.Table, .. HealthRoutes.Table, .. KeyRoutes.Table, .. OpenApiRoutes.Table,
    ];

    /// <summary>Maps the table. <see cref="ApiKeys"/> and <see cref="ApiServices"/> must be among the services.</summary>
    public static void MapApi(this IEndpointRouteBuilder endpoints, IEnumerable<ApiRoute>? more = null)
    {
        foreach (var route in Table.Concat(more ?? []))
            endpoints.MapMethods(route.Pattern, [route.Method], http => RunAsync(http, route));
        endpoints.Map("/api/{**rest}", http => new ProblemException(
            StatusCodes.Status404NotFound, "not-found", $"There is no {http.Request.Method} {http.Request.Path}.").ToResult().ExecuteAsync(http));
    }

    private static async Task RunAsync(HttpContext http, ApiRoute route)
    {
        IResult result;
        try
        {
            var key = await AuthorizeAsync(http, route);
            result = await route.Answer(new(http, route, key, http.RequestServices.GetRequiredService<ApiServices>()));
        }
        catch (ProblemException problem)
        {
            result = problem.ToResult();
        }
        catch (InputRefusedException refused)
        {
            result = ProblemException.Of(refused);
        }
        catch (BadHttpRequestException bad)
        {
            result = new ProblemException(bad.StatusCode, "request-invalid", bad.Message).ToResult();
        }
        catch (Exception fault) when (!http.RequestAborted.IsCancellationRequested)
        {
            Log.Failed(http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(nameof(ApiRoutes)), route.Method, route.Pattern, fault);
            result = new ProblemException(
                StatusCodes.Status500InternalServerError, "internal-error", "Something failed on the server; try again, and tell your administrator if it fails again.").ToResult();
        }
        await result.ExecuteAsync(http);
    }

    private static async Task<ApiKey?> AuthorizeAsync(HttpContext http, ApiRoute route)
    {
        if (route.Role == KeyRole.Anonymous)
            return null;
        var presented = http.Request.Headers[KeyHeader].ToString();
        if (presented.Length == 0)
            throw new ProblemException(StatusCodes.Status401Unauthorized, "key-missing", $"Send your key in the header {KeyHeader}.");
        var key = await http.RequestServices.GetRequiredService<ApiKeys>().FindAsync(presented, http.RequestAborted)
            ?? throw new ProblemException(StatusCodes.Status401Unauthorized, "key-wrong", $"The key in the header {KeyHeader} is not known here; ask your administrator for one.");
        return key.Role >= route.Role
            ? key
            : throw new ProblemException(StatusCodes.Status403Forbidden, "role-too-low", $"This call needs a key with the role {route.Role}; yours is {key.Role}.");
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Pattern} failed")]
        public static partial void Failed(ILogger logger, string method, string pattern, Exception fault);
    }
}
