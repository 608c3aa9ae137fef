using Azure.Data.Tables;
using Azure.Storage.Blobs;
using NodaTime.Text;

namespace Reminders.Tables;

/// <summary>
/// Copies the ledger's rows into a blob of the container <c>backups</c> in the same account, named by the minute:
/// <c>2026-11-29T1930Z.zip</c>. Evidence is left out, because its blobs never change. Safe to repeat.
/// </summary>
/// <param name="tables">The account's tables.</param>
/// <param name="blobs">The account's blobs.</param>
/// <param name="ledger">The ledger in those tables; it records the backup.</param>
/// <param name="clock">Gives the moment of the backup.</param>
/// <param name="prefix">The beginning of the names of the tables and of the container.</param>
public sealed class ScheduledBackup(TableServiceClient tables, BlobServiceClient blobs, Ledger ledger, IClock clock, string prefix = "")
{
    public const string Container = "backups";

    private static readonly InstantPattern NamePattern = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HHmm'Z.zip'");

    public async Task<BackupReport> RunAsync(CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var container = blobs.GetBlobContainerClient((prefix + Container).ToLowerInvariant());
        await container.CreateIfNotExistsAsync(cancellationToken: cancellation);
        // A fault while the tables are read must not leave half a backup as a blob, so a local file comes first.
        await using var file = NewFile();
        await LedgerBackup.WriteAsync(new TableRowStore(tables, prefix), null, file, now, cancellation);
        var manifest = await CheckedAsync(file, cancellation);
        file.Position = 0;
        await container.GetBlobClient(NamePattern.Format(now)).UploadAsync(file, overwrite: true, cancellation);
        var report = new BackupReport(now, manifest.CountRows());
        await ledger.Watch.RecordBackupAsync(report, cancellation);
        return report;
    }

    private static async Task<BackupManifest> CheckedAsync(Stream file, CancellationToken cancellation)
    {
        await using var backup = await BackupFile.OpenAsync(file, cancellation);
        return backup.Manifest;
    }

    // The file holds phone numbers: only this user may read it, and closing deletes it.
    private static FileStream NewFile()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), options);
    }
}
