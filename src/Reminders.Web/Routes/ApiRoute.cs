using Microsoft.AspNetCore.Http;

namespace Reminders.Web.Routes;

/// <summary>One line of the route table: what is called how, by whom, and what answers. What it says of itself is what the API's description is made of.</summary>
public sealed record ApiRoute(string Method, string Pattern, KeyRole Role, Func<ApiCall, Task<IResult>> Answer)
{
    /// <summary>What the call does, in one line.</summary>
    public string Summary { get; init; } = "";

    /// <summary>The query parameters that it takes; it can read no others.</summary>
    public ImmutableArray<QueryParameter> Query { get; init; } = [];

    /// <summary>What it takes as its body; null for nothing.</summary>
    public RequestBody? Body { get; init; }

    /// <summary>The statuses with which it answers what was asked; all others are problem details.</summary>
    public ImmutableArray<int> Statuses { get; init; } = [StatusCodes.Status200OK];

    /// <summary>The type that is answered as JSON; null where it has no name, or where the answer is a file.</summary>
    public Type? Returns { get; init; }

    /// <summary>The media type of what is answered.</summary>
    public string MediaType { get; init; } = MediaTypes.Json;

    /// <summary>What else may be answered, where the answer is a file of one of several kinds.</summary>
    public ImmutableArray<string> OtherMediaTypes { get; init; } = [];
}

/// <summary>A query parameter, none of which must be given. Enums are named in any case.</summary>
public sealed record QueryParameter(string Name, Type Type, string Note);

/// <summary>What a call takes as its body.</summary>
public abstract record RequestBody;

/// <summary>A JSON object of that type.</summary>
public sealed record JsonBody(Type Type) : RequestBody;

/// <summary>Files as fields of a multipart form, or the first of them as the body itself.</summary>
public sealed record FileBody(params ImmutableArray<FileField> Fields) : RequestBody;

/// <summary>A file as a field of a multipart form with texts beside it, or a JSON object of that type in its place.</summary>
public sealed record FileOrJsonBody(FileField File, ImmutableArray<string> Texts, Type Json) : RequestBody;

/// <summary>A field of a form that holds a file; the first must be there.</summary>
public sealed record FileField(string Name, string Note);

/// <summary>What the SMS provider sends: a form or JSON, signed.</summary>
public sealed record ProviderBody(string SignatureHeader) : RequestBody;

/// <summary>One call of the API: the request, its route, the key that made it (null where none is needed), and what the answers need.</summary>
public sealed record ApiCall(HttpContext Http, ApiRoute Called, ApiKey? Key, ApiServices Services)
{
    public CancellationToken Cancellation => Http.RequestAborted;

    /// <summary>Whether the caller sees whole telephone numbers.</summary>
    public bool SeesNumbers => Key?.Role >= KeyRole.Operator;

    /// <summary>The numbers that fail, which the board shows.</summary>
    public async Task<IReadOnlySet<PhoneNumber>> FailingAsync() =>
        (await Services.Ledger.Barriers.BarriersAsync(Cancellation)).Flags.Select(f => f.Number).ToHashSet();

    /// <summary>What is wrong with the SMS of the last days, by item, which the board shows.</summary>
    public async Task<ILookup<ItemCode, Finding>> TroublesAsync()
    {
        var since = Services.Clock.GetCurrentInstant() - SendingTrouble.ShownFor;
        return SendingTrouble.ByItem(await Services.Ledger.Notices.NoticesSinceAsync(since, Cancellation));
    }

    /// <summary>A name or a code in the address.</summary>
    public string Route(string name) => Folded.Name(Http.Request.RouteValues[name]?.ToString() ?? "");

    /// <summary>A query parameter, null when it is absent or empty.</summary>
    /// <exception cref="InvalidOperationException">The route does not say that it takes it.</exception>
    public string? Query(string name) => Called.Query.All(q => q.Name != name)
        ? throw new InvalidOperationException($"{Called.Pattern} does not say that it takes {name}.")
        : Http.Request.Query[name].ToString() is not { Length: > 0 } value ? null
        : Folded.HasNul(value) ? throw ProblemException.BadRequest("query-invalid", $"{name} cannot be read: {BodyJson.NulFault}")
        : Folded.Name(value) is { Length: > 0 } folded ? folded : null;
}
