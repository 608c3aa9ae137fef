using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Reminders.Web.Routes;

/// <summary>Says no as problem details (RFC 9457): a status, a stable code, one line that says what to do, and for files what is wrong where.</summary>
public sealed class ProblemException(int status, string code, string detail) : Exception(detail)
{
    public int Status => status;

    public string Code => code;

    public IResult ToResult() => Result(status, code, Message);

    public static ProblemException NotFound(string what) => new(StatusCodes.Status404NotFound, "not-found", $"There is no {what}.");

    public static ProblemException BadRequest(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);

    public static IResult Of(Refusal refusal) => Result(StatusCodes.Status409Conflict, refusal.Code, refusal.Message);

    public static IResult Of(InputRefusedException refused) =>
        Result(StatusCodes.Status422UnprocessableEntity, refused.Code, refused.Message, refused.Errors);

    private static IResult Result(int status, string code, string detail, IReadOnlyList<InputError>? errors = null)
    {
        var problem = new ProblemDetails { Status = status, Title = code, Detail = detail, Extensions = { ["code"] = code } };
        if (errors is { Count: > 0 })
            problem.Extensions["errors"] = errors;
        return Results.Json(problem, Json.ApiJson.Options, MediaTypes.Problem, status);
    }
}
