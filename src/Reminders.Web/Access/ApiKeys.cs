using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Reminders.Web.Access;

/// <summary>
/// The valid keys, from the settings and the ledger. The ledger is read again after half a minute, so a key that another host revokes is
/// refused here within that time. A key that this host revokes is refused at once. The last use of a key is written at most once an hour.
/// </summary>
/// <param name="settings">The keys of the settings; a change needs a restart.</param>
/// <param name="ledger">Holds the other keys.</param>
/// <param name="clock">The host's clock.</param>
/// <param name="real">The real clock, which times the pauses after wrong keys even if the host's clock runs faster.</param>
/// <param name="log">Receives failures to write a last use.</param>
public sealed partial class ApiKeys(
    IEnumerable<ApiKey> settings, Ledger ledger, IClock clock, IClock real, ILogger<ApiKeys>? log = null)
{
    /// <summary>How long the keys of the ledger are cached.</summary>
    public static Duration ReadAgainAfter { get; } = Duration.FromSeconds(30);

    /// <summary>The shortest time between two writes of a key's last use.</summary>
    public static Duration UseNotedAgainAfter { get; } = Duration.FromHours(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Instant> usesNoted = [];
    private Reading? last;
    private int changes;

    public ImmutableArray<ApiKey> Settings { get; } = [.. settings];

    /// <summary>The addresses that sent wrong keys.</summary>
    public FailedKeys Failed { get; } = new(real);

    /// <summary>
    /// The key with that secret, even if it has expired, or null. The comparison takes the same time for every secret.
    /// </summary>
    public async Task<ApiKey?> FindAsync(string presented, CancellationToken cancellation)
    {
        var issued = await IssuedAsync(cancellation);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(presented));
        (ApiKey Key, Stored<IssuedKey>? Stored)? found = null;
        foreach (var known in Settings.Select(k => (k, (Stored<IssuedKey>?)null)).Concat(issued))
        {
            if (CryptographicOperations.FixedTimeEquals(hash, known.Item1.Hash.AsSpan()))
                found = known;
        }
        if (found is { Stored: { } stored })
            await NoteUseAsync(stored, cancellation);
        return found?.Key;
    }

    /// <summary>The valid key of that name, even if it has expired, or null.</summary>
    public async Task<ApiKey?> NamedAsync(string name, CancellationToken cancellation) =>
        Settings.Concat((await IssuedAsync(cancellation)).Select(k => k.Key)).FirstOrDefault(k => k.Name == name);

    /// <summary>Drops the cached keys after this host has changed the ledger's keys.</summary>
    public void Forget()
    {
        lock (gate)
            (last, changes) = (null, changes + 1);
    }

    // Of several concurrent calls one writes, and it never overwrites a change of the key.
    private async Task NoteUseAsync(Stored<IssuedKey> key, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        if (now >= key.Value.ExpiresAt || now - key.Value.LastUsedAt < UseNotedAgainAfter)
            return;
        lock (gate)
        {
            if (usesNoted.TryGetValue(key.Value.Name, out var noted) && now - noted < UseNotedAgainAfter)
                return;
            usesNoted[key.Value.Name] = now;
        }
        try
        {
            await ledger.Keys.TrySaveKeyAsync(key with { Value = key.Value with { LastUsedAt = now } }, cancellation);
        }
        catch (LedgerUnavailableException)
        {
            // The host logs it once.
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            // A failure here must not fail the call.
            Log.UseNotNoted(log ?? NullLogger<ApiKeys>.Instance, key.Value.Name, fault);
        }
    }

    private async Task<ImmutableArray<(ApiKey Key, Stored<IssuedKey>? Stored)>> IssuedAsync(CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        Reading? known;
        int changesBefore;
        lock (gate)
            (known, changesBefore) = (last, changes);
        if (known is not null && now >= known.At && now - known.At < ReadAgainAfter)
            return known.Keys;
        var keys = (await ledger.Keys.KeysAsync(cancellation))
            .Select(k => (Key: ApiKey.TryRead(k.Value), Stored: (Stored<IssuedKey>?)k))
            .Where(k => k.Key is not null)
            .Select(k => (k.Key!, k.Stored))
            .ToImmutableArray();
        lock (gate)
        {
            // Keys that were read during a change may be stale, so they are not cached.
            if (changes == changesBefore)
                last = new(now, keys);
        }
        return keys;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The last use of the key {Name} could not be written")]
        public static partial void UseNotNoted(ILogger logger, string name, Exception fault);
    }

    private sealed record Reading(Instant At, ImmutableArray<(ApiKey Key, Stored<IssuedKey>? Stored)> Keys);
}
