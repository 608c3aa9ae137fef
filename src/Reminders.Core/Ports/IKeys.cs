namespace Reminders.Core.Ports;

/// <summary>
/// The access keys that administrators made. The contract that all ports of a ledger share stands at <see cref="Ledger"/>.
/// </summary>
public interface IKeys
{
    /// <summary>All keys ever made, revoked ones included, oldest first, in one read.</summary>
    Task<IReadOnlyList<Stored<IssuedKey>>> KeysAsync(CancellationToken cancellation);

    /// <summary>Takes a key's name. False when the name is taken already, in any letter case.</summary>
    Task<bool> TryAddKeyAsync(IssuedKey key, CancellationToken cancellation);

    /// <summary>Replaces a key. False when another call has changed it since it was read.</summary>
    Task<bool> TrySaveKeyAsync(Stored<IssuedKey> key, CancellationToken cancellation);
}
