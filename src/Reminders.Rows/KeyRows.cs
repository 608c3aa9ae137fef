
namespace Reminders.Rows;

/// <summary>Access keys, in the directory's table. Partition: <c>keys</c>. Row: the key's name.</summary>
internal sealed class KeyRows(IRows table) : IKeys
{
    // In lower case, so that two names cannot differ in letter case alone.
    private readonly TaggedRows<IssuedKey> keys = new(table, "keys", k => Keys.Safe(k.Name.ToLowerInvariant()));

    public async Task<IReadOnlyList<Stored<IssuedKey>>> KeysAsync(CancellationToken cancellation) =>
        [.. (await keys.AllAsync(cancellation)).OrderBy(k => k.Value.MadeAt)];

    public Task<bool> TryAddKeyAsync(IssuedKey key, CancellationToken cancellation) => keys.TryAddAsync(key, cancellation);

    public Task<bool> TrySaveKeyAsync(Stored<IssuedKey> key, CancellationToken cancellation) => keys.TrySaveAsync(key, cancellation);
}
