namespace Reminders.LocalHost.Serving;

/// <summary>A ledger that this process has opened.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="Evidence">Its files of evidence.</param>
/// <param name="CreateEvidenceAsync">Makes the place of the files if it is missing.</param>
/// <param name="Close">Closes what was opened; null if there is nothing to close.</param>
internal sealed record OpenLedger(
    IRowStore Rows, IEvidenceStore Evidence, Func<CancellationToken, Task> CreateEvidenceAsync, Func<ValueTask>? Close) : IAsyncDisposable
{
    /// <summary>The file of a data folder; null on a storage account.</summary>
    public SqliteRowStore? File => Rows as SqliteRowStore;

    public ValueTask DisposeAsync() => Close?.Invoke() ?? ValueTask.CompletedTask;
}

/// <summary>
/// The ledger of a data folder: the file <c>reminders.db</c>, with the evidence in a folder beside it. The process that serves the folder
/// holds <c>reminders.lock</c>; commands beside it do not need the lock.
/// </summary>
internal static class DataFolder
{
    /// <summary>The folder of a command that names none.</summary>
    public const string Usual = ".reminders";

    // A service manager starts the next process at once after the end of the last.
    private static readonly Duration Patience = Duration.FromSeconds(2);

    /// <summary>Opens an existing ledger, also while an office runs on it.</summary>
    /// <exception cref="InputRefusedException">The folder holds no ledger, or a damaged one.</exception>
    public static OpenLedger Open(DirectoryInfo folder)
    {
        RequireLedger(folder);
        var rows = SqliteRowStore.Open(FileIn(folder));
        return Of(folder, rows, rows.DisposeAsync);
    }

    /// <summary>Opens the ledger for this process alone, to move it out of the folder or into it.</summary>
    /// <exception cref="InputRefusedException">Another process uses the folder, or its ledger is missing, damaged or too new.</exception>
    public static Task<OpenLedger> OpenToMoveAsync(DirectoryInfo folder, bool mustExist, CancellationToken cancellation)
    {
        if (mustExist)
            RequireLedger(folder);
        return OpenAloneAsync(folder, forRestore: true, cancellation);
    }

    /// <summary>Opens the ledger for this process alone, and makes it if it is missing.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="forRestore">Whether a new ledger may be made beside the keys of an office.</param>
    /// <param name="cancellation">Cancels the waiting for the lock.</param>
    /// <exception cref="InputRefusedException">Another process uses the folder, or its ledger is lost, damaged or too new.</exception>
    public static async Task<OpenLedger> OpenAloneAsync(DirectoryInfo folder, bool forRestore, CancellationToken cancellation)
    {
        if (!forRestore && !HasLedger(folder) && KeyFile.IsIn(folder.FullName))
        {
            throw Missing(
                folder, "ledger-lost", $"{folder.FullName} has the keys of an office and no ledger",
                $"run reminders restore with a backup, or delete keys.json to begin a new office");
        }
        var held = await HoldAsync(folder, cancellation);
        SqliteRowStore? rows = null;
        try
        {
            rows = SqliteRowStore.Open(FileIn(folder));
            await rows.CheckAsync(cancellation);
            return Of(folder, rows, CloseAsync);
        }
        catch
        {
            await CloseAsync();
            throw;
        }

        async ValueTask CloseAsync()
        {
            if (rows is not null)
                await rows.DisposeAsync();
            await held.DisposeAsync();
        }
    }

    private static void RequireLedger(DirectoryInfo folder)
    {
        if (!HasLedger(folder))
        {
            throw Missing(
                folder, "ledger-missing", $"There is no ledger in {folder.FullName}", $"name serve's data folder with --data");
        }
    }

    private static async Task<FileStream> HoldAsync(DirectoryInfo folder, CancellationToken cancellation)
    {
        try
        {
            folder.Create();
            return await HeldFile.TryHoldAsync(Path.Combine(folder.FullName, "reminders.lock"), Patience, cancellation)
                ?? throw new InputRefusedException(
                    "data-in-use", $"Another process is using the data folder {folder.FullName}; stop it first, or choose another folder.");
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
        {
            throw new InputRefusedException(
                "data-not-writable",
                $"{folder.FullName} must not be written ({refused.Message}); give this user the right, "
                + $"or choose another folder with --data.",
                inner: refused);
        }
    }

    private static OpenLedger Of(DirectoryInfo folder, SqliteRowStore rows, Func<ValueTask> close) =>
        new(rows, new FolderEvidenceStore(Path.Combine(folder.FullName, "evidence")), _ => Task.CompletedTask, close);

    private static string FileIn(DirectoryInfo folder) => Path.Combine(folder.FullName, "reminders.db");

    // A crash at the first start leaves an empty file. Beside the keys of an office it is a ledger that was lost.
    private static bool HasLedger(DirectoryInfo folder) => new FileInfo(FileIn(folder)) is { Exists: true, Length: > 0 };

    // Before December 2026 the ledger was in a folder of Azurite.
    private static InputRefusedException Missing(DirectoryInfo folder, string code, Wording cause, Wording wayOut) => new(
        code,
        Directory.Exists(Path.Combine(folder.FullName, "tables"))
            ? (Wording)($"{cause}; the folder tables beside it is of an older version: run reminders backup with that version, and "
                + $"restore with this.")
            : $"{cause}; {wayOut}.");
}
