using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Reminders.Sqlite;

/// <summary>
/// The four tables of a ledger in one SQLite file. Every commit is on the disk when it returns (write-ahead log, synchronous=FULL). All
/// writes go through one connection, one transaction at a time; reads take connections of a pool and wait for nobody. Another process may
/// open the file too.
/// </summary>
public sealed class SqliteRowStore : IRowStore, IAsyncDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private readonly Lock gate = new();
    private readonly SqliteConnection writer;
    private readonly string reading;
    private readonly SqliteConnection? snapshot;
    private bool isFull;

    /// <param name="path">The path of the file.</param>
    /// <param name="writer">The connection of all writes.</param>
    /// <param name="snapshot">A connection in a transaction, if all reads take place in it.</param>
    private SqliteRowStore(string path, SqliteConnection writer, SqliteConnection? snapshot = null)
    {
        (Place, this.writer, this.snapshot) = (path, writer, snapshot);
        reading = Connection(path, SqliteOpenMode.ReadWrite, pooling: true);
        (Directory, Items) = (new SqliteRows(this, nameof(Directory)), new SqliteRows(this, nameof(Items)));
        (Agenda, Notices) = (new SqliteRows(this, nameof(Agenda)), new SqliteRows(this, nameof(Notices)));
    }

    /// <summary>Called with the cause when the file cannot be used any more, and with null when a write succeeds again.</summary>
    public event Action<Wording?>? TroubleChanged;

    /// <summary>Why the file cannot be used; null if the last write succeeded.</summary>
    public Wording? Trouble { get; private set; }

    /// <summary>The path of the file.</summary>
    public string Place { get; }

    public IRows Directory { get; }

    public IRows Items { get; }

    public IRows Agenda { get; }

    public IRows Notices { get; }

    /// <summary>Opens the file, makes it if it is missing, and upgrades an older one.</summary>
    /// <exception cref="InputRefusedException">The file is not a ledger, is damaged, or a newer program wrote it.</exception>
    /// <exception cref="LedgerUnavailableException">The file cannot be opened or written.</exception>
    public static SqliteRowStore Open(string path)
    {
        var writer = new SqliteConnection(Connection(path, SqliteOpenMode.ReadWrite, pooling: false));
        try
        {
            if (!File.Exists(path))
                new FileStream(path, OwnersFile.New).Dispose();
            writer.Open();
            // A command beside the office writes too, for a moment. The log is emptied every 16 MB: a page that changes often is then
            // written into the file once.
            SqliteSchema.Run(
                writer,
                """
                pragma busy_timeout = 5000; pragma synchronous = full;
                pragma journal_size_limit = 67108864; pragma wal_autocheckpoint = 4000
                """);
            SqliteSchema.VersionOf(writer, path);
            SqliteSchema.Run(writer, "pragma journal_mode = wal");
            SqliteSchema.Upgrade(writer, path);
            return new(path, writer);
        }
        catch (SqliteException fault)
        {
            writer.Dispose();
            throw SqliteFaults.Of(fault, path);
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Reads every page of the file and checks its structure.</summary>
    /// <exception cref="InputRefusedException">The file is damaged.</exception>
    public async Task CheckAsync(CancellationToken cancellation)
    {
        var found = await ReadAsync(connection => SqliteSchema.Scalar(connection, "pragma quick_check(1)"), cancellation);
        if (found is not "ok")
            throw SqliteFaults.Damaged(Place, null);
    }

    /// <summary>The file has its tables since it was opened.</summary>
    public Task CreateAsync(CancellationToken cancellation) => Task.CompletedTask;

    public bool IsMissing(Exception fault) => false;

    /// <remarks>
    /// The write-ahead log grows until the reading ends: https://www.sqlite.org/wal.html#avoiding_excessively_large_wal_files.
    /// </remarks>
    public async Task ReadTogetherAsync(Func<IRowStore, Task> read)
    {
        try
        {
            await using var connection = Opened();
            // A deferred transaction sees the file as it is at the first read.
            await using var transaction = connection.BeginTransaction(deferred: true);
            var rows = new SqliteRowStore(Place, connection, connection);
            rows.TroubleChanged += Note;
            await read(rows);
        }
        catch (SqliteException fault)
        {
            throw Noted(SqliteFaults.Of(fault, Place));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await turn.WaitAsync();
        using (var pooled = new SqliteConnection(reading))
            SqliteConnection.ClearPool(pooled);
        foreach (var rows in this.Tables().Cast<SqliteRows>())
            rows.Dispose();
        // The last connection empties the write-ahead log into the file.
        await writer.DisposeAsync();
    }

    internal Task<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            if (snapshot is not null)
                return Task.FromResult(read(snapshot));
            using var connection = Opened();
            return Task.FromResult(read(connection));
        }
        catch (SqliteException fault)
        {
            return Task.FromException<T>(Noted(SqliteFaults.Of(fault, Place)));
        }
    }

    /// <summary>Writes in one transaction, which is rolled back after a fault.</summary>
    internal async Task<T> WriteAsync<T>(Func<SqliteTransaction, T> write, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            if (isFull)
                RequireRoom();
            using var transaction = writer.BeginTransaction(deferred: false);
            var result = write(transaction);
            transaction.Commit();
            Note(null);
            return result;
        }
        catch (SqliteException fault)
        {
            isFull |= SqliteFaults.IsFull(fault);
            throw Noted(SqliteFaults.Of(fault, Place));
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Bounds the size of the file, so that a test can fill the disk; the whole disk if it is null.</summary>
    internal void LimitTo(int? pages) =>
        SqliteSchema.Scalar(writer, string.Create(CultureInfo.InvariantCulture, $"pragma max_page_count = {pages ?? 1_000_000_000}"));

    /// <summary>
    /// Writes and deletes a megabyte. On a full disk small changes in place still succeed, so one of them does not show that there is room.
    /// </summary>
    private void RequireRoom()
    {
        using (var transaction = writer.BeginTransaction(deferred: false))
        {
            SqliteSchema.Run(writer, "create table if not exists Room (filler); insert into Room values (zeroblob(1048576))");
            transaction.Commit();
        }
        SqliteSchema.Run(writer, "drop table Room");
        isFull = false;
    }

    private SqliteConnection Opened()
    {
        var connection = new SqliteConnection(reading);
        connection.Open();
        return connection;
    }

    private Exception Noted(Exception fault)
    {
        if (fault is LedgerUnavailableException unavailable)
            Note(unavailable.Words);
        return fault;
    }

    private void Note(Wording? trouble)
    {
        lock (gate)
        {
            if (Equals(Trouble, trouble))
                return;
            Trouble = trouble;
            TroubleChanged?.Invoke(trouble);
        }
    }

    private static string Connection(string path, SqliteOpenMode mode, bool pooling) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = pooling }.ToString();
}

/// <summary>What a fault of SQLite means to an office.</summary>
internal static class SqliteFaults
{
    // The result codes of https://www.sqlite.org/rescode.html.
    private const int Busy = 5;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    public static bool IsFull(SqliteException fault) => fault.SqliteErrorCode == Full;

    public static Exception Of(SqliteException fault, string path) => fault.SqliteErrorCode switch
    {
        Full => Unavailable($"The disk of {path} is full; make room. Nothing is lost, and the work goes on by itself."),
        ReadOnly => Unavailable($"{path} or its folder must not be written; check the permissions."),
        CannotOpen => Unavailable($"{path} cannot be opened; check the folder and its permissions."),
        InputOutput => Unavailable($"The disk of {path} has a fault ({fault.Message}); check it and its free space."),
        Busy => Unavailable($"Another process holds {path}; try again."),
        NotADatabase or Corrupt => Damaged(path, fault),
        _ => fault,
    };

    public static InputRefusedException Damaged(string path, Exception? fault) =>
        new("ledger-damaged", $"{path} is damaged; restore a backup into a new data folder with reminders restore.", inner: fault);

    private static LedgerUnavailableException Unavailable(Wording why) => new(why);
}
