using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

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
        foreach (var path in Table.Concat(more ?? []).GroupBy(r => r.Pattern))
        {
            foreach (var route in path)
                endpoints.MapMethods(route.Pattern, [route.Method], http => RunAsync(http, route));
            endpoints.Map(path.Key, http => RefuseMethodAsync(http, string.Join(", ", path.Select(r => r.Method))));
        }
        endpoints.Map("/api/{**rest}", http => new ProblemException(
            StatusCodes.Status404NotFound, "not-found", $"There is no {http.Request.Method} {http.Request.Path}.").ToResult().ExecuteAsync(http));
    }

    private static async Task RunAsync(HttpContext http, ApiRoute route)
    {
        IResult result;
        try
        {
            var key = await AuthorizeAsync(http, route);
            if (route.Body is not ProviderBody) // may add parameters, and says everything once
                QueryCheck.Require(http.Request.Query, route);
            var call = new ApiCall(http, route, key, http.RequestServices.GetRequiredService<ApiServices>());
            BodyLimit.Hold(call);
            result = await route.Answer(call);
        }
        catch (ProblemException problem)
        {
            result = problem.ToResult();
        }
        catch (InputRefusedException refused)
        {
            result = ProblemException.Of(refused);
        }
        catch (BadHttpRequestException bad) when (bad.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            result = BodyLimit.Passed(route, http.RequestServices.GetRequiredService<ApiServices>()).ToResult();
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
        var key = await FindAsync(http, presented);
        return key.Role >= route.Role
            ? key
            : throw new ProblemException(
                StatusCodes.Status403Forbidden, "role-too-low", $"This call needs a key with the role {route.Role.Name()}; yours is {key.Role.Name()}.");
    }

    private static async Task<ApiKey> FindAsync(HttpContext http, string presented)
    {
        var (keys, address) = (http.RequestServices.GetRequiredService<ApiKeys>(), http.Connection.RemoteIpAddress);
        var log = http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(nameof(ApiKeys));
        if (keys.Failed.WaitOf(address, presented) is { } slowed)
        {
            if (slowed.IsNews)
                Log.SlowedDown(log, keys.Failed.Now, address, FailedKeys.Tries);
            var seconds = (int)Math.Ceiling(slowed.Wait.TotalSeconds);
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            throw new ProblemException(
                StatusCodes.Status429TooManyRequests, "too-many-wrong-keys", $"Too many wrong keys came from your address; try again in {seconds} seconds.");
        }
        var key = await keys.FindAsync(presented, http.RequestAborted);
        if (key is null)
        {
            keys.Failed.Add(address);
            Log.WrongKey(log, keys.Failed.Now, address);
            throw new ProblemException(
                StatusCodes.Status401Unauthorized, "key-wrong", $"The key in the header {KeyHeader} is not known here; ask your administrator for one.");
        }
        if (http.RequestServices.GetRequiredService<ApiServices>().Clock.GetCurrentInstant() >= key.ExpiresAt)
            throw new ProblemException(
                StatusCodes.Status401Unauthorized, "key-expired", $"The key {key.Name} has expired; ask your administrator for a new secret.");
        keys.Failed.Trust(address, presented);
        return key;
    }

    private static Task RefuseMethodAsync(HttpContext http, string allowed)
    {
        http.Response.Headers.Allow = allowed;
        var refused = $"There is no {http.Request.Method} {http.Request.Path}; this address takes {allowed}.";
        return new ProblemException(StatusCodes.Status405MethodNotAllowed, "method-not-allowed", refused).ToResult().ExecuteAsync(http);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Pattern} failed")]
        public static partial void Failed(ILogger logger, string method, string pattern, Exception fault);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{At}: a wrong key came from {Address}")]
        public static partial void WrongKey(ILogger logger, Instant at, IPAddress? address);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{At}: {Address} has presented {Count} wrong keys or more and is slowed down")]
        public static partial void SlowedDown(ILogger logger, Instant at, IPAddress? address, int count);
    }
}
