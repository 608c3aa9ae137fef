namespace Reminders.Rows;

/// <summary>
/// A row of a ledger, whatever engine stores it. A property is a string, int, long, double, bool, Guid, DateTimeOffset or byte[].
/// </summary>
/// <param name="partition">The rows of one partition can change together.</param>
/// <param name="key">Names the row in its partition. Rows sort by ordinal comparison of their keys.</param>
/// <param name="properties">The values by name.</param>
/// <param name="tag">Changes with every write of the row; empty for a row that was not read.</param>
public sealed class Row(string partition, string key, Dictionary<string, object>? properties = null, string tag = "")
{
    private static readonly ImmutableDictionary<string, object> None = ImmutableDictionary<string, object>.Empty;

    // A row of the board has none.
    private Dictionary<string, object>? properties = properties;

    public string Partition => partition;

    public string Key => key;

    public string Tag => tag;

    public IReadOnlyDictionary<string, object> Properties => properties ?? (IReadOnlyDictionary<string, object>)None;

    public object this[string name]
    {
        set => (properties ??= [])[name] = value;
    }

    /// <summary>The characters of all texts, by which the size of a request is judged.</summary>
    public int Characters
    {
        get
        {
            var sum = 0;
            foreach (var value in Properties.Values)
                sum += (value as string)?.Length ?? 0;
            return sum;
        }
    }

    public string? Text(string name) => properties?.GetValueOrDefault(name) as string;

    public int? Number(string name) => properties?.GetValueOrDefault(name) as int?;
}

/// <summary>Selects rows. Everything that is set must hold.</summary>
public sealed record RowRange
{
    public static RowRange All { get; } = new();

    /// <summary>The first partition.</summary>
    public string? FromPartition { get; init; }

    /// <summary>The last partition (inclusive).</summary>
    public string? ToPartition { get; init; }

    /// <summary>The first key.</summary>
    public string? From { get; init; }

    /// <summary>The end of the keys (exclusive).</summary>
    public string? Before { get; init; }

    /// <summary>The most <see cref="Keys"/>: Table Storage takes 15 comparisons in a filter.</summary>
    public const int MostKeys = 12;

    /// <summary>The only keys, in their order.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>The only values of a property; no value selects every row.</summary>
    public (string Property, ImmutableArray<string> Values) Where { get; init; } = ("", []);

    /// <summary>The number of rows after which the reading ends.</summary>
    public int? Most { get; init; }

    /// <summary>The rows of one partition.</summary>
    public static RowRange Of(string partition) => new() { FromPartition = partition, ToPartition = partition };
}

/// <summary>
/// One table of a ledger. Reads stream by partition and key and are not snapshots. A write that is repeated by the engine after a lost
/// answer has the outcome of its first attempt. A fault of the store throws, and the write may or may not have happened; of many rows any
/// may have been written.
/// </summary>
public interface IRows
{
    string Name { get; }

    Task<Row?> FindAsync(string partition, string key, CancellationToken cancellation);

    IAsyncEnumerable<Row> ReadAsync(RowRange range, CancellationToken cancellation);

    /// <summary>Inserts or replaces a row and returns its tag.</summary>
    Task<string> UpsertAsync(Row row, CancellationToken cancellation);

    /// <summary>Inserts or replaces rows; if two have the same keys, the later counts.</summary>
    Task UpsertAsync(IEnumerable<Row> rows, CancellationToken cancellation);

    /// <summary>
    /// Inserts each set of rows whose first row does not exist. A set is inserted as a whole or not at all; its rows have one partition.
    /// Returns the keys of the first rows that this call inserted.
    /// </summary>
    Task<IReadOnlySet<string>> InsertFreeAsync(IEnumerable<Row[]> sets, CancellationToken cancellation);

    /// <summary>Deletes rows without comparing tags; missing rows are skipped.</summary>
    Task DeleteAsync(IEnumerable<Row> rows, CancellationToken cancellation);

    /// <summary>The most rows that <see cref="TryWriteAsync"/> takes.</summary>
    int MostTogether { get; }

    /// <summary>
    /// Writes different rows of one partition, all or none. A conflict is an outcome: a row to insert exists, a row to replace has changed
    /// or is gone, or a row to delete is gone or has changed. Then nothing is written. After a lost answer the first row to insert tells
    /// whose write it was, so that row must be one that nobody changes.
    /// </summary>
    Task<RowsWritten> TryWriteAsync(IReadOnlyList<RowWrite> writes, CancellationToken cancellation);
}

/// <summary>One row of a write of several.</summary>
/// <param name="Change">What to do with the row.</param>
/// <param name="Row">The row; for a deletion only its keys count.</param>
/// <param name="Tag">
/// For a replacement or a deletion: the tag that the stored row must have. A deletion with an empty tag compares no tag.
/// </param>
public sealed record RowWrite(RowChange Change, Row Row, string Tag = "")
{
    public static RowWrite Insert(Row row) => new(RowChange.Insert, row);

    public static RowWrite Replace(Row row, string tag) => new(RowChange.Replace, row, tag);

    public static RowWrite Put(Row row) => new(RowChange.Put, row);

    public static RowWrite Delete(Row row, string tag = "") => new(RowChange.Delete, row, tag);
}

public enum RowChange
{
    /// <summary>Inserts a row that must not exist.</summary>
    Insert,

    /// <summary>Replaces a row that must have its tag.</summary>
    Replace,

    /// <summary>Inserts or replaces a row.</summary>
    Put,

    /// <summary>Deletes a row that must exist and, if the write has a tag, must have it.</summary>
    Delete,
}

/// <summary>The outcome of a write of several rows.</summary>
/// <param name="Tags">
/// The new tags, in the order of the writes; empty after a conflict. A row that somebody else has changed since has a tag that fits no row.
/// </param>
/// <param name="Conflict">The place of a write that was in conflict; null if all rows were written.</param>
public sealed record RowsWritten(ImmutableArray<string> Tags, int? Conflict = null)
{
    public static RowsWritten InConflict(int write) => new([], write);
}

public static class RowWrites
{
    /// <summary>The characters that one write takes. A request holds 4 MiB, and six bytes for a Chinese character.</summary>
    internal const int MostCharacters = 400_000;

    /// <summary>The rows and the characters that are held in memory while many rows are copied or deleted.</summary>
    internal const int MostHeldRows = 1000;

    /// <inheritdoc cref="MostHeldRows"/>
    internal const int MostHeldCharacters = 2_000_000;

    /// <summary>What is to be written in parts, each small enough for one write.</summary>
    /// <param name="table">The table.</param>
    /// <param name="all">What is to be written.</param>
    /// <param name="size">The rows and the characters that one of them needs.</param>
    internal static IEnumerable<List<T>> Parts<T>(this IRows table, IEnumerable<T> all, Func<T, (int Rows, int Characters)> size)
    {
        var part = new List<T>();
        var (rows, characters) = (0, 0);
        foreach (var one in all)
        {
            var (needed, length) = size(one);
            if (part.Count > 0 && (rows + needed > table.MostTogether || characters + length > MostCharacters))
            {
                yield return part;
                (part, rows, characters) = ([], 0, 0);
            }
            part.Add(one);
            (rows, characters) = (rows + needed, characters + length);
        }
        if (part.Count > 0)
            yield return part;
    }

    /// <summary>Does the work for rows part by part, so that many rows are never held in memory.</summary>
    internal static async Task EachPartAsync(this IAsyncEnumerable<Row> rows, Func<List<Row>, Task> work, CancellationToken cancellation)
    {
        var (part, characters) = (new List<Row>(), 0);
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            part.Add(row);
            characters += row.Characters;
            if (part.Count < MostHeldRows && characters < MostHeldCharacters)
                continue;
            await work(part);
            (part, characters) = ([], 0);
        }
        if (part.Count > 0)
            await work(part);
    }

    /// <summary>
    /// Replaces a row that still has the tag and returns its new tag; null when it has changed or is gone, and then nothing is written.
    /// </summary>
    public static async Task<string?> TryReplaceAsync(this IRows table, Row row, string tag, CancellationToken cancellation) =>
        await table.TryWriteAsync([RowWrite.Replace(row, tag)], cancellation) is { Conflict: null, Tags: [var next] } ? next : null;
}

/// <summary>The four tables of a ledger in one storage engine.</summary>
public interface IRowStore
{
    /// <summary>Names the store for people.</summary>
    string Place { get; }

    IRows Directory { get; }

    IRows Items { get; }

    IRows Agenda { get; }

    IRows Notices { get; }

    /// <summary>Creates the missing tables. Safe to repeat.</summary>
    Task CreateAsync(CancellationToken cancellation);

    /// <summary>Whether a read failed because the ledger has no tables yet.</summary>
    bool IsMissing(Exception fault);

    /// <summary>
    /// Reads rows of several tables that belong together. Writers go on meanwhile. SQLite gives rows of one moment. Table Storage has no
    /// such moment and gives each row as it is when it is read.
    /// </summary>
    /// <param name="read">Reads from the store that it is given, and does not write.</param>
    Task ReadTogetherAsync(Func<IRowStore, Task> read);
}

public static class RowStoreTables
{
    /// <summary>All tables of the store.</summary>
    public static IEnumerable<IRows> Tables(this IRowStore store) => [store.Directory, store.Items, store.Agenda, store.Notices];
}
