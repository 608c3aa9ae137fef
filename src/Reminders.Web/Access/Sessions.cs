using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Reminders.Web.Access;

/// <summary>A browser that is signed in: its session, its key, and the token of its cookie.</summary>
public sealed record SignedIn(Session Session, ApiKey Key, string Token)
{
    /// <summary>
    /// The token of every form. A page of another site cannot know it, because it is made from the cookie's token, which no script can
    /// read. The framework's own tokens would need encryption keys that all hosts share.
    /// </summary>
    public string FormToken { get; } =
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Token), "form"u8));

    public bool IsFormToken(string? presented) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(presented ?? ""), Encoding.UTF8.GetBytes(FormToken));
}

/// <summary>
/// The sessions of the console. A session ends by signing out, after two hours without a request, after twelve hours in any case, and
/// when its key is revoked, expires or gets a new secret. The times of a session are by the real clock.
/// </summary>
internal sealed partial class Sessions(ApiKeys keys, ApiServices services, ILoggerFactory logs)
{
    public static Duration EndsIdleAfter { get; } = Duration.FromHours(2);

    public static Duration EndsAfter { get; } = Duration.FromHours(12);

    /// <summary>The shortest time between two writes of the last request.</summary>
    public static Duration SeenAgainAfter { get; } = Duration.FromMinutes(5);

    private IKeys Stored => services.Ledger.Keys;

    /// <summary>Begins a session and returns the token of its cookie, which is always a new one.</summary>
    public async Task<string> BeginAsync(ApiKey key, CancellationToken cancellation)
    {
        var now = keys.Failed.Now;
        var over = (await Stored.SessionsAsync(cancellation)).Where(s => IsOver(s, now)).Select(s => s.Id).ToList();
        await Stored.EndSessionsAsync(over, cancellation);
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        await Stored.TryAddSessionAsync(new(IdOf(token), key.Name, HashOf(key), now, now), cancellation);
        return token;
    }

    /// <summary>The session of a token; null for none.</summary>
    public async Task<SignedIn?> FindAsync(string? token, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(token) || await Stored.FindSessionAsync(IdOf(token), cancellation) is not { } stored)
            return null;
        var (session, now) = (stored.Value, keys.Failed.Now);
        // Another host may know a newer key, so this host refuses the session and does not delete it.
        if (IsOver(session, now) || await keys.NamedAsync(session.Key, cancellation) is not { } key || HashOf(key) != session.KeyHash
            || services.Clock.GetCurrentInstant() >= key.ExpiresAt)
        {
            return null;
        }
        if (now - session.SeenAt >= SeenAgainAfter)
            await NoteSeenAsync(stored with { Value = session with { SeenAt = now } }, cancellation);
        return new(session, key, token);
    }

    // If two requests race, one write is enough.
    private async Task NoteSeenAsync(Stored<Session> seen, CancellationToken cancellation)
    {
        try
        {
            await Stored.TrySaveSessionAsync(seen, cancellation);
        }
        catch (LedgerUnavailableException)
        {
            // A ledger that cannot be written can still be read. The host logs it once.
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            // A failure here must not fail the page.
            Log.NotNoted(logs.CreateLogger(nameof(Sessions)), seen.Value.Key, fault);
        }
    }

    public Task EndAsync(SignedIn signedIn, CancellationToken cancellation) =>
        Stored.EndSessionsAsync([signedIn.Session.Id], cancellation);

    private static bool IsOver(Session session, Instant now) =>
        now - session.SeenAt >= EndsIdleAfter || now - session.StartedAt >= EndsAfter;

    private static string IdOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static string HashOf(ApiKey key) => Convert.ToHexStringLower(key.Hash.AsSpan());

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The last request of a session of the key {Name} could not be written")]
        public static partial void NotNoted(ILogger logger, string name, Exception fault);
    }
}
