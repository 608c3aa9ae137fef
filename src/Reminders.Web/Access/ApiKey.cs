using System.Security.Cryptography;
using System.Text;

namespace Reminders.Web.Access;

/// <summary>The rights of a key; each role includes the rights of the roles before it.</summary>
public enum KeyRole
{
    /// <summary>Calls without a key.</summary>
    Anonymous,

    /// <summary>Reads, with masked phone numbers.</summary>
    Viewer,

    /// <summary>Moves items through their life.</summary>
    Operator,

    /// <summary>Loads plans and contacts.</summary>
    Administrator,
}

/// <summary>The names of roles in answers and settings.</summary>
public static class KeyRoles
{
    public static string Name(this KeyRole role) => role.ToString().ToLowerInvariant();
}

/// <summary>A stored key: its name, which the history records, its role, and the SHA-256 of its secret.</summary>
public sealed record ApiKey(string Name, KeyRole Role, ImmutableArray<byte> Hash)
{
    public string Name { get; init => field = Folded.Name(value); } = Folded.Name(Name);

    /// <summary>The instant from which the key is refused; null for a key that does not expire.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>Reads a setting of the form <c>administrator:0123…</c>.</summary>
    /// <exception cref="FormatException">The setting does not have that form.</exception>
    public static ApiKey Parse(string name, string? setting)
    {
        var parts = (setting ?? "").Split(':');
        if (parts.Length != 2 || !EnumName.TryRead<KeyRole>(parts[0], out var role) || role == KeyRole.Anonymous
            || parts[1].Length != 2 * SHA256.HashSizeInBytes || !parts[1].All(char.IsAsciiHexDigit))
        {
            throw new UnreadableException(
                $"The setting Reminders:Keys:{name} must be a role (viewer, operator, administrator), a colon and the key's SHA-256 in "
                + $"64 hexadecimal digits.");
        }
        return new(name, role, [.. Convert.FromHexString(parts[1])]);
    }

    /// <summary>A key of the ledger; null if it is revoked or its role is unknown.</summary>
    public static ApiKey? TryRead(IssuedKey issued) =>
        issued.RevokedAt is null && EnumName.TryRead<KeyRole>(issued.Role, out var role) && role != KeyRole.Anonymous
            ? new(issued.Name, role, [.. Convert.FromHexString(issued.Hash)]) { ExpiresAt = issued.ExpiresAt }
            : null;

    /// <summary>A new key: the secret, which is shown once and never stored, and the setting that stores its hash.</summary>
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

    public static ApiKey Of(string name, KeyRole role, string secret) =>
        new(name, role, [.. SHA256.HashData(Encoding.UTF8.GetBytes(secret))]);
}
