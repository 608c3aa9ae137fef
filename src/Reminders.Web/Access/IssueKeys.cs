using System.Text.RegularExpressions;

namespace Reminders.Web.Access;

/// <summary>What came of making, rotating or revoking a key: the key as it is now and, where there is a new one, the secret, which is kept nowhere; or why nothing was done. All null: there is no such key.</summary>
public sealed record KeyResult(IssuedKey? Key, string? Secret, Refusal? Refusal);

/// <summary>
/// Makes, rotates and revokes the keys that stand in the ledger; those of the settings are changed in the settings. A call that lost a race is decided anew.
/// The last administrator's key is not revoked; should two administrators revoke each other's last keys in the same moment, a key in the settings lets
/// the next one in.
/// </summary>
public sealed partial class IssueKeys(Ledger ledger, ApiKeys keys, IClock clock)
{
    /// <summary>Makes a key under a name that nobody has had, good until an instant if one is given.</summary>
    public async Task<KeyResult> MakeAsync(string name, KeyRole role, Instant? expiresAt, string by, CancellationToken cancellation)
    {
        if (!Name().IsMatch(name))
            return Refused("name-invalid", "A key's name has 1 to 40 letters, digits, Chinese characters, - and _, and no others.");
        if (IsInSettings(name))
            return Refused("name-taken", $"A key called {name} stands in the settings; choose another name.");
        if (expiresAt <= clock.GetCurrentInstant())
            return ExpiresInThePast;
        var (secret, hash) = ApiKey.Make();
        var key = new IssuedKey(name, role.Name(), hash, clock.GetCurrentInstant(), by) { ExpiresAt = expiresAt };
        if (!await ledger.Keys.TryAddKeyAsync(key, cancellation))
            return Refused("name-taken", $"There is, or was, a key called {name}: rotate it, or choose another name, so that history never means two by one name.");
        keys.Forget();
        return new(key, secret, null);
    }

    /// <summary>
    /// Puts a new secret in place of the one before, which opens nothing any more; the key expires when it did before, unless another
    /// instant is given.
    /// </summary>
    public Task<KeyResult> RotateAsync(string name, Instant? expiresAt, string by, CancellationToken cancellation)
    {
        var (secret, hash) = ApiKey.Make();
        return ChangeAsync(name, (key, _) => key switch
        {
            { RevokedAt: not null } => Refused("key-revoked", $"The key {key.Name} was revoked; make one with another name."),
            _ when (expiresAt ?? key.ExpiresAt) <= clock.GetCurrentInstant() => ExpiresInThePast,
            _ => new(
                key with { Hash = hash, RotatedAt = clock.GetCurrentInstant(), RotatedBy = by, ExpiresAt = expiresAt ?? key.ExpiresAt },
                secret, null),
        }, cancellation);
    }

    /// <summary>Ends a key for good. One that has ended stays as it is.</summary>
    public Task<KeyResult> RevokeAsync(string name, string by, CancellationToken cancellation) => ChangeAsync(name, (key, all) => key switch
    {
        { RevokedAt: not null } => new(key, null, null),
        _ when ApiKey.TryRead(key)?.Role == KeyRole.Administrator && !AdministratorsBut(key, all).Any() => Refused("last-administrator", $"{key.Name} is the last administrator's key; make another first, or nobody could."),
        _ => new(key with { RevokedAt = clock.GetCurrentInstant(), RevokedBy = by }, null, null),
    }, cancellation);

    private async Task<KeyResult> ChangeAsync(string name, Func<IssuedKey, IReadOnlyList<Stored<IssuedKey>>, KeyResult> decide, CancellationToken cancellation)
    {
        while (true)
        {
            var all = await ledger.Keys.KeysAsync(cancellation);
            if (all.FirstOrDefault(k => IsCalled(k.Value.Name, name)) is not { } stored)
                return IsInSettings(name) ? Refused("key-in-settings", $"The key {name} stands in the settings; change it there.") : new(null, null, null);
            var result = decide(stored.Value, all);
            if (result.Key is null || result.Key == stored.Value)
                return result;
            if (await ledger.Keys.TrySaveKeyAsync(stored with { Value = result.Key }, cancellation))
            {
                keys.Forget();
                return result;
            }
        }
    }

    private IEnumerable<ApiKey> AdministratorsBut(IssuedKey key, IReadOnlyList<Stored<IssuedKey>> all) =>
        keys.Settings.Concat(all.Where(k => k.Value.Name != key.Name).Select(k => ApiKey.TryRead(k.Value)).OfType<ApiKey>())
            .Where(k => k.Role == KeyRole.Administrator && !(k.ExpiresAt <= clock.GetCurrentInstant()));

    private bool IsInSettings(string name) => keys.Settings.Any(k => IsCalled(k.Name, name));

    private static bool IsCalled(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static KeyResult Refused(string code, string message) => new(null, null, new(code, message));

    private static KeyResult ExpiresInThePast =>
        Refused("expires-past", "The key would have expired already; give a last day that is not over yet.");

    // The blocks of ideographs of the basic plane, and of the planes after it, where rare characters of names stand.
    [GeneratedRegex(@"\A(?:[A-Za-z0-9_\-\u3007\u3400-\u4DBF\u4E00-\u9FFF]|[\uD840-\uD888][\uDC00-\uDFFF]){1,40}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
