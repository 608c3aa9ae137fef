using Microsoft.AspNetCore.Http;
using Reminders.Core.Contacts;
using Reminders.Web.Access;

namespace Reminders.Web.Routes;

/// <summary>One line of the route table: what is called how, by whom, and what answers.</summary>
public sealed record ApiRoute(string Method, string Pattern, KeyRole Role, Func<ApiCall, Task<IResult>> Answer);

/// <summary>One call of the API: the request, the key that made it (null where none is needed), and what the answers need.</summary>
public sealed record ApiCall(HttpContext Http, ApiKey? Key, ApiServices Services)
{
    public CancellationToken Cancellation => Http.RequestAborted;

    /// <summary>Whether the caller sees whole telephone numbers.</summary>
    public bool SeesNumbers => Key?.Role >= KeyRole.Operator;

    /// <summary>The numbers that fail, which the board shows.</summary>
    public async Task<IReadOnlySet<PhoneNumber>> FailingAsync() =>
        (await Services.Ledger.BarriersAsync(Cancellation)).Flags.Select(f => f.Number).ToHashSet();

    public string Route(string name) => Http.Request.RouteValues[name]?.ToString() ?? "";

    /// <summary>A query parameter, null when it is absent or empty.</summary>
    public string? Query(string name) => Http.Request.Query[name].ToString() is { Length: > 0 } value ? value : null;
}
