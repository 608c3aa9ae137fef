namespace Reminders.Core.Ports;

/// <summary>The access keys that administrators made, and the sessions of the console. Shared contract: <see cref="Ledger"/>.</summary>
public interface IKeys
{
    /// <summary>Reads all keys ever made, revoked keys included, oldest first, in one read.</summary>
    Task<IReadOnlyList<Stored<IssuedKey>>> KeysAsync(CancellationToken cancellation);

    /// <summary>Adds a key. False when its name is taken, in any letter case; of two calls at once only one succeeds.</summary>
    Task<bool> TryAddKeyAsync(IssuedKey key, CancellationToken cancellation);

    /// <summary>Replaces a key. False when it has changed since it was read; then nothing is written.</summary>
    Task<bool> TrySaveKeyAsync(Stored<IssuedKey> key, CancellationToken cancellation);

    /// <summary>Reads all sessions that nobody ended, in one read.</summary>
    Task<IReadOnlyList<Session>> SessionsAsync(CancellationToken cancellation);

    /// <summary>Reads one session; null for none.</summary>
    Task<Stored<Session>?> FindSessionAsync(string id, CancellationToken cancellation);

    /// <summary>Adds a session. False when its id is taken.</summary>
    Task<bool> TryAddSessionAsync(Session session, CancellationToken cancellation);

    /// <summary>Replaces a session. False when it has changed since it was read, or has ended; then nothing is written.</summary>
    Task<bool> TrySaveSessionAsync(Stored<Session> session, CancellationToken cancellation);

    /// <summary>Ends sessions for good. Unknown ids are skipped.</summary>
    Task EndSessionsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation);
}
