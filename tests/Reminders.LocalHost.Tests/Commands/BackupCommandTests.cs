using System.Text.Json;
using NodaTime.Text;

namespace Reminders.LocalHost.Tests.Commands;

/// <summary><c>backup</c>, <c>restore</c> and <c>resume</c> on data folders.</summary>
public sealed class BackupCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_running_office_is_backed_up_and_the_restored_one_sends_after_resume()
    {
        var (data, file, other) =
            (Path.Combine(folder.Path, "data"), Path.Combine(folder.Path, "backup.zip"), Path.Combine(folder.Path, "other"));
        await using (var serve = await ServeProcess.StartAsync(data, Instant.FromUtc(2026, 3, 24, 0, 0), 1))
        {
            var (status, _) = await serve.CallAsync(
                HttpMethod.Post, "/api/plans", ServeProcess.Form(("file", Tool.Plan), ("contacts", Tool.Contacts)));
            Assert.Equal(201, status);
            Assert.Equal([file], (await Tool.RunAsync(["backup", file, "--data", data])).Done().Lines);
            (await Tool.RunAsync(["backup", file, "--data", data])).RefusedWith("file-exists: ");
            Assert.Contains(
                "Another process is using the data folder", (await Tool.RunAsync(["restore", file, "--data", data])).Refused(1),
                StringComparison.Ordinal);
            Assert.Equal(0, await serve.EndAsync("TERM"));
        }
        // A stopped office is backed up too.
        var bare = (await Tool.RunAsync(["backup", file + ".2", "--data", data, "--without-evidence", "--json"])).Done();
        var second = JsonDocument.Parse(bare.Output).RootElement;
        Assert.Equal(JsonValueKind.Null, second.GetProperty("evidence").ValueKind);

        var restored = JsonDocument.Parse((await Tool.RunAsync(["restore", file, "--data", other, "--json"])).Done().Output).RootElement;
        Assert.Equal(0, restored.GetProperty("waiting").GetInt32());
        (await Tool.RunAsync(["restore", file, "--data", other])).RefusedWith("ledger-not-empty: ");

        var phones = new Phones(other);
        // A minute before the first slot, because the scan runs every minute.
        var clock = new ServeClock(folder.Path, Instant.FromUtc(2026, 3, 24, 0, 59));
        await using var again = await ServeProcess.StartAsync(other, clock, []);
        Assert.Equal(1, (await again.GetAsync("/api/plans")).GetArrayLength());
        var since = clock.Now;
        await clock.RunUntilAsync(again.UntilAsync("half an hour has passed", () => clock.Now > since + Duration.FromMinutes(30)), again);
        Assert.Empty(phones.Messages());
        var (ready, view) = await again.CallAsync(HttpMethod.Get, "/api/ready");
        Assert.Equal(503, ready);
        Assert.Contains(view.GetProperty("problems").EnumerateArray(), p => p.GetProperty("code").GetString() == "sending-held");

        Assert.EndsWith(
            "sends again.", Assert.Single((await Tool.RunAsync(["resume", "--data", other])).Done().Lines), StringComparison.Ordinal);
        await clock.RunUntilAsync(again.UntilAsync("the phones have theirs", () => phones.Messages().Count > 0), again);
    }

    [Fact]
    public async Task SMS_that_may_have_gone_out_since_the_backup_are_listed_by_slot_with_their_steps()
    {
        var (data, file, target) =
            (Path.Combine(folder.Path, "data"), Path.Combine(folder.Path, "backup.zip"), Path.Combine(folder.Path, "target"));
        Directory.CreateDirectory(data);
        await using (var store = SqliteRowStore.Open(Path.Combine(data, "reminders.db")))
        {
            var now = SystemClock.Instance.GetCurrentInstant();
            var ledger = RowLedger.Of(store);
            // The backup is of a morning ten days ago, before the slot, and the deadlines are nine days after it.
            var day = now.InZone(Given.Shanghai).Date.PlusDays(-10);
            var world = new InMemory.SettableClock(day.At(new LocalTime(6, 0)).InZoneLeniently(Given.Shanghai).ToInstant());
            var due = day.PlusDays(9);
            await Given.UseCasesOn(ledger, world).LoadPlan
                .RunAsync(Given.Plan(LocalDatePattern.Iso.Format(due)), Given.Contacts(), dryRun: false, Given.Office, Cancellation);
            await using var to = File.Create(file);
            await LedgerBackup.WriteAsync(store, null, to, world.GetCurrentInstant(), Cancellation);
        }

        // A new data folder with the settings of the old one.
        Directory.CreateDirectory(target);
        await File.WriteAllTextAsync(
            Path.Combine(target, "settings.json"), """{ "Reminders:Policy:SlotTime": "10:30" }""", Cancellation);

        var lines = (await Tool.RunAsync(["restore", file, "--data", target])).Done().Lines;
        var told = lines.Where(l => l.Contains("1 SMS may have gone out and would be sent again: ", StringComparison.Ordinal)).ToList();
        Assert.Contains(told, l => l.Contains("1-1:before-7", StringComparison.Ordinal));
        Assert.Contains(told, l => l.Contains("1-1:before-3", StringComparison.Ordinal));
        Assert.All(told, l => Assert.Contains(" 10:30: ", l, StringComparison.Ordinal));
        Assert.Contains("reminders resume", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_restored_is_refused_in_one_line_and_no_folder_is_made()
    {
        var target = Path.Combine(folder.Path, "target");
        foreach (var (file, code) in new[]
        {
            (folder.Write("text.zip", "not a zip"), "backup-unreadable: "),
            (folder.Write("empty.zip", []), "backup-unreadable: "),
            (Path.Combine(folder.Path, "missing.zip"), "file-not-found: "),
            (folder.Path, "not-a-file: "),
        })
        {
            (await Tool.RunInsideAsync("restore", file, "--data", target)).RefusedWith(code);
        }
        Assert.False(Directory.Exists(target));
    }

    [Fact]
    public async Task A_backup_that_cannot_be_taken_leaves_no_file()
    {
        var file = Path.Combine(folder.Path, "backup.zip");
        (await Tool.RunInsideAsync("backup", file, "--data", Path.Combine(folder.Path, "nowhere"))).RefusedWith("ledger-missing: ");
        (await Tool.RunInsideAsync("backup", Path.Combine(folder.Path, "no", "b.zip"), "--data", folder.Path)).RefusedWith(
            "file-not-found: There is no folder ");
        (await Tool.RunAsync(["backup", file], ("Reminders__Ledger__ConnectionString", "secret"))).RefusedWith("connection-invalid: ");
        var nobody = "DefaultEndpointsProtocol=http;AccountName=x;AccountKey=eA==;"
            + "TableEndpoint=http://127.0.0.1:1/x;BlobEndpoint=http://127.0.0.1:1/x;";
        (await Tool.RunAsync(["backup", file], ("Reminders__Ledger__ConnectionString", nobody))).RefusedWith("ledger-unreachable: ");
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData("argument missing", "backup")]
    [InlineData("argument missing", "restore")]
    [InlineData("--account 'office'", "backup", "b.zip", "--account", "office")]
    [InlineData(
        "--account 'http://office.table.core.windows.net'", "restore", "b.zip", "--account", "http://office.table.core.windows.net")]
    [InlineData("name one", "resume", "--data", "d", "--account", "https://office.table.core.windows.net")]
    public async Task Wrong_usage_is_named(string what, params string[] args)
    {
        var line = (await Tool.RunInsideAsync(args)).Refused(2);
        Assert.Contains(what, line, StringComparison.Ordinal);
        Assert.EndsWith($"Try: reminders {args[0]} --help", line, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();
}
