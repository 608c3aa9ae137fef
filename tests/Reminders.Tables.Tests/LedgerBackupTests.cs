using System.IO.Compression;
using System.Security.Cryptography;

namespace Reminders.Tables.Tests;

/// <summary>A restored ledger equals the backed-up one and sends nothing before a person releases it.</summary>
public sealed class LedgerBackupTests(LocalTables tables)
{
    private static readonly Instant Night = Given.At("2020-05-13T03:30");

    [Fact]
    public async Task A_ledger_of_everything_comes_back_row_by_row_with_its_evidence()
    {
        var prefix = tables.NewPrefix();
        var ledger = await tables.OpenLedgerAsync(prefix);
        await Story.PlayAsync(ledger, Cancellation);
        var (photo, evidence, restored) = (EvidenceFiles.Jpeg(), await tables.NewEvidenceAsync(), await tables.NewEvidenceAsync());
        var key = new EvidenceKey(new(1, 3), Convert.ToHexStringLower(SHA256.HashData(photo)));
        await FillAsync(ledger, key);
        await evidence.SaveAsync(key, photo, Cancellation);

        using var file = await BackedUp.WriteAsync(tables, prefix, Night, evidence);
        var target = tables.NewPrefix();
        var restoration = await BackedUp.RestoreAsync(tables, file, target, Build.Now, restored);

        var rows = await BackedUp.RowsAsync(tables, prefix);
        Assert.Equal(rows, await BackedUp.RowsAsync(tables, target));
        Assert.Equal((Night, Build.Now, true), (restoration.BackupAt, restoration.At, restoration.IsComplete));
        await using var content = await restored.OpenAsync(key, Cancellation);
        Assert.Equal(key.Sha256, Convert.ToHexStringLower(await SHA256.HashDataAsync(content!, Cancellation)));
        // The rows include every kind that a ledger can hold.
        foreach (var kind in (string[])["plans", "contacts", "barriers", "dead-letters", "watch", "keys", "absences", "replies"])
            Assert.Contains(rows, r => r.Key.StartsWith($"Directory {kind}", StringComparison.Ordinal));
        foreach (var state in Enum.GetValues<NoticeState>())
            Assert.Contains(rows.Values, r => r.Contains($"State:String={state}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_file_is_a_zip_of_a_manifest_and_lines_of_JSON()
    {
        var prefix = tables.NewPrefix();
        await (await tables.OpenLedgerAsync(prefix)).People.SaveContactsAsync([Build.Contact()], Cancellation);
        using var file = await BackedUp.WriteAsync(tables, prefix, Night);
        using var zip = new ZipArchive(file);
        string[] entries = ["1-Directory.jsonl", "2-Agenda.jsonl", "3-Items.jsonl", "4-Directory.jsonl", "5-Notices.jsonl",
            "6-Agenda.jsonl", "manifest.json"];
        Assert.Equal(entries, zip.Entries.Select(e => e.FullName));
        using var contacts = new StreamReader(zip.GetEntry("4-Directory.jsonl")!.Open());
        var line = Assert.Single((await contacts.ReadToEndAsync(Cancellation)).TrimEnd('\n').Split('\n'));
        Assert.StartsWith("""{"partition":"contacts","row":""", line, StringComparison.Ordinal);
        Assert.Contains("\"Position\":{\"int\":0}", line, StringComparison.Ordinal);
        using var manifest = new StreamReader(zip.GetEntry("manifest.json")!.Open());
        Assert.Contains("\"takenAt\": \"2020-05-12T19:30:00Z\"", await manifest.ReadToEndAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Properties_of_every_type_come_back_as_they_were()
    {
        object[] values = ["\"文\"\n", 3, long.MaxValue, double.NaN, 0.1, true, Guid.NewGuid(), DateTimeOffset.UnixEpoch.AddTicks(1),
            new byte[] { 0, 255 }];
        using var file = new MemoryStream();
        await using (var writer = await BackupWriter.BeginAsync(file, Night, Cancellation))
        {
            var written = new Row("p", "r", values.Index().ToDictionary(v => $"v{v.Index}", v => v.Item));
            await writer.WriteAsync("Agenda", AsyncEnumerable.Repeat(written, 1), Cancellation);
            await writer.EndAsync(withEvidence: false, 0, Cancellation);
        }
        await using var backup = await BackupFile.OpenAsync(file, Cancellation);
        var row = await backup.RowsAsync(backup.Manifest.Parts[0], Cancellation).SingleAsync(Cancellation);
        Assert.Equal(values, row.Properties.OrderBy(p => p.Key).Select(p => p.Value));
    }

    [Fact]
    public async Task A_restored_ledger_waits_for_a_release_and_then_sends_the_steps_that_the_backup_does_not_record()
    {
        var prefix = tables.NewPrefix();
        var ledger = await tables.OpenLedgerAsync(prefix);
        await new Township(Due: 6, Plans: 1, PlanSize: 9).FillAsync(ledger, 1, Cancellation);
        using var before = await BackedUp.WriteAsync(tables, prefix, Build.Now);
        var run = new SlotRun(ledger, Build.Now);
        await run.ScanAsync(Cancellation);
        await run.SendAllAsync(Cancellation);
        using var after = await BackedUp.WriteAsync(tables, prefix, Build.Now);

        foreach (var (file, owed) in new[] { (before, 6), (after, 0) })
        {
            var target = tables.NewPrefix();
            await BackedUp.RestoreAsync(tables, file, target, Build.Now);
            var restored = await tables.OpenLedgerAsync(target);
            Assert.Equal(0, await SentAsync(restored));
            Assert.Equal(owed == 6 ? 6 : 0, (await restored.Agenda.DueAsync(Build.Now, Cancellation)).Count(e => e is AgendaEntry.OfItem));

            Assert.NotNull(await LedgerBackup.ResumeAsync(tables.NewStore(target), Cancellation));
            Assert.Equal(owed, await SentAsync(restored));
            Assert.Null(await LedgerBackup.ResumeAsync(tables.NewStore(target), Cancellation));
        }

        static async Task<int> SentAsync(Ledger ledger)
        {
            var run = new SlotRun(ledger, Build.Now + Duration.FromMinutes(30));
            await run.ScanAsync(Cancellation);
            await run.SendAllAsync(Cancellation);
            return run.Provider.Taken.Count;
        }
    }

    [Fact]
    public async Task A_backup_has_a_look_at_each_notice_by_itself_as_earlier_versions_know_it()
    {
        var (prefix, target) = (tables.NewPrefix(), tables.NewPrefix());
        Notice[] notices = [Build.Notice(1), Build.Notice(2)];
        var ledger = await tables.OpenLedgerAsync(prefix);
        await ledger.Agenda.AddToAgendaAsync([.. AgendaEntry.ForNotices(notices, Build.Now)], Cancellation);
        using var file = await BackedUp.WriteAsync(tables, prefix, Build.Now);

        await BackedUp.RestoreAsync(tables, file, target, Build.Now);

        var restored = await (await tables.OpenLedgerAsync(target)).Agenda.DueAsync(Build.Now, Cancellation);
        Assert.Equivalent(notices.Select(n => AgendaEntry.ForNotice(n, Build.Now)), restored, strict: true);
    }

    [Fact]
    public async Task A_message_that_was_queued_before_the_restore_sends_nothing_while_the_ledger_is_held()
    {
        var world = new World(Given.At("2020-05-12T10:00"));
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        world.Clock.SetTo(Build.Now);
        await world.ScanAsync();
        await world.Ledger.Barriers.SaveRestorationAsync(new("seal", Night, Build.Now, IsComplete: true), Cancellation);
        Assert.Equal(SendResult.Held, await world.SendAsync(world.Queue.Receive(NoticeKind.Reminder)!.Message));
        Assert.Empty(world.Provider.Taken);

        await world.Ledger.Barriers.SaveRestorationAsync(null, Cancellation);
        await world.RunUntilAsync(Build.Now + Duration.FromMinutes(30));
        Assert.Single(world.Provider.Taken);
    }

    [Fact]
    public async Task A_restore_that_breaks_at_any_request_leaves_a_ledger_that_no_host_opens_and_is_finished_by_repeating_it()
    {
        var prefix = tables.NewPrefix();
        await new Township(Due: 3, Plans: 2, PlanSize: 3).FillAsync(await tables.OpenLedgerAsync(prefix), 1, Cancellation);
        using var file = await BackedUp.WriteAsync(tables, prefix, Night);
        var rows = await BackedUp.RowsAsync(tables, prefix);
        var writes = 0;
        for (var breaksAt = 2; ; breaksAt++)
        {
            var (target, line) = (tables.NewPrefix(), Line.CrashingAt(breaksAt));
            try
            {
                await BackedUp.RestoreAsync(tables, file, target, Build.Now, null, line);
                break;
            }
            catch (InvalidOperationException)
            {
                writes++;
            }
            var refusal = await Assert.ThrowsAsync<InputRefusedException>(() => tables.OpenLedgerAsync(target));
            Assert.Equal("restore-unfinished", refusal.Code);
            await RefusedAsync("restore-unfinished", () => LedgerBackup.ResumeAsync(tables.NewStore(target), Cancellation));
            await RefusedAsync("restore-unfinished", () => BackedUp.WriteAsync(tables, target, Night));

            await BackedUp.RestoreAsync(tables, file, target, Build.Now);
            Assert.Equal(rows, await BackedUp.RowsAsync(tables, target));
        }
        Assert.InRange(writes, 5, 50);
    }

    [Fact]
    public async Task A_ledger_that_is_not_empty_or_holds_a_part_of_another_backup_is_not_changed()
    {
        var (prefix, target) = (tables.NewPrefix(), tables.NewPrefix());
        await new Township(Due: 1, Plans: 1, PlanSize: 2).FillAsync(await tables.OpenLedgerAsync(prefix), 1, Cancellation);
        using var file = await BackedUp.WriteAsync(tables, prefix, Night);
        using var other = await BackedUp.WriteAsync(tables, prefix, Build.Now);
        // The rows of an app that never had a plan.
        await (await tables.OpenLedgerAsync(target)).Watch.RecordScanAsync(Build.ScanReport(), Cancellation);
        await RefusedAsync("ledger-not-empty", () => BackedUp.RestoreAsync(tables, file, target, Build.Now));
        Assert.Single(await BackedUp.RowsAsync(tables, target));

        target = tables.NewPrefix();
        var line = Line.CrashingAt(4);
        await Assert.ThrowsAsync<InvalidOperationException>(() => BackedUp.RestoreAsync(tables, file, target, Build.Now, null, line));
        await RefusedAsync("restore-unfinished", () => BackedUp.RestoreAsync(tables, other, target, Build.Now));
        await BackedUp.RestoreAsync(tables, file, target, Build.Now);
        await RefusedAsync("ledger-not-empty", () => BackedUp.RestoreAsync(tables, file, target, Build.Now));
    }

    [Fact]
    public async Task An_account_without_a_ledger_is_not_backed_up_as_an_empty_one() =>
        await RefusedAsync("ledger-missing", () => BackedUp.WriteAsync(tables, tables.NewPrefix(), Night));

    [Fact]
    public async Task A_file_that_items_name_and_the_store_does_not_have_is_counted()
    {
        var prefix = tables.NewPrefix();
        await FillAsync(await tables.OpenLedgerAsync(prefix), new(new(1, 3), new('d', 64)));
        using var file = new MemoryStream();
        var manifest = await LedgerBackup.WriteAsync(tables.NewStore(prefix), new InMemoryEvidenceStore(), file, Night, Cancellation);
        Assert.Equal(1, manifest.EvidenceMissing);
        await using var backup = await BackupFile.OpenAsync(file, Cancellation);
        Assert.Empty(backup.Manifest.Evidence!);
    }

    private static async Task RefusedAsync(string code, Func<Task> action) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<InputRefusedException>(action)).Code);

    internal static async Task FillAsync(Ledger ledger, EvidenceKey evidence)
    {
        await ledger.Plans.TryAddPlanAsync(Build.Plan(), Cancellation);
        var photo = new Evidence(evidence.Sha256, "整改后.jpg", Build.Office, Build.Now) { MediaType = "image/jpeg", Bytes = 12 };
        var link = new Evidence(new('b', 64), "example.org", Build.Office, Build.Now) { Link = "https://example.org/" };
        await ledger.Items.AddItemsAsync([Build.Item(3) with { Evidence = [photo, link] }], Build.Now, Build.Office, Cancellation);
        await ledger.Items.RecordStepsAsync([Build.Record(Build.StepId(3))], Cancellation);
        var slot = Build.Now + Duration.FromDays(400);
        await ledger.Notices.ClaimAsync([.. Enum.GetValues<NoticeState>().Select((s, n) => Build.Notice(n, slot) with { State = s })],
            Cancellation);
        await ledger.People.SaveContactsAsync([Build.Contact(), Build.Contact("李四", 5)], Cancellation);
        await ledger.People.TryAddAbsenceAsync(Build.Absence(), Cancellation);
        await ledger.Keys.TryAddKeyAsync(Build.Key(), Cancellation);
        await ledger.Barriers.FlagAsync(Build.Flag(), Cancellation);
        await ledger.Barriers.SaveHaltAsync(Build.Halt(), Cancellation);
        await ledger.Replies.SaveReplyAsync(Build.Reply(), Cancellation);
        await ledger.Watch.AddDeadLetterAsync(Build.DeadLetter(), Cancellation);
        await ledger.Watch.RecordAuditAsync(Build.AuditReport(), Cancellation);
    }
}
