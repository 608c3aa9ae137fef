using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Reminders.Core.Ledgers;

namespace Reminders.Web.Access;

/// <summary>
/// The keys that are good now: those of the settings, and those that were made since and stand in the ledger. The ledger is asked again after half a minute, so
/// that a key that is revoked on another host opens nothing here after that; on the host that revokes it, it is over at once.
/// </summary>
/// <param name="settings">The keys of the settings, which only a new start changes.</param>
/// <param name="ledger">Has the other keys.</param>
/// <param name="clock">The host's clock.</param>
public sealed class ApiKeys(IEnumerable<ApiKey> settings, ILedger ledger, IClock clock)
{
    /// <summary>How long what the ledger said is taken for true.</summary>
    public static Duration ReadAgainAfter { get; } = Duration.FromSeconds(30);

    private readonly Lock gate = new();
    private Reading? last;
    private int changes;

    /// <summary>The keys of the settings.</summary>
    public ImmutableArray<ApiKey> Settings { get; } = [.. settings];

    /// <summary>The key that was presented, or null. Takes the same time whichever key it is, and whether it is one.</summary>
    public async Task<ApiKey?> FindAsync(string presented, CancellationToken cancellation)
    {
        var issued = await IssuedAsync(cancellation);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(presented));
        ApiKey? found = null;
        foreach (var key in Settings.AddRange(issued))
        {
            if (CryptographicOperations.FixedTimeEquals(hash, key.Hash.AsSpan()))
                found = key;
        }
        return found;
    }

    /// <summary>Has the ledger asked again at the next call, since its keys have been changed from here.</summary>
    public void Forget()
    {
        lock (gate)
            (last, changes) = (null, changes + 1);
    }

    private async Task<ImmutableArray<ApiKey>> IssuedAsync(CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        Reading? known;
        int changesBefore;
        lock (gate)
            (known, changesBefore) = (last, changes);
        if (known is not null && now >= known.At && now - known.At < ReadAgainAfter)
            return known.Keys;
        var keys = (await ledger.KeysAsync(cancellation)).Select(k => ApiKey.TryRead(k.Value)).OfType<ApiKey>().ToImmutableArray();
        lock (gate)
        {
            // What was read while a key was being revoked may still have it.
            if (changes == changesBefore)
                last = new(now, keys);
        }
        return keys;
    }

    private sealed record Reading(Instant At, ImmutableArray<ApiKey> Keys);
}
