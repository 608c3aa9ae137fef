using System.Runtime.CompilerServices;

namespace Reminders.Rows.Moving;

/// <summary>Makes one table equal to another. Equal rows are read and not written, so a repetition writes what differs.</summary>
internal static class RowCopy
{
    /// <summary>Returns the number of rows that were written or deleted. The marks of each place stay.</summary>
    public static async Task<long> RunAsync(IRows from, IRows to, CancellationToken cancellation)
    {
        var (written, waiting, characters) = (0L, new List<Row>(), 0);
        var gone = new List<Row>();
        // Both sides stream by key, and only rows behind both places are written.
        await foreach (var (source, target) in PairsAsync(from, to, cancellation))
        {
            if (source is null)
                gone.Add(target!);
            else if (target is null || !AreEqual(source, target))
            {
                waiting.Add(source);
                characters += source.Characters;
            }
            if (waiting.Count + gone.Count >= RowWrites.MostHeldRows || characters >= RowWrites.MostHeldCharacters)
                await WriteAsync();
        }
        await WriteAsync();
        return written;

        async Task WriteAsync()
        {
            if (waiting.Count > 0)
                await to.UpsertAsync(waiting, cancellation);
            if (gone.Count > 0)
                await to.DeleteAsync(gone, cancellation);
            written += waiting.Count + gone.Count;
            (waiting, gone, characters) = ([], [], 0);
        }
    }

    /// <summary>The rows of both tables in the order of their keys; one of a pair is null where its table has no such row.</summary>
    private static async IAsyncEnumerable<(Row? Source, Row? Target)> PairsAsync(
        IRows from, IRows to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var sources = InOrderAsync(from, cancellation).GetAsyncEnumerator(cancellation);
        await using var _ = sources.ConfigureAwait(false);
        var targets = InOrderAsync(to, cancellation).GetAsyncEnumerator(cancellation);
        await using var __ = targets.ConfigureAwait(false);
        var source = await NextAsync(sources);
        var target = await NextAsync(targets);
        while (source is not null || target is not null)
        {
            var order = source is null ? 1 : target is null ? -1 : Compare(source, target);
            yield return (order <= 0 ? source : null, order >= 0 ? target : null);
            if (order <= 0)
                source = await NextAsync(sources);
            if (order >= 0)
                target = await NextAsync(targets);
        }

        static async Task<Row?> NextAsync(IAsyncEnumerator<Row> rows) => await rows.MoveNextAsync() ? rows.Current : null;
    }

    private static async IAsyncEnumerable<Row> InOrderAsync(
        IRows rows, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Row? last = null;
        await foreach (var row in rows.ReadAsync(RowRange.All, cancellation))
        {
            if (last is not null && Compare(last, row) >= 0)
                throw new InvalidOperationException($"The table {rows.Name} does not stream its rows by key.");
            last = row;
            if (!IsOfPlace(row))
                yield return row;
        }
    }

    /// <summary>Whether the row belongs to its place and not to the ledger.</summary>
    public static bool IsOfPlace(Row row) => MoveSeal.IsOf(row) || BarrierRows.IsLayout(row);

    private static int Compare(Row one, Row other) =>
        string.CompareOrdinal(one.Partition, other.Partition) is not 0 and var partition
            ? partition
            : string.CompareOrdinal(one.Key, other.Key);

    private static bool AreEqual(Row one, Row other) => one.Properties.Count == other.Properties.Count
        && one.Properties.All(p => other.Properties.TryGetValue(p.Key, out var value) && AreEqual(p.Value, value));

    private static bool AreEqual(object one, object other) =>
        one is byte[] bytes && other is byte[] others ? bytes.AsSpan().SequenceEqual(others) : one.Equals(other);
}
