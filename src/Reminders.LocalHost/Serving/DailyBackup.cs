using System.Globalization;
using NodaTime.Text;

namespace Reminders.LocalHost.Serving;

/// <summary>
/// The daily backup of <c>serve</c>: rows and evidence as one file in the folder <c>backups</c> of the data folder, named by its minute in
/// UTC. The oldest files are deleted. A file with the final name is complete and was read back.
/// </summary>
/// <param name="opened">The ledger's rows and evidence.</param>
/// <param name="ledger">The ledger in those rows; it records the backup.</param>
/// <param name="clock">Gives the moment.</param>
/// <param name="zone">The office's zone, whose days count.</param>
/// <param name="data">The data folder.</param>
/// <param name="keep">The number of files that are kept.</param>
internal sealed class DailyBackup(OpenLedger opened, Ledger ledger, IClock clock, DateTimeZone zone, DirectoryInfo data, int keep)
{
    public const string Setting = "Reminders:BackupsKept";

    private const int MostKept = 1000;

    private static readonly InstantPattern NamePattern = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HHmm'Z.zip'");

    /// <summary>The number of files to keep; null if there is no daily backup.</summary>
    /// <exception cref="InputRefusedException">The setting is not such a number.</exception>
    public static int? ReadKeep(string? setting)
    {
        if (string.IsNullOrWhiteSpace(setting))
            return null;
        return int.TryParse(setting, NumberStyles.None, CultureInfo.InvariantCulture, out var keep) && keep is >= 1 and <= MostKept
            ? keep
            : throw new InputRefusedException(
                "backups-invalid", $"The setting {Setting} must be empty, or the number of daily backups to keep: 1 to {MostKept}.");
    }

    /// <summary>Backs up once on each day.</summary>
    public async Task RunIfDueAsync(CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        if ((await ledger.Watch.WatchAsync(cancellation)).LastBackup is { } last && last.At.InZone(zone).Date >= now.InZone(zone).Date)
            return;
        var folder = data.CreateSubdirectory("backups");
        var partial = new FileInfo(Path.Combine(folder.FullName, "next.part"));
        BackupManifest manifest;
        await using (var file = BackupCommands.NewFile(partial))
        {
            await LedgerBackup.WriteAsync(opened.Rows, opened.Evidence, file, now, cancellation);
            file.Flush(flushToDisk: true);
            file.Position = 0;
            await using var backup = await BackupFile.OpenAsync(file, cancellation);
            manifest = backup.Manifest;
        }
        partial.MoveTo(Path.Combine(folder.FullName, NamePattern.Format(now)), overwrite: true);
        // The names sort by age.
        foreach (var old in folder.GetFiles("*.zip").OrderByDescending(f => f.Name, StringComparer.Ordinal).Skip(keep))
            old.Delete();
        await ledger.Watch.RecordBackupAsync(new(now, manifest.CountRows()), cancellation);
    }
}
