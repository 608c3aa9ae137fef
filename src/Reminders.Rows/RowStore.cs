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
    private readonly Dictionary<string, object> properties = properties ?? [];

    public string Partition => partition;

    public string Key => key;

    public string Tag => tag;

    public IReadOnlyDictionary<string, object> Properties => properties;

    public object this[string name]
    {
        set => properties[name] = value;
    }

    public string? Text(string name) => properties.GetValueOrDefault(name) as string;

    public int? Number(string name) => properties.GetValueOrDefault(name) as int?;
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

    /// <summary>The only keys, in their order; at most 12, because Table Storage takes 15 comparisons in a filter.</summary>
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
/// answer has the outcome of its first attempt. A fault of the store throws, and the write may or may not have happened.
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

    /// <summary>
    /// Replaces a row that still has the tag and returns its new tag; null when it has changed or is gone, and then nothing is written.
    /// </summary>
    /// <param name="row">The new row.</param>
    /// <param name="tag">The tag of the row that was read.</param>
    /// <param name="added">A new row of the same partition, which is inserted together with the change or not at all.</param>
    /// <param name="cancellation">Cancels the write.</param>
    Task<string?> TryReplaceAsync(Row row, string tag, Row? added, CancellationToken cancellation);
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
