using System.CommandLine;
using System.Text.Json;
using Spectre.Console;

namespace Reminders.LocalHost.Commands;

/// <summary>
/// <c>backup</c>, <c>restore</c> and <c>resume</c>: a ledger to a file and back. A restored ledger sends nothing until <c>resume</c>.
/// </summary>
internal static class BackupCommands
{
    public static Command Backup()
    {
        var file = new Argument<FileInfo>("FILE") { Description = Say($"Where to write it: a name such as reminders.zip.") };
        var json = Arguments.Json();
        var without = new Option<bool>("--without-evidence") { Description = Say($"Leaves out the evidence files 佐证材料.") };
        var does = Say(
            $"Writes the ledger and its evidence to one file, also while the office runs. The file holds names and phone numbers.");
        var command = new Command("backup", does) { file, without, json };
        var accounts = new AccountOptions(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var target = parsed.GetRequiredValue(file);
            Inputs.RequireNew(target);
            if (target.Directory is { Exists: false } folder)
                throw new InputRefusedException("file-not-found", $"There is no folder {folder.FullName}; check the path.");
            // Renamed last: a file with the final name is complete.
            var partial = new FileInfo(target.FullName + ".part");
            BackupManifest manifest;
            try
            {
                await using var to = NewFile(partial);
                await using var ledger = accounts.Open(parsed);
                var evidence = parsed.GetValue(without) ? null : ledger.Evidence;
                var now = SystemClock.Instance.GetCurrentInstant();
                manifest = await LedgerBackup.WriteAsync(ledger.Rows, evidence, to, now, cancellation);
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

    public static Command Restore()
    {
        var (file, json) = (new Argument<FileInfo>("FILE") { Description = Say($"The backup.") }, Arguments.Json());
        var does = Say(
            $"Writes a backup into an empty ledger and lists the SMS that may have gone out since. "
            + $"Nothing is sent until you run: reminders resume.");
        var command = new Command("restore", does) { file, json };
        var accounts = new AccountOptions(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var policy = accounts.Settings(parsed).Policy;
            var source = parsed.GetRequiredValue(file);
            Inputs.RequireFile(source);
            await using var content = source.OpenRead();
            await using var backup = await BackupFile.OpenAsync(content, cancellation);
            await using var target = await accounts.OpenAloneAsync(parsed, cancellation);
            await target.CreateEvidenceAsync(cancellation);
            var now = SystemClock.Instance.GetCurrentInstant();
            var restoration = await LedgerBackup.RestoreAsync(backup, target.Rows, target.Evidence, now, cancellation);

            var ledger = RowLedger.Of(target.Rows);
            var told = await PerhapsToldAsync(ledger, policy, restoration, cancellation);
            var unsettled = await ledger.Notices.UnsettledNoticesAsync(cancellation);
            var result = new Restored(
                restoration.BackupAt,
                restoration.At,
                backup.Manifest.CountRows(),
                backup.Manifest.Evidence?.Length,
                unsettled.Count(n => n.State is NoticeState.Pending or NoticeState.Queued),
                told);
            if (parsed.GetValue(json))
                Console.Out.WriteLine(JsonSerializer.Serialize(result, ApiJson.Options));
            else
                Tell(result);
            return 0;
        });
        return command;
    }

    public static Command Resume()
    {
        var command = new Command("resume", Say($"Lets an office send again after a restore, also while it runs."));
        var accounts = new AccountOptions(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var ledger = accounts.Open(parsed);
            Console.Out.WriteLine(Say(await LedgerBackup.ResumeAsync(ledger.Rows, cancellation) is { } restoration
                ? (Wording)$"The ledger of {restoration.BackupAt} sends again."
                : $"The ledger was not held; there is nothing to do."));
            return 0;
        });
        return command;
    }

    /// <summary>Makes a file that only its owner may read, because it will hold phone numbers.</summary>
    public static FileStream NewFile(FileInfo file)
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
            Screen.Notes.WriteLine(Say($"{missing} evidence files that items name are missing from the store."));
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

    /// <summary>The SMS that the office would have sent since the backup, according to the code that sends.</summary>
    private static async Task<IReadOnlyList<PerhapsTold>> PerhapsToldAsync(
        Ledger ledger, ReminderPolicy policy, Restoration restoration, CancellationToken cancellation)
    {
        var sent = new List<(Instant At, DateTimeZone Zone, Notice Notice)>();
        foreach (var plan in (await ledger.Plans.PlansAsync(cancellation)).Where(p => p.IsComplete))
        {
            var until = restoration.At.InZone(plan.TimeZone).Date;
            await foreach (var sms in LedgerRehearsal.PlayAsync(ledger, [plan], policy, restoration.BackupAt, until, cancellation))
            {
                if (sms.At.ToInstant() <= restoration.At)
                    sent.Add((sms.At.ToInstant(), plan.TimeZone, sms.Notice));
            }
        }
        return
        [
            .. from message in sent
               group message by message.At into slot
               orderby slot.Key
               select new PerhapsTold(
                   slot.Key,
                   $"{slot.Key.InZone(slot.First().Zone):uuuu-MM-dd HH:mm}",
                   slot.Select(m => m.Notice.Id).Distinct().Count(),
                   [.. slot.SelectMany(m => StepsOf(m.Notice)).Distinct()]),
        ];
    }

    private static IEnumerable<string> StepsOf(Notice notice) =>
        notice.Steps.Where(s => s.Dropped is null).Select(s => $"{s.Id.Item}:{s.Id.Name}");

    private static void Tell(Restored restored)
    {
        var screen = Screen.Out;
        screen.WriteLine(Say($"Restored {restored.Rows} rows of {restored.BackupAt}."));
        foreach (var slot in restored.PerhapsTold)
        {
            var steps = string.Join(", ", slot.Steps);
            screen.WriteLine(Say($"{slot.Local}: {slot.Notices} SMS may have gone out and would be sent again: {steps}"));
        }
        if (restored.Waiting > 0)
            screen.WriteLine(Say($"{restored.Waiting} SMS waited to be sent when the backup was taken; they may have gone out since."));
        screen.WriteLine(
            Say($"Nothing is sent until you run: reminders resume. "
            + $"Then everything that is due goes out, in one SMS per number, worded for that day."));
    }

    /// <summary>SMS of one slot that may have gone out after the backup was taken.</summary>
    private sealed record PerhapsTold(Instant At, string Local, int Notices, IReadOnlyList<string> Steps);

    /// <summary>The outcome of a restore.</summary>
    /// <param name="BackupAt">When the backup was taken.</param>
    /// <param name="RestoredAt">When it was restored.</param>
    /// <param name="Rows">The number of its rows.</param>
    /// <param name="Evidence">The number of its evidence files; null if it was taken without them.</param>
    /// <param name="Waiting">The number of SMS that waited to be sent when it was taken.</param>
    /// <param name="PerhapsTold">The SMS that may have gone out since.</param>
    private sealed record Restored(
        Instant BackupAt, Instant RestoredAt, long Rows, int? Evidence, int Waiting, IReadOnlyList<PerhapsTold> PerhapsTold);
}
