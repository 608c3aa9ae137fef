using System.Text.RegularExpressions;

namespace Reminders.Web.Access;

/// <summary>A key that was made, rotated or revoked.</summary>
/// <param name="Key">The key.</param>
/// <param name="Secret">Its new secret, which is never stored; null after a revocation.</param>
public sealed record KeyMade(IssuedKey Key, string? Secret);

/// <summary>
/// Makes, rotates and revokes the keys of the ledger. Keys of the settings are changed in the settings. After a lost race the decision is
/// made again. The last administrator's key cannot be revoked. If two administrators revoke each other's keys at the same moment, a new key
/// in the settings gives access again.
/// </summary>
public sealed partial class IssueKeys(Ledger ledger, ApiKeys keys, IClock clock)
{
    /// <summary>Makes a key under a name that was never used before.</summary>
    public async Task<Outcome<KeyMade>> MakeAsync(string name, KeyRole role, Instant? expiresAt, string by, CancellationToken cancellation)
    {
        if (!Name().IsMatch(name))
        {
            return Refused(
                "name-invalid", $"The name of a key must have 1 to 40 characters: letters, digits, Chinese characters, - and _.");
        }
        if (IsInSettings(name))
            return Refused("name-taken", $"The settings have a key named {name}; choose another name.");
        if (expiresAt <= clock.GetCurrentInstant())
            return ExpiresInThePast;
        var (secret, hash) = ApiKey.Make();
        var key = new IssuedKey(name, role.Name(), hash, clock.GetCurrentInstant(), by) { ExpiresAt = expiresAt };
        if (!await ledger.Keys.TryAddKeyAsync(key, cancellation))
            return Refused("name-taken", $"The name {name} is or was in use; rotate that key, or choose another name.");
        keys.Forget();
        return Done(key, secret);
    }

    /// <summary>
    /// Replaces the secret; the old secret is refused from now on. Without a new instant, the key expires as before.
    /// </summary>
    public Task<Outcome<KeyMade>> RotateAsync(string name, Instant? expiresAt, string by, CancellationToken cancellation)
    {
        var (secret, hash) = ApiKey.Make();
        return ChangeAsync(name, (key, _) => key switch
        {
            { RevokedAt: not null } => Refused("key-revoked", $"The key {key.Name} was revoked; make one with another name."),
            _ when (expiresAt ?? key.ExpiresAt) <= clock.GetCurrentInstant() => ExpiresInThePast,
            _ => Done(
                key with { Hash = hash, RotatedAt = clock.GetCurrentInstant(), RotatedBy = by, ExpiresAt = expiresAt ?? key.ExpiresAt },
                secret),
        }, cancellation);
    }

    /// <summary>Ends a key for good. Safe to repeat.</summary>
    public Task<Outcome<KeyMade>> RevokeAsync(string name, string by, CancellationToken cancellation) => ChangeAsync(
        name,
        (key, all) => key switch
        {
            { RevokedAt: not null } => Done(key),
            _ when ApiKey.TryRead(key)?.Role == KeyRole.Administrator && !AdministratorsBut(key, all).Any() => Refused(
                "last-administrator", $"{key.Name} is the last key of an administrator; make another such key first."),
            _ => Done(key with { RevokedAt = clock.GetCurrentInstant(), RevokedBy = by }),
        },
        cancellation);

    private async Task<Outcome<KeyMade>> ChangeAsync(
        string name, Func<IssuedKey, IReadOnlyList<Stored<IssuedKey>>, Outcome<KeyMade>> decide, CancellationToken cancellation)
    {
        while (true)
        {
            var all = await ledger.Keys.KeysAsync(cancellation);
            if (all.FirstOrDefault(k => IsCalled(k.Value.Name, name)) is not { } stored)
            {
                return IsInSettings(name)
                    ? Refused("key-in-settings", $"The settings hold the key {name}; change it there.")
                    : new Outcome<KeyMade>.Missing();
            }
            var outcome = decide(stored.Value, all);
            if (outcome is not Outcome<KeyMade>.Done(var made, _) || made.Key == stored.Value)
                return outcome;
            if (await ledger.Keys.TrySaveKeyAsync(stored with { Value = made.Key }, cancellation))
            {
                keys.Forget();
                return outcome;
            }
        }
    }

    private IEnumerable<ApiKey> AdministratorsBut(IssuedKey key, IReadOnlyList<Stored<IssuedKey>> all) =>
        keys.Settings.Concat(all.Where(k => k.Value.Name != key.Name).Select(k => ApiKey.TryRead(k.Value)).OfType<ApiKey>())
            .Where(k => k.Role == KeyRole.Administrator && !(k.ExpiresAt <= clock.GetCurrentInstant()));

    private bool IsInSettings(string name) => keys.Settings.Any(k => IsCalled(k.Name, name));

    private static bool IsCalled(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static Outcome<KeyMade> Done(IssuedKey key, string? secret = null) => new Outcome<KeyMade>.Done(new(key, secret));

    private static Outcome<KeyMade> Refused(string code, Wording words) => new Outcome<KeyMade>.Refused(code, words);

    private static Outcome<KeyMade> ExpiresInThePast =>
        Refused("expires-past", $"The last day of the key is in the past; give today or a later day.");

    // The ideographs of the basic plane, and those of the planes above it, which rare names use.
    [GeneratedRegex(
        @"\A(?:[A-Za-z0-9_\-\u3007\u3400-\u4DBF\u4E00-\u9FFF]|[\uD840-\uD888][\uDC00-\uDFFF]){1,40}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
