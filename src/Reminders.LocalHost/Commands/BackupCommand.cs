using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NodaTime;
using Reminders.Core.Plans;
using Reminders.LocalHost.Terminal;
using Reminders.Tables;
using Reminders.Tables.Backups;
using Reminders.Web.Json;
using Spectre.Console;

namespace Reminders.LocalHost.Commands;

/// <summary><c>backup</c>: all rows of a ledger and its evidence in one file, also while the office runs.</summary>
internal static class BackupCommand
{
    public static Command Make()
    {
        var (file, json) = (new Argument<FileInfo>("FILE") { Description = "Where to write it: a name such as reminders.zip." }, Arguments.Json());
        var without = new Option<bool>("--without-evidence") { Description = "Leaves the files of evidence 佐证材料 out." };
        var command = new Command("backup", "Writes the whole ledger with its evidence into one file, also while the office runs. It holds names and phone numbers.") { file, without, json };
        var accounts = new AccountOptions(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var target = parsed.GetRequiredValue(file);
            if (target.Exists || Directory.Exists(target.FullName))
                throw new InputRefusedException("file-exists", $"{target.FullName} is there already; name another.");
            // The name appears when all of it is there, and not before.
            var partial = new FileInfo(target.FullName + ".part");
            BackupManifest manifest;
            try
            {
                await using var to = NewFile(partial);
                await using var account = await accounts.OpenAsync(parsed, cancellation);
                var evidence = parsed.GetValue(without) ? null : BlobEvidenceStore.Open(account.Blobs);
                manifest = await LedgerBackup.WriteAsync(account.Tables, evidence, to, SystemClock.Instance.GetCurrentInstant(), cancellation);
            }
            catch
            {
                partial.Delete();
                throw;
            }
            partial.MoveTo(target.FullName);
            Tell(target, manifest, parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    // Numbers stand in it: nobody else may read it.
    private static FileStream NewFile(FileInfo file)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(file.FullName, options);
    }

    private static void Tell(FileInfo file, BackupManifest manifest, bool json)
    {
        if (manifest.EvidenceMissing > 0)
            Screen.Notes.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{manifest.EvidenceMissing} files of evidence that items name are not in the store, and so not in the backup."));
        Console.Out.WriteLine(json
            ? JsonSerializer.Serialize(new { File = file.FullName, manifest.TakenAt, Rows = manifest.CountRows(), Evidence = manifest.Evidence?.Length, manifest.EvidenceMissing }, ApiJson.Options)
            : file.FullName);
    }
}
