using System.Globalization;
using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Logging;

namespace Reminders.Web.Access;

/// <summary>Checks the key of a call that needs one.</summary>
internal sealed class KeyAuthentication(KeyCheck check) : IAuthenticationHandler
{
    public const string Header = "x-functions-key";
    public const string Scheme = "key";

    private HttpContext http = null!;
    private ApiKey? key;
    private ProblemException? refusal;

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        http = context;
        return Task.CompletedTask;
    }

    public async Task<AuthenticateResult> AuthenticateAsync()
    {
        if (RoleOf(http.GetEndpoint()) is null)
            return AuthenticateResult.NoResult();
        try
        {
            key = await check.RunAsync(http, http.Request.Headers[Header].ToString());
        }
        catch (ProblemException problem)
        {
            refusal = problem;
            return AuthenticateResult.Fail(problem);
        }
        return AuthenticateResult.Success(new(PrincipalOf(key, Scheme), Scheme));
    }

    /// <summary>A caller with the name and the roles of a key.</summary>
    public static ClaimsPrincipal PrincipalOf(ApiKey key, string scheme) => new(new ClaimsIdentity(
        [
            new(ClaimTypes.Name, key.Name),
            .. Enum.GetValues<KeyRole>().Where(r => r <= key.Role).Select(r => new Claim(ClaimTypes.Role, r.Name())),
        ],
        scheme));

    public Task ChallengeAsync(AuthenticationProperties? properties) => refusal!.ToResult().ExecuteAsync(http);

    public Task ForbidAsync(AuthenticationProperties? properties) => new ProblemException(
        StatusCodes.Status403Forbidden, "role-too-low",
        $"This call needs a key with the role {RoleOf(http.GetEndpoint())}; yours is {key!.Role.Name()}.").ToResult().ExecuteAsync(http);

    /// <summary>The role that an endpoint of the API needs; null if it needs no key. Pages need a session.</summary>
    private static string? RoleOf(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<IAuthorizeData>() is { AuthenticationSchemes: null } needs ? needs.Policy : null;
}

/// <summary>
/// Finds the key with a presented secret. <see cref="FailedKeys"/> slows down wrong keys. The framework's rate limiters do not fit: they
/// use their own clock, count calls instead of failures, and know no sessions.
/// </summary>
internal sealed partial class KeyCheck(ApiKeys keys, ApiServices services, ILoggerFactory logs)
{
    private const string Header = KeyAuthentication.Header;

    private readonly ILogger log = logs.CreateLogger(nameof(ApiKeys));

    /// <exception cref="ProblemException">The key is missing, unknown or expired, or the address is slowed down.</exception>
    public async Task<ApiKey> RunAsync(HttpContext http, string presented)
    {
        if (presented.Length == 0)
            throw new ProblemException(StatusCodes.Status401Unauthorized, "key-missing", $"Send your key in the header {Header}.");
        var address = http.Connection.RemoteIpAddress;
        if (keys.Failed.WaitOf(address, presented) is { } slowed)
        {
            if (slowed.IsNews)
                Log.SlowedDown(log, keys.Failed.Now, address, FailedKeys.Tries);
            var seconds = (int)Math.Ceiling(slowed.Wait.TotalSeconds);
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            throw new ProblemException(
                StatusCodes.Status429TooManyRequests, "too-many-wrong-keys",
                $"Too many wrong keys came from your address; try again in {seconds} seconds.");
        }
        var found = await keys.FindAsync(presented, http.RequestAborted);
        if (found is null)
        {
            keys.Failed.Add(address);
            Log.WrongKey(log, keys.Failed.Now, address);
            throw new ProblemException(
                StatusCodes.Status401Unauthorized, "key-wrong",
                $"The key in the header {Header} is unknown; ask your administrator for a key.");
        }
        if (services.Clock.GetCurrentInstant() >= found.ExpiresAt)
            throw new ProblemException(
                StatusCodes.Status401Unauthorized, "key-expired",
                $"The key {found.Name} has expired; ask your administrator for a new secret.");
        keys.Failed.Trust(address, presented);
        return found;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{At}: a wrong key came from {Address}")]
        public static partial void WrongKey(ILogger logger, Instant at, IPAddress? address);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{At}: {Address} has presented {Count} wrong keys or more and is slowed down")]
        public static partial void SlowedDown(ILogger logger, Instant at, IPAddress? address, int count);
    }
}

/// <summary>Registers the keys as an authentication scheme, and a policy for each role.</summary>
internal static class KeyPolicies
{
    // AddAuthentication also stores encryption keys in the home folder. Sessions need none: the ledger holds them.
    public static IServiceCollection AddKeys(this IServiceCollection services) => services
        .AddAuthenticationCore(options =>
        {
            options.DefaultScheme = KeyAuthentication.Scheme;
            options.AddScheme<KeyAuthentication>(KeyAuthentication.Scheme, displayName: null);
            options.AddScheme<SessionAuthentication>(SessionAuthentication.Scheme, displayName: null);
        })
        .AddSingleton<KeyCheck>()
        .AddSingleton<Sessions>()
        .AddAuthorization(options =>
        {
            foreach (var role in Enum.GetValues<KeyRole>().Where(r => r != KeyRole.Anonymous))
                options.AddPolicy(role.Name(), policy => policy.RequireRole(role.Name()));
        });

    /// <summary>Requires a key with that role or a higher one.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder endpoint, KeyRole role)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireAuthorization(role.Name());

    /// <summary>Requires a browser that is signed in with such a key.</summary>
    public static TBuilder NeedsSession<TBuilder>(this TBuilder endpoint, KeyRole role)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireAuthorization(
            new AuthorizeAttribute(role.Name()) { AuthenticationSchemes = SessionAuthentication.Scheme });
}
