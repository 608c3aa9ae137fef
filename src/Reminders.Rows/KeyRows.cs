
namespace Reminders.Rows;

/// <summary>
/// Access keys and sessions, in the directory's table. Partition <c>keys</c>, row: the key's name. Partition <c>sessions</c>, row: the
/// session's id.
/// </summary>
internal sealed class KeyRows(IRows table) : IKeys
{
    // In lower case, so that two names cannot differ in letter case alone.
    private readonly TaggedRows<IssuedKey> keys = new(table, "keys", k => Keys.Safe(k.Name.ToLowerInvariant()));

    private readonly TaggedRows<Session> sessions = new(table, "sessions", s => s.Id);

    public async Task<IReadOnlyList<Stored<IssuedKey>>> KeysAsync(CancellationToken cancellation) =>
        [.. (await keys.AllAsync(cancellation)).OrderBy(k => k.Value.MadeAt)];

    public Task<bool> TryAddKeyAsync(IssuedKey key, CancellationToken cancellation) => keys.TryAddAsync(key, cancellation);

    public Task<bool> TrySaveKeyAsync(Stored<IssuedKey> key, CancellationToken cancellation) => keys.TrySaveAsync(key, cancellation);

    public async Task<IReadOnlyList<Session>> SessionsAsync(CancellationToken cancellation) =>
        [.. (await sessions.AllAsync(cancellation)).Select(s => s.Value)];

    public Task<Stored<Session>?> FindSessionAsync(string id, CancellationToken cancellation) => sessions.FindAsync(id, cancellation);

    public Task<bool> TryAddSessionAsync(Session session, CancellationToken cancellation) => sessions.TryAddAsync(session, cancellation);

    public Task<bool> TrySaveSessionAsync(Stored<Session> session, CancellationToken cancellation) =>
        sessions.TrySaveAsync(session, cancellation);

    public Task EndSessionsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation) =>
        sessions.DeleteAsync(ids, cancellation);
}
