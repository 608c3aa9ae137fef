using System.ComponentModel;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace Reminders.Web.OpenApi;

/// <summary>Adds to the description what the framework cannot infer: keys, bodies, the types of texts, and problem details.</summary>
internal static class ApiDocument
{
    private const string Name = "v1";

    private static readonly Dictionary<string, (Type Type, string Note)> PathParameters = new()
    {
        ["plan"] = (typeof(int), "The number of a plan."),
        ["code"] = (typeof(string), "The code of an item, such as 3-12."),
        ["name"] = (typeof(string), "The name of a key, or of a template: ledger or contacts."),
        ["id"] = (
            typeof(string),
            "The id of a notice as GET /api/notices lists it, of a contact or its number as GET /api/contacts and GET /api/numbers do, or "
            + "of evidence as GET /api/items/{code} does."),
    };

    private static readonly Dictionary<Type, (JsonSchemaType Type, string? Format)> Texts = new()
    {
        [typeof(ItemCode)] = (JsonSchemaType.String, null),
        [typeof(LocalDate)] = (JsonSchemaType.String, "date"),
        [typeof(Instant)] = (JsonSchemaType.String, "date-time"),
        [typeof(Wording)] = (JsonSchemaType.String, null),
    };

    private static void Describe(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_0;
        options.CreateSchemaReferenceId = type =>
            Texts.ContainsKey(type.Type) || type.Type.IsEnum ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        options.AddSchemaTransformer(TypeSchema);
        options.AddOperationTransformer(CompleteAsync);
        options.AddDocumentTransformer(IntroduceAsync);
    }

    /// <summary>Serves the document and makes it once.</summary>
    public static void MapDocument(this IEndpointRouteBuilder endpoints)
    {
        var text = new Lazy<Task<string>>(() => WriteAsync(endpoints.ServiceProvider));
        endpoints.MapGet("/openapi/v1.json", async () => TypedResults.Text(await text.Value, MediaTypes.Json))
            .WithSummary("This description of the API.")
            .Produces<IDictionary<string, object>>();
    }

    /// <remarks>The services that describe are made for this document alone. Few starts need them, and they take memory and time.</remarks>
    private static async Task<string> WriteAsync(IServiceProvider app)
    {
        var services = new ServiceCollection()
            // A parameter of an endpoint that is a service of the app is no part of the call.
            .AddSingleton(app.GetRequiredService<ApiServices>())
            .AddSingleton(app.GetRequiredService<ApiKeys>())
            .AddSingleton(app.GetRequiredService<EndpointDataSource>())
            .AddSingleton(app.GetRequiredService<IHostEnvironment>())
            .AddSingleton(app.GetRequiredService<IOptions<JsonOptions>>())
            .AddLogging()
            .AddRouting()
            .AddOpenApi(Describe);
        await using var describing = services.BuildServiceProvider();
        var document = await describing.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync();
        return await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_0);
    }

    private static async Task IntroduceAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new()
        {
            Title = "Reminders 整改提醒",
            Version = Name,
            Description = "Reminders for rectification plans 整改方案: plans, their items, contacts, and the SMS that went out.",
        };
        document.Servers = [];
        document.Tags = null;
        document.AddComponent(KeyAuthentication.Scheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = KeyAuthentication.Header,
            Description = "A key with the role viewer, operator or administrator; each role includes the rights of the roles before it.",
        });
        document.AddComponent("Problem", await context.GetOrCreateSchemaAsync(typeof(ProblemView), null, cancellation));
    }

    private static async Task CompleteAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var role = metadata.OfType<IAuthorizeData>().LastOrDefault()?.Policy;
        operation.Description = role is null ? "Needs no key." : $"Needs a key with the role {role} or a higher one.";
        operation.Tags = null;
        operation.Security = role is null ? null : [new() { [new(KeyAuthentication.Scheme, context.Document)] = [] }];
        foreach (var described in context.Description.ParameterDescriptions)
        {
            if (operation.Parameters?.OfType<OpenApiParameter>().FirstOrDefault(p => p.Name == described.Name) is not { } parameter)
                continue;
            var query = (described.ParameterDescriptor as Microsoft.AspNetCore.Mvc.Infrastructure.IParameterInfoParameterDescriptor)?
                .ParameterInfo.GetCustomAttributes(inherit: false).OfType<QueryAttribute>().FirstOrDefault();
            var (type, note) = query is null ? PathParameters[described.Name] : (query.Type, query.Note);
            parameter.Description = note;
            parameter.Schema = await context.GetOrCreateSchemaAsync(type, null, cancellation);
        }
        if (metadata.OfType<BodyKinds>().FirstOrDefault() is { } body)
        {
            var content = new Dictionary<string, OpenApiMediaType>();
            foreach (var (mediaType, type) in body.Kinds)
                content[mediaType] = new() { Schema = await context.GetOrCreateSchemaAsync(type, null, cancellation) };
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = content };
            if (body.SignedIn is { } header)
                operation.Parameters = [.. operation.Parameters ?? [], new OpenApiParameter
                {
                    Name = header,
                    In = ParameterLocation.Header,
                    Required = true,
                    Description = "The provider's signature.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                }];
        }
        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "The refusal, as problem details (RFC 9457) with a stable code.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [MediaTypes.Problem] = new() { Schema = new OpenApiSchemaReference("Problem", context.Document) },
            },
        };
    }

    private static Task TypeSchema(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var type = context.JsonTypeInfo.Type;
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (Texts.TryGetValue(bare, out var text))
        {
            schema.Type = bare == type ? text.Type : text.Type | JsonSchemaType.Null;
            schema.Format = text.Format;
        }
        if (IsBody(type))
        {
            schema.AdditionalPropertiesAllowed = false;
            foreach (var computed in context.JsonTypeInfo.Properties.Where(p => p.Set is null))
                schema.Properties?.Remove(computed.Name);
        }
        if (context.JsonPropertyInfo is not { } property)
            return Task.CompletedTask;
        if (type == typeof(string) && IsBody(property.DeclaringType))
            schema.MaxLength = BodyJson.LongestText;
        if (property.AttributeProvider?.GetCustomAttributes(typeof(DescriptionAttribute), inherit: false) is [DescriptionAttribute note])
            schema.Description = note.Description;
        return Task.CompletedTask;
    }

    private static bool IsBody(Type type) => type.Name.EndsWith("Body", StringComparison.Ordinal) || type == typeof(FourChecks);

    /// <summary>The schema of the problem details of <see cref="ProblemException"/>.</summary>
    private sealed record ProblemView(int Status, string Title, string Detail, string Code, IReadOnlyList<InputError>? Errors = null);
}
