namespace Reminders.Core.People;

/// <summary>A browser that is signed in to the console with a key.</summary>
/// <param name="Id">The SHA-256 of the browser's token, in lower-case hexadecimal digits. The token itself is not stored.</param>
/// <param name="Key">The name of the key.</param>
/// <param name="KeyHash">The hash of the key's secret at the sign-in: a new secret ends the session.</param>
/// <param name="StartedAt">When the session began, by the real clock.</param>
/// <param name="SeenAt">The last request, accurate to some minutes.</param>
public sealed record Session(string Id, string Key, string KeyHash, Instant StartedAt, Instant SeenAt);
