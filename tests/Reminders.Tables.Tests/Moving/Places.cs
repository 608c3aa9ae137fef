using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Reminders.Tables.Tests.Moving;

/// <summary>The places of one test: data files, and accounts of Azurite. They are closed and deleted after it.</summary>
internal sealed class Places(LocalTables tables) : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("reminders-moves-");
    private readonly List<SqliteRowStore> files = [];
    private int made;

    public MoveSide NewFile() => Open($"{++made}");

    public async Task<MoveSide> NewAccountAsync()
    {
        var store = tables.NewStore(tables.NewPrefix());
        await store.CreateAsync(Cancellation);
        return new(store, await tables.NewEvidenceAsync());
    }

    public async Task<MoveSide> NewAsync(string kind) => kind == "file" ? NewFile() : await NewAccountAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var file in files)
            await file.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private MoveSide Open(string name)
    {
        var store = SqliteRowStore.Open(Path.Combine(folder.FullName, name + ".db"));
        files.Add(store);
        return new(store, new FolderEvidenceStore(Path.Combine(folder.FullName, name)));
    }
}

internal static class Moves
{
    public static Task<MoveReport> MoveAsync(MoveSide from, MoveSide to) => LedgerMover.RunAsync(from, to, Build.Now, Cancellation);

    /// <summary>Every row by table, each property with its type, without the marks that belong to a place.</summary>
    public static async Task<List<string>> LinesAsync(MoveSide side)
    {
        var lines = new List<string>();
        foreach (var table in side.Rows.Tables())
        {
            await foreach (var row in table.ReadAsync(RowRange.All, Cancellation))
            {
                if ((row.Partition, row.Key) is not ("barriers", "move" or "layout"))
                    lines.Add($"{table.Name} {row.Partition} {row.Key} {PropertiesOf(row)}");
            }
        }
        return lines;
    }

    public static string PropertiesOf(Row row)
    {
        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written, PropertyJson.Relaxed))
            PropertyJson.Write(json, row.Properties);
        return Encoding.UTF8.GetString(written.WrittenSpan);
    }

    /// <summary>Whether a host would open the ledger.</summary>
    public static async Task<bool> IsInUseAsync(MoveSide side)
    {
        try
        {
            await RowLedger.CreateAsync(side.Rows, Cancellation);
            return true;
        }
        catch (InputRefusedException refused)
        {
            Assert.Equal("ledger-moved", refused.Code);
            return false;
        }
    }

    public static async Task<string> RefusedAsync(string code, Func<Task> action)
    {
        var refused = await Assert.ThrowsAsync<InputRefusedException>(action);
        Assert.Equal(code, refused.Code);
        return refused.Message;
    }
}

/// <summary>Counts the calls of one kind on both sides of a move, and acts at one of them.</summary>
internal sealed class Calls(int at, Func<Task> act)
{
    private bool always;

    public static Calls EveryTime(Func<Task> act) => new(0, act) { always = true };

    /// <summary>Whether the act comes after the call instead of before it.</summary>
    public bool Afterwards { get; init; }

    /// <summary>Counts writes alone, else every call.</summary>
    public bool WritesAlone { get; init; }

    public int Count { get; private set; }

    public MoveSide Over(MoveSide side) => new(new Store(side.Rows, this), new Evidence(side.Evidence, this));

    private async Task<T> CallAsync<T>(bool isWrite, Func<Task<T>> call)
    {
        var acts = (isWrite || !WritesAlone) && (++Count == at || always);
        if (acts && !Afterwards)
            await act();
        var answer = await call();
        if (acts && Afterwards)
            await act();
        return answer;
    }

    private Task<bool> CallAsync(bool isWrite, Func<Task> call) => CallAsync(isWrite, async () =>
    {
        await call();
        return true;
    });

    private sealed class Store(IRowStore store, Calls calls) : IRowStore
    {
        public string Place => store.Place;

        public IRows Directory { get; } = new Rows(store.Directory, calls);

        public IRows Items { get; } = new Rows(store.Items, calls);

        public IRows Agenda { get; } = new Rows(store.Agenda, calls);

        public IRows Notices { get; } = new Rows(store.Notices, calls);

        public Task CreateAsync(CancellationToken cancellation) => store.CreateAsync(cancellation);

        public Task ReadTogetherAsync(Func<IRowStore, Task> read) => read(this);

        public bool IsMissing(Exception fault) => store.IsMissing(fault);
    }

    private sealed class Rows(IRows rows, Calls calls) : IRows
    {
        public string Name => rows.Name;

        public Task<Row?> FindAsync(string partition, string key, CancellationToken cancellation) =>
            calls.CallAsync(false, () => rows.FindAsync(partition, key, cancellation));

        public async IAsyncEnumerable<Row> ReadAsync(RowRange range, [EnumeratorCancellation] CancellationToken cancellation)
        {
            await calls.CallAsync(false, () => Task.CompletedTask);
            await foreach (var row in rows.ReadAsync(range, cancellation))
                yield return row;
        }

        public Task<string> UpsertAsync(Row row, CancellationToken cancellation) =>
            calls.CallAsync(true, () => rows.UpsertAsync(row, cancellation));

        public Task UpsertAsync(IEnumerable<Row> all, CancellationToken cancellation) =>
            calls.CallAsync(true, () => rows.UpsertAsync(all, cancellation));

        public Task<IReadOnlySet<string>> InsertFreeAsync(IEnumerable<Row[]> sets, CancellationToken cancellation) =>
            calls.CallAsync(true, () => rows.InsertFreeAsync(sets, cancellation));

        public Task DeleteAsync(IEnumerable<Row> all, CancellationToken cancellation) =>
            calls.CallAsync(true, () => rows.DeleteAsync(all, cancellation));

        public int MostTogether => rows.MostTogether;

        public Task<RowsWritten> TryWriteAsync(IReadOnlyList<RowWrite> writes, CancellationToken cancellation) =>
            calls.CallAsync(true, () => rows.TryWriteAsync(writes, cancellation));
    }

    private sealed class Evidence(IEvidenceStore store, Calls calls) : IEvidenceStore
    {
        public Task SaveAsync(EvidenceKey key, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
            calls.CallAsync(true, () => store.SaveAsync(key, content, cancellation));

        public Task<Stream?> OpenAsync(EvidenceKey key, CancellationToken cancellation) =>
            calls.CallAsync(false, () => store.OpenAsync(key, cancellation));
    }
}
