using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Reminders.Web.Tests.Routes;

/// <summary>A mapped endpoint of the API: its path, method, role and query.</summary>
public sealed record Route(string Method, string Pattern, KeyRole Role, IReadOnlyList<string> Query, bool TakesBody)
{
    public static IReadOnlyList<Route> All { get; } = [.. Endpoints().Select(Of)];

    public string Name => $"{Method} {Pattern}";

    public static Route Called(string name) => All.Single(r => r.Name == name);

    private static IEnumerable<RouteEndpoint> Endpoints()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddApi();
        builder.Services.AddSingleton(new ApiKeys([], new InMemoryLedger(), SystemClock.Instance, SystemClock.Instance));
        builder.Services.AddSingleton<ApiServices>(_ => throw new InvalidOperationException("Nothing is called here."));
        var app = builder.Build();
        app.UseApi();
        return ((IEndpointRouteBuilder)app).DataSources.SelectMany(d => d.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null);
    }

    private static Route Of(RouteEndpoint endpoint)
    {
        var parameters = endpoint.Metadata.OfType<MethodInfo>().Single().GetParameters();
        return new(
            endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Single(), endpoint.RoutePattern.RawText!,
            endpoint.Metadata.GetMetadata<IAuthorizeData>() is { Policy: { } role }
                ? Enum.Parse<KeyRole>(role, ignoreCase: true)
                : KeyRole.Anonymous,
            [.. parameters.Where(p => p.GetCustomAttributes().OfType<IFromQueryMetadata>().Any()).Select(p => p.Name!)],
            endpoint.Metadata.Any(m => m.GetType().Name == "BodyKinds"));
    }
}
