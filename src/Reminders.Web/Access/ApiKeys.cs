using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Reminders.Web.Access;

/// <summary>
/// The keys that are good now: those of the settings and those in the ledger. The ledger is read again after half a minute. A key that
/// another host revokes opens nothing here after that time; one that this host revokes opens nothing at once. The last use of a key is
/// written once in an hour of use.
/// </summary>
/// <param name="settings">The keys of the settings, which only a new start changes.</param>
/// <param name="ledger">Has the other keys.</param>
/// <param name="clock">The host's clock.</param>
/// <param name="real">The real clock, by which wrong keys are slowed down even if the host's clock runs faster.</param>
/// <param name="log">Hears of a last use that could not be written.</param>
public sealed partial class ApiKeys(
    IEnumerable<ApiKey> settings, Ledger ledger, IClock clock, IClock real, ILogger<ApiKeys>? log = null)
{
    /// <summary>How long what the ledger said is taken for true.</summary>
    public static Duration ReadAgainAfter { get; } = Duration.FromSeconds(30);

    /// <summary>How old the time of the last use may be before it is written anew.</summary>
    public static Duration UseNotedAgainAfter { get; } = Duration.FromHours(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Instant> usesNoted = [];
    private Reading? last;
    private int changes;

    /// <summary>The keys of the settings.</summary>
    public ImmutableArray<ApiKey> Settings { get; } = [.. settings];

    /// <summary>Who has presented keys that are none.</summary>
    public FailedKeys Failed { get; } = new(real);

    /// <summary>
    /// The key that was presented, also where it has expired, or null. Takes the same time whichever key it is, and whether it is one.
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

    /// <summary>Has the ledger asked again at the next call, since its keys have been changed from here.</summary>
    public void Forget()
    {
        lock (gate)
            (last, changes) = (null, changes + 1);
    }

    // Of several calls at once one writes, and it never writes over a change of the key.
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
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            // The call itself must not fail because of a note about it.
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
            // What was read while a key was being revoked may still have it.
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
