namespace Reminders.Sqlite.Tests;

/// <summary>The files of one test, which are closed and deleted after it.</summary>
internal sealed class LocalFiles : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("reminders-sqlite-");
    private readonly List<SqliteRowStore> stores = [];

    public string Folder => folder.FullName;

    /// <summary>A ledger in a file of its own.</summary>
    public SqliteRowStore NewStore() => Open($"{Guid.NewGuid():N}.db");

    public SqliteRowStore Open(string name)
    {
        var store = SqliteRowStore.Open(PathTo(name));
        stores.Add(store);
        return store;
    }

    public string PathTo(string name) => Path.Combine(Folder, name);

    public async ValueTask DisposeAsync()
    {
        foreach (var store in stores)
            await store.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
