using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Reminders.LocalHost.Commands;

/// <summary><c>backup</c>: all rows of a ledger and its evidence in one file, also while the office runs.</summary>
internal static class BackupCommand
{
    public static Command Make()
    {
        var (file, json) = (new Argument<FileInfo>("FILE") { Description = "Where to write it: a name such as reminders.zip." }, Arguments.Json());
        var without = new Option<bool>("--without-evidence") { Description = "Leaves the files of evidence 佐证材料 out." };
        const string Does = "Writes the whole ledger with its evidence into one file, also while the office runs. It holds names and phone numbers.";
        var command = new Command("backup", Does) { file, without, json };
        var accounts = new AccountOptions(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var target = parsed.GetRequiredValue(file);
            if (target.Exists || Directory.Exists(target.FullName))
                throw new InputRefusedException("file-exists", $"{target.FullName} is there already; name another.");
            if (target.Directory is { Exists: false } folder)
                throw new InputRefusedException("file-not-found", $"There is no folder {folder.FullName}; check the path.");
            // The name appears when all of it is there, and not before.
            var partial = new FileInfo(target.FullName + ".part");
            BackupManifest manifest;
            try
            {
                await using var to = NewFile(partial);
                await using var account = await accounts.OpenAsync(parsed, cancellation);
                var evidence = parsed.GetValue(without) ? null : BlobEvidenceStore.Open(account.Blobs);
                var now = SystemClock.Instance.GetCurrentInstant();
                manifest = await LedgerBackup.WriteAsync(account.Tables, evidence, to, now, cancellation);
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
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(file.FullName, options);
    }

    private static void Tell(FileInfo file, BackupManifest manifest, bool json)
    {
        var missing = manifest.EvidenceMissing;
        if (missing > 0)
            Screen.Notes.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{missing} files of evidence that items name are not in the store."));
        var result = new
        {
            File = file.FullName,
            manifest.TakenAt,
            Rows = manifest.CountRows(),
            Evidence = manifest.Evidence?.Length,
            EvidenceMissing = missing,
        };
        Console.Out.WriteLine(json ? JsonSerializer.Serialize(result, ApiJson.Options) : file.FullName);
    }
}
