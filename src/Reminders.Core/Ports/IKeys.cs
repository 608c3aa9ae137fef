namespace Reminders.Core.Ports;

/// <summary>The access keys that administrators made. Shared contract: <see cref="Ledger"/>.</summary>
public interface IKeys
{
    /// <summary>Reads all keys ever made, revoked keys included, oldest first, in one read.</summary>
    Task<IReadOnlyList<Stored<IssuedKey>>> KeysAsync(CancellationToken cancellation);

    /// <summary>Adds a key. False when its name is taken, in any letter case; of two calls at once only one succeeds.</summary>
    Task<bool> TryAddKeyAsync(IssuedKey key, CancellationToken cancellation);

    /// <summary>Replaces a key. False when it has changed since it was read; then nothing is written.</summary>
    Task<bool> TrySaveKeyAsync(Stored<IssuedKey> key, CancellationToken cancellation);
}
