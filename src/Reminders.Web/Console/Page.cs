using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;

namespace Reminders.Web.Console;

/// <summary>What every page knows of its request: who looks at it, and where.</summary>
/// <param name="SignedIn">The browser's session; null on the sign-in page.</param>
/// <param name="Path">The path and the query of the page.</param>
/// <param name="Now">The host's time in the office's zone.</param>
/// <param name="SmsWay">Where SMS go.</param>
public sealed record At(SignedIn? SignedIn, string Path, ZonedDateTime Now, SmsWay SmsWay)
{
    public KeyRole Role => SignedIn?.Key.Role ?? KeyRole.Anonymous;

    /// <summary>Whether the reader may do what needs that role.</summary>
    public bool May(KeyRole role) => Role >= role;

    public static At Of(HttpContext http)
    {
        var services = http.RequestServices.GetRequiredService<ApiServices>();
        var now = services.Clock.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb[services.Zone]);
        return new(http.Features.Get<SignedIn>(), PathOf(http.Request), now, services.SmsWay);
    }

    // The answer to a form stands at the address of the page with the form: the address of the form itself may take no GET.
    private static string PathOf(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) ? $"{request.Path}{request.QueryString}"
        : Uri.TryCreate(request.Headers.Referer, UriKind.Absolute, out var page) && page.Authority == request.Host.Value ? page.PathAndQuery
        : "/";
}

/// <summary>A page: a component that is rendered once, on the server, without any script.</summary>
internal sealed class Page<T>(int status, params (string Name, object? Value)[] parameters) : IResult
    where T : IComponent
{
    /// <summary>Allows scripts and styles from this office alone, and none inside the page.</summary>
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'; "
        + "form-action 'self'; frame-ancestors 'none'";

    public Page(params (string Name, object? Value)[] parameters)
        : this(StatusCodes.Status200OK, parameters)
    {
    }

    /// <summary>The page of a form, with the refusal of the form; null for none.</summary>
    public Page(ProblemDetails? problem, params (string Name, object? Value)[] parameters)
        : this(problem?.Status ?? StatusCodes.Status200OK, [.. parameters, ("Problem", problem)])
    {
    }

    public async Task ExecuteAsync(HttpContext http)
    {
        await using var renderer = new HtmlRenderer(http.RequestServices, http.RequestServices.GetRequiredService<ILoggerFactory>());
        var values = parameters.Append(("At", At.Of(http))).ToDictionary(p => p.Item1, p => p.Item2);
        var html = await renderer.Dispatcher.InvokeAsync(
            async () => (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(values))).ToHtmlString());
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = Policy;
        // The browser sends the origin with forms here and no referrer to other sites.
        response.Headers["Referrer-Policy"] = "same-origin";
        await response.WriteAsync(html, http.RequestAborted);
    }
}
