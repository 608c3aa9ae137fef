using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;

namespace Reminders.Web.Routes;

/// <summary>A refusal as problem details (RFC 9457): a status, a stable code, and one line that tells the caller what to do.</summary>
public sealed class ProblemException(int status, string code, string detail) : Exception(detail)
{
    public int Status => status;

    public string Code => code;

    public ProblemHttpResult ToResult() => Result(status, code, Message);

    public static ProblemException NotFound(string what) => new(StatusCodes.Status404NotFound, "not-found", $"There is no {what}.");

    public static ProblemException BadRequest(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);

    public static ProblemException Conflict(string code, string detail) => new(StatusCodes.Status409Conflict, code, detail);

    public static ProblemHttpResult Of(Refusal refusal) => Conflict(refusal.Code, refusal.Message).ToResult();

    public static ProblemHttpResult Of(InputRefusedException refused) =>
        Result(StatusCodes.Status422UnprocessableEntity, refused.Code, refused.Message, refused.Errors);

    private static ProblemHttpResult Result(int status, string code, string detail, IReadOnlyList<InputError>? errors = null)
    {
        var problem = new ProblemDetails { Status = status, Title = code, Detail = detail, Extensions = { ["code"] = code } };
        if (errors is { Count: > 0 })
            problem.Extensions["errors"] = errors;
        return TypedResults.Problem(problem);
    }
}

/// <summary>Answers exceptions, unknown paths and unknown methods with problem details.</summary>
internal sealed partial class Problems(ILoggerFactory logs) : IExceptionHandler
{
    public const string LedgerUnavailable = "ledger-unavailable";

    public async ValueTask<bool> TryHandleAsync(HttpContext http, Exception exception, CancellationToken cancellation)
    {
        var endpoint = http.Features.Get<IExceptionHandlerPathFeature>()?.Endpoint;
        var answer = Answer(http, exception);
        var isPage = endpoint?.Metadata.GetMetadata<ConsoleRoutes.IsPage>() is not null;
        await (isPage ? ConsoleRoutes.Refused(answer.ProblemDetails) : (IResult)answer).ExecuteAsync(http);
        return true;
    }

    /// <summary>Adds problem details to an answer of the router, which has only a status.</summary>
    public static Task FillAsync(StatusCodeContext context)
    {
        var (request, response) = (context.HttpContext.Request, context.HttpContext.Response);
        if (response.Headers.Allow is [{ } methods])
            response.Headers.Allow = methods.Replace("GET", "GET, HEAD", StringComparison.Ordinal);
        var problem = response.StatusCode switch
        {
            StatusCodes.Status404NotFound => ProblemException.NotFound($"{request.Method} {request.Path}"),
            StatusCodes.Status405MethodNotAllowed => new(
                response.StatusCode, "method-not-allowed",
                $"There is no {request.Method} {request.Path}; this address takes {response.Headers.Allow}."),
            _ => null,
        };
        if (problem is null)
            return Task.CompletedTask;
        // A browser that asks for a page gets one.
        var isPage = !request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
            && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
        IResult answer = isPage ? ConsoleRoutes.Refused(problem.ToResult().ProblemDetails) : problem.ToResult();
        return answer.ExecuteAsync(context.HttpContext);
    }

    private ProblemHttpResult Answer(HttpContext http, Exception exception)
    {
        switch (exception)
        {
            case ProblemException problem:
                return problem.ToResult();
            case InputRefusedException refused:
                return ProblemException.Of(refused);
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return Bodies.JsonTooLarge().ToResult();
            case BadHttpRequestException bad:
                return new ProblemException(bad.StatusCode, "request-invalid", bad.Message).ToResult();
            // The host logs it once, not at every call.
            case LedgerUnavailableException unavailable:
                return new ProblemException(StatusCodes.Status503ServiceUnavailable, LedgerUnavailable, unavailable.Message).ToResult();
            default:
                var endpoint = http.Features.Get<IExceptionHandlerPathFeature>()?.Endpoint as RouteEndpoint;
                Log.Failed(logs.CreateLogger(nameof(ApiRoutes)), http.Request.Method, endpoint?.RoutePattern.RawText, exception);
                return new ProblemException(
                    StatusCodes.Status500InternalServerError, "internal-error",
                    "Something failed on the server; try again, and tell your administrator if it fails again.").ToResult();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Pattern} failed")]
        public static partial void Failed(ILogger logger, string method, string? pattern, Exception fault);
    }
}
