using System.Text.Json.Serialization;

namespace Reminders.Web.Routes;

/// <summary>The HTTP API and the console as services and one pipeline, which both hosts run.</summary>
public static class ApiRoutes
{
    public const string KeyHeader = KeyAuthentication.Header;

    /// <summary>Adds what the pipeline needs. The host adds <see cref="ApiServices"/> and <see cref="ApiKeys"/>.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services) => services
        .AddWebEdge()
        .AddRouting()
        .ConfigureHttpJsonOptions(o =>
        {
            ApiJson.Configure(o.SerializerOptions);
            // Answers hold numbers as numbers, and the description says so.
            o.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        })
        .AddProblemDetails()
        .AddExceptionHandler<Problems>()
        .AddKeys()
        .AddOpenApi(ApiDocument.Describe);

    public static IApplicationBuilder UseApi(this IApplicationBuilder app) => app
        .UseWebEdge()
        .UseExceptionHandler()
        .UseStatusCodePages(Problems.FillAsync)
        .UseRouting()
        .UseAuthentication()
        .UseAuthorization()
        .UseEndpoints(Map);

    private static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapConsole();
        endpoints.MapDocument();
        // Probes and the SMS provider add parameters of their own.
        endpoints.MapGroup("/api").AddEndpointFilterFactory(QueryFilter.Lenient).MapHealth().MapSms();
        // An endpoint that forgets to say its role is not open to everybody.
        endpoints.MapGroup("/api").Needs(KeyRole.Viewer).AddEndpointFilterFactory(QueryFilter.Strict)
            .MapPlans().MapItems().MapEvidence().MapContacts().MapAbsences().MapNumbers().MapNotices().MapFiles().MapReady().MapKeys();
    }
}

/// <summary>One call with a key: what the answer needs, and who asks.</summary>
internal sealed record ApiCall(ApiServices Services, Actor By, bool SeesNumbers, CancellationToken Cancellation)
    : IBindableFromHttpContext<ApiCall>
{
    public Ledger Ledger => Services.Ledger;

    /// <summary>Who acts: the person that the call names, or the key's owner.</summary>
    public Actor Who(string? by) => string.IsNullOrWhiteSpace(by) ? By : By with { Name = by.Trim() };

    public static ValueTask<ApiCall?> BindAsync(HttpContext http, System.Reflection.ParameterInfo parameter)
    {
        var name = http.User.Identity!.Name!;
        return new(new ApiCall(
            http.RequestServices.GetRequiredService<ApiServices>(), new(name, name), http.User.IsInRole(KeyRole.Operator.Name()),
            http.RequestAborted));
    }
}

/// <summary>What answers are made of, where it is not plain JSON.</summary>
public static class MediaTypes
{
    public const string Json = "application/json";
    public const string Problem = "application/problem+json";
    public const string Form = "multipart/form-data";
    public const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
}
