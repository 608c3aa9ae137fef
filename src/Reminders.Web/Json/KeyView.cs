using System.Text.Json.Serialization;

namespace Reminders.Web.Json;

/// <summary>Where a key stands, and so where it is changed.</summary>
public enum KeySource
{
    Settings,
    Ledger,
}

/// <summary>
/// A key as it is listed, never its hash. Of a key in the settings nothing is known but its name and role; the secret is there once, when
/// it is new. The last use is known to the hour.
/// </summary>
public sealed record KeyView(
    string Name, string Role, KeySource Source, Instant? MadeAt = null, string? MadeBy = null, Instant? RotatedAt = null, string? RotatedBy = null,
    Instant? RevokedAt = null, string? RevokedBy = null, Instant? ExpiresAt = null, Instant? LastUsedAt = null)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Secret { get; init; }

    public static KeyView Of(ApiKey key) => new(key.Name, key.Role.Name(), KeySource.Settings);

    public static KeyView Of(IssuedKey key) =>
        new(key.Name, key.Role, KeySource.Ledger, key.MadeAt, key.MadeBy, key.RotatedAt, key.RotatedBy, key.RevokedAt, key.RevokedBy, key.ExpiresAt, key.LastUsedAt);
}
