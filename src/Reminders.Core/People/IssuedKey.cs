namespace Reminders.Core.People;

/// <summary>
/// An API key that an administrator made, without the secret. History records its name, so a name is never reused, not even in another
/// letter case; a revoked key stays listed.
/// </summary>
/// <param name="Name">The owner.</param>
/// <param name="Role">The role of the key, by its API name.</param>
/// <param name="Hash">The SHA-256 of the current key, in lower-case hexadecimal digits.</param>
/// <param name="MadeAt">When the first key of this name was made.</param>
/// <param name="MadeBy">The name of the key that made it.</param>
public sealed record IssuedKey(string Name, string Role, string Hash, Instant MadeAt, string MadeBy)
{
    public string Name { get; init => field = Folded.Name(value); } = Folded.Name(Name);

    /// <summary>When a new key last replaced the previous one; null if none did.</summary>
    public Instant? RotatedAt { get; init; }

    public string? RotatedBy { get; init; }

    /// <summary>The instant from which the key is refused; null while it is valid.</summary>
    public Instant? RevokedAt { get; init; }

    public string? RevokedBy { get; init; }

    /// <summary>The instant from which the key is refused because it is too old; null for no limit.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>The last use, to the hour; null before the first use.</summary>
    public Instant? LastUsedAt { get; init; }
}
