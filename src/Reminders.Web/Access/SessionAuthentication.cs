using Microsoft.AspNetCore.Authentication;

namespace Reminders.Web.Access;

/// <summary>Knows the browser of a page by its cookie, and sends one that is not signed in to the sign-in page.</summary>
internal sealed class SessionAuthentication(Sessions sessions) : IAuthenticationHandler
{
    public const string Scheme = "session";
    public const string Cookie = "reminders-session";

    private HttpContext http = null!;

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        http = context;
        return Task.CompletedTask;
    }

    public async Task<AuthenticateResult> AuthenticateAsync()
    {
        if (await sessions.FindAsync(http.Request.Cookies[Cookie], http.RequestAborted) is not { } signedIn)
            return AuthenticateResult.NoResult();
        http.Features.Set(signedIn);
        return AuthenticateResult.Success(new(KeyAuthentication.PrincipalOf(signedIn.Key, Scheme), Scheme));
    }

    public Task ChallengeAsync(AuthenticationProperties? properties)
    {
        var next = HttpMethods.IsGet(http.Request.Method) ? $"{http.Request.Path}{http.Request.QueryString}" : "/";
        return ConsoleRoutes.ToSignIn(next).ExecuteAsync(http);
    }

    public Task ForbidAsync(AuthenticationProperties? properties) => ConsoleRoutes.Forbidden(http).ExecuteAsync(http);

    /// <summary>Hands the token to the browser alone: no script reads it, and no other site's page sends it.</summary>
    public static void Give(HttpContext http, string token) => http.Response.Cookies.Append(Cookie, token, Options(http));

    public static void Take(HttpContext http) => http.Response.Cookies.Delete(Cookie, Options(http));

    // Behind a gateway that ends the TLS, the origin of the form says that the browser uses it.
    private static CookieOptions Options(HttpContext http) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps || http.Request.Headers.Origin.ToString().StartsWith("https:", StringComparison.Ordinal),
        Path = "/",
        IsEssential = true,
    };
}
