using System.Text.RegularExpressions;
using Microsoft.OpenApi;

namespace Reminders.Web.OpenApi;

/// <summary>The OpenAPI document of a route table: all that it says comes from the table, from the types of bodies and answers, and from how these are read and written.</summary>
internal static partial class ApiDocument
{
    private const string KeyScheme = "key";
    private const string Problem = "Problem";

    /// <summary>What stands in the paths.</summary>
    private static readonly Dictionary<string, (Type Type, string Note)> PathParameters = new()
    {
        ["plan"] = (typeof(int), "The number of a plan."),
        ["code"] = (typeof(string), "The code of an item, such as 3-12."),
        ["name"] = (typeof(string), "The name of a key, or of a template: ledger or contacts."),
        ["id"] = (typeof(string), "The id of a notice as GET /api/notices lists it, of a contact or its number as GET /api/contacts and GET /api/numbers do, or of evidence as GET /api/items/{code} does."),
    };

    public static OpenApiDocument Of(IEnumerable<ApiRoute> table)
    {
        var document = new OpenApiDocument
        {
            Info = new() { Title = "Reminders 整改提醒", Version = "v1", Description = "Reminders for rectification plans 整改方案: plans, their items, contacts, and the SMS that went out." },
            Paths = [],
        };
        document.AddComponent(KeyScheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = ApiRoutes.KeyHeader,
            Description = $"A key of one of the roles {string.Join(", ", Enum.GetValues<KeyRole>().Where(r => r != KeyRole.Anonymous).Select(r => r.Name()))}; each may do what those before it may.",
        });
        document.AddComponent<IOpenApiSchema>(Problem, Schemas.Written(typeof(ProblemView)));
        foreach (var path in table.GroupBy(r => r.Pattern))
        {
            var item = new OpenApiPathItem();
            foreach (var route in path)
                item.AddOperation(new(route.Method), Operation(route, document));
            document.Paths.Add(path.Key, item);
        }
        return document;
    }

    private static OpenApiOperation Operation(ApiRoute route, OpenApiDocument document) => new()
    {
        Summary = route.Summary,
        Description = route.Role == KeyRole.Anonymous ? "Needs no key." : $"Needs a key with the role {route.Role.Name()} or a higher one.",
        Security = route.Role == KeyRole.Anonymous ? null : [new() { [new(KeyScheme, document)] = [] }],
        Parameters = [.. InPath(route), .. InQuery(route), .. InHeader(route)],
        RequestBody = route.Body is { } body ? Bodies.Of(body) : null,
        Responses = Responses(route, document),
    };

    private static IEnumerable<IOpenApiParameter> InPath(ApiRoute route) =>
        from match in PathParameter().Matches(route.Pattern)
        let name = match.Groups[1].Value
        let known = PathParameters[name]
        select new OpenApiParameter { Name = name, In = ParameterLocation.Path, Required = true, Description = known.Note, Schema = Schemas.Written(known.Type) };

    private static IEnumerable<IOpenApiParameter> InQuery(ApiRoute route) =>
        from query in route.Query
        select new OpenApiParameter { Name = query.Name, In = ParameterLocation.Query, Description = query.Note, Schema = Schemas.Written(query.Type) };

    private static IEnumerable<IOpenApiParameter> InHeader(ApiRoute route) => route.Body is ProviderBody provider
        ? [new OpenApiParameter { Name = provider.SignatureHeader, In = ParameterLocation.Header, Required = true, Description = "The provider's signature.", Schema = Schemas.Written(typeof(string)) }]
        : [];

    private static OpenApiResponses Responses(ApiRoute route, OpenApiDocument document)
    {
        var responses = new OpenApiResponses();
        foreach (var status in route.Statuses)
            responses.Add($"{status}", Response(route, status));
        responses.Add("default", new OpenApiResponse
        {
            Description = "Why not, as problem details (RFC 9457) with a stable code.",
            Content = new Dictionary<string, OpenApiMediaType> { [MediaTypes.Problem] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(Problem, document) } },
        });
        return responses;
    }

    private static OpenApiResponse Response(ApiRoute route, int status)
    {
        var response = new OpenApiResponse { Description = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status) };
        if (status != 204)
        {
            var schema = route switch
            {
                { Returns: { } type } => Schemas.Written(type),
                { MediaType: MediaTypes.Json } => new() { Type = JsonSchemaType.Object },
                _ => Schemas.File(),
            };
            response.Content = route.OtherMediaTypes.Prepend(route.MediaType).ToDictionary(t => t, _ => new OpenApiMediaType { Schema = schema });
        }
        return response;
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex PathParameter();

    /// <summary>Problem details as <see cref="ProblemException"/> writes them.</summary>
    private sealed record ProblemView(int Status, string Title, string Detail, string Code, IReadOnlyList<InputError>? Errors = null);
}
