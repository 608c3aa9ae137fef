namespace Reminders.Core.People;

/// <summary>
/// A key to the API that was made while the system runs, as the ledger keeps it: never the key itself. Its name is what history records, so no name is ever
/// used twice, not even in other letter case; a revoked key stays listed under it.
/// </summary>
/// <param name="Name">Who has it.</param>
/// <param name="Role">What it may do, by the name that the API gives to it.</param>
/// <param name="Hash">The SHA-256 of the key that is good now, in lower-case hexadecimal digits.</param>
/// <param name="MadeAt">When it was made first.</param>
/// <param name="MadeBy">The name of the key with which it was made.</param>
public sealed record IssuedKey(string Name, string Role, string Hash, Instant MadeAt, string MadeBy)
{
    public string Name { get; init => field = Folded.Name(value); } = Folded.Name(Name);

    /// <summary>When a new key last took the place of the one before; null when none did.</summary>
    public Instant? RotatedAt { get; init; }

    public string? RotatedBy { get; init; }

    /// <summary>From when on it opens nothing any more; null while it is good.</summary>
    public Instant? RevokedAt { get; init; }

    public string? RevokedBy { get; init; }

    /// <summary>From when on it opens nothing any more by itself; null for never.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>When it was last used, to the hour; null where it never was.</summary>
    public Instant? LastUsedAt { get; init; }
}
