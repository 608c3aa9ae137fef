using System.Security.Cryptography;
using System.Text;

namespace Reminders.Web.Access;

/// <summary>What a key may do; each role may do what the roles before it may.</summary>
public enum KeyRole
{
    /// <summary>Anybody, without a key.</summary>
    Anonymous,

    /// <summary>Reads; telephone numbers are masked.</summary>
    Viewer,

    /// <summary>Moves items through their life.</summary>
    Operator,

    /// <summary>Loads plans and contacts.</summary>
    Administrator,
}

/// <summary>How roles are called in answers and settings.</summary>
public static class KeyRoles
{
    public static string Name(this KeyRole role) => role.ToString().ToLowerInvariant();
}

/// <summary>A key as it is kept: its name, which history records, its role, and the SHA-256 of the key itself.</summary>
public sealed record ApiKey(string Name, KeyRole Role, ImmutableArray<byte> Hash)
{
    public string Name { get; init => field = Folded.Name(value); } = Folded.Name(Name);

    /// <summary>From when on it opens nothing; null for a key that stays good.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>Reads the form of a setting, <c>administrator:0123…</c>, of the key with that name.</summary>
    /// <exception cref="FormatException">The setting is not of that form.</exception>
    public static ApiKey Parse(string name, string? setting)
    {
        var parts = (setting ?? "").Split(':');
        if (parts.Length != 2 || !EnumName.TryRead<KeyRole>(parts[0], out var role) || role == KeyRole.Anonymous
            || parts[1].Length != 2 * SHA256.HashSizeInBytes || !parts[1].All(char.IsAsciiHexDigit))
        {
            throw new FormatException(
                $"The setting Reminders:Keys:{name} must be a role (viewer, operator, administrator), a colon and the key's SHA-256 in "
                + "64 hexadecimal digits.");
        }
        return new(name, role, [.. Convert.FromHexString(parts[1])]);
    }

    /// <summary>A key of the ledger; null when it is revoked, or when its role is none that is known here.</summary>
    public static ApiKey? TryRead(IssuedKey issued) =>
        issued.RevokedAt is null && EnumName.TryRead<KeyRole>(issued.Role, out var role) && role != KeyRole.Anonymous
            ? new(issued.Name, role, [.. Convert.FromHexString(issued.Hash)]) { ExpiresAt = issued.ExpiresAt }
            : null;

    /// <summary>A new key: the secret, which is shown once and kept nowhere, and the setting under which it is kept.</summary>
    public static (string Secret, string Setting) Make(KeyRole role)
    {
        var (secret, hash) = Make();
        return (secret, $"{role.Name()}:{hash}");
    }

    /// <summary>A new secret and its SHA-256 in hexadecimal digits.</summary>
    public static (string Secret, string Hash) Make()
    {
        var secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(24)).Replace('+', '-').Replace('/', '_');
        return (secret, Convert.ToHexStringLower(Of("", KeyRole.Anonymous, secret).Hash.AsSpan()));
    }

    /// <summary>The key with a secret that is known.</summary>
    public static ApiKey Of(string name, KeyRole role, string secret) =>
        new(name, role, [.. SHA256.HashData(Encoding.UTF8.GetBytes(secret))]);
}
