using System.CommandLine;
using System.Text.Json;
using NodaTime.Text;
using Spectre.Console;

namespace Reminders.LocalHost.Commands;

/// <summary>Messages of one slot that may have gone out after the backup was taken.</summary>
internal sealed record PerhapsTold(Instant At, string Local, int Notices, IReadOnlyList<string> Steps);

/// <summary>What a restore came to.</summary>
/// <param name="BackupAt">When the backup was taken.</param>
/// <param name="RestoredAt">When it was restored.</param>
/// <param name="Rows">How many rows it holds.</param>
/// <param name="Evidence">How many files of evidence it holds; null when it was taken without.</param>
/// <param name="Waiting">How many SMS waited to be sent when it was taken.</param>
/// <param name="PerhapsTold">What would have been sent since.</param>
internal sealed record Restored(
    Instant BackupAt, Instant RestoredAt, long Rows, int? Evidence, int Waiting, IReadOnlyList<PerhapsTold> PerhapsTold);

/// <summary><c>restore</c>: a backup into an empty ledger, which then sends nothing until <c>resume</c>.</summary>
internal static class RestoreCommand
{
    private static readonly ZonedDateTimePattern Local = ZonedDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm", null);

    public static Command Make()
    {
        var (file, json) = (new Argument<FileInfo>("FILE") { Description = "The backup." }, Arguments.Json());
        const string Does = "Writes a backup into an empty ledger, and says what may have been told since it was taken. Nothing is sent until: reminders resume.";
        var command = new Command("restore", Does) { file, json };
        var accounts = new AccountOptions(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var policy = OfficeSettings.Read(new ConfigurationBuilder().AddEnvironmentVariables().Build()).Policy;
            var source = parsed.GetRequiredValue(file);
            Inputs.RequireFile(source);
            await using var content = source.OpenRead();
            await using var backup = await BackupFile.OpenAsync(content, cancellation);
            await using var account = await accounts.OpenAloneAsync(parsed, cancellation);
            var evidence = await BlobEvidenceStore.CreateAsync(account.Blobs, cancellation);
            var now = SystemClock.Instance.GetCurrentInstant();
            var restoration = await LedgerBackup.RestoreAsync(backup, account.Tables, evidence, now, cancellation);

            var ledger = await TableLedger.CreateAsync(account.Tables, cancellation);
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

    /// <summary>What the office would have sent since the backup, played on the very code that sends.</summary>
    private static async Task<IReadOnlyList<PerhapsTold>> PerhapsToldAsync(
        Ledger ledger, ReminderPolicy policy, Restoration restoration, CancellationToken cancellation)
    {
        var sent = new List<(Instant At, DateTimeZone Zone, Notice Notice)>();
        foreach (var plan in (await ledger.Plans.PlansAsync(cancellation)).Where(p => p.IsComplete))
        {
            var until = restoration.At.InZone(plan.TimeZone).Date;
            await foreach (var sms in LedgerRehearsal.PlayAsync(ledger, plan, policy, restoration.BackupAt, until, cancellation))
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
                   Local.Format(slot.Key.InZone(slot.First().Zone)),
                   slot.Select(m => m.Notice.Id).Distinct().Count(),
                   [.. slot.SelectMany(m => StepsOf(m.Notice)).Distinct()]),
        ];
    }

    private static IEnumerable<string> StepsOf(Notice notice) =>
        notice.Steps.Where(s => s.Dropped is null).Select(s => $"{s.Id.Item}:{s.Id.Name}");

    private static void Tell(Restored restored)
    {
        Tell($"Restored {restored.Rows} rows of {restored.BackupAt}.");
        foreach (var slot in restored.PerhapsTold)
            Tell($"{slot.Local}: {slot.Notices} SMS may have gone out and would be told again: {string.Join(", ", slot.Steps)}");
        if (restored.Waiting > 0)
            Tell($"{restored.Waiting} SMS waited to be sent when the backup was taken; they may have gone out since.");
        Tell($"Nothing is sent until you say go: reminders resume. What is due by then goes out, one SMS to each number, worded for its day.");

        static void Tell(FormattableString line) => Screen.Out.WriteLine(FormattableString.Invariant(line));
    }
}
