using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Reminders.LocalHost.Tests.Serving;

/// <summary>
/// The ledger's file in the data folder of <c>serve</c>: a good one is used, any other is refused with the cause and the way out.
/// </summary>
public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Data => Path.Combine(folder.Path, "data");

    private string Ledger => Path.Combine(Data, "reminders.db");

    [Fact]
    public async Task Serve_needs_nothing_on_the_path()
    {
        await using var serve = await ServeProcess.StartAsync(Data, new ServeClock(folder.Path, At(0)), [("PATH", folder.Path)]);
        Assert.Equal(0, (await serve.GetAsync("/api/plans")).GetArrayLength());
        Assert.Equal(0, await serve.EndAsync("TERM"));
        Assert.Empty(serve.Errors);
    }

    [Fact]
    public async Task A_ledger_that_is_missing_or_empty_beside_the_keys_of_an_office_is_refused_and_no_new_one_is_made()
    {
        await UseAsync();
        foreach (var file in Directory.GetFiles(Data, "reminders.db*"))
            File.Delete(file);
        Assert.EndsWith(
            "run reminders restore with a backup, or delete keys.json to begin a new office.", await RefusedAsync("ledger-lost"),
            StringComparison.Ordinal);
        Assert.False(File.Exists(Ledger));

        await File.WriteAllBytesAsync(Ledger, [], Cancellation);
        await RefusedAsync("ledger-lost");
        Assert.Equal(0, new FileInfo(Ledger).Length);
    }

    [Fact]
    public async Task A_ledger_of_a_version_that_kept_it_in_tables_is_not_taken_for_a_new_office()
    {
        await UseAsync();
        File.Delete(Ledger);
        Directory.CreateDirectory(Path.Combine(Data, "tables"));
        Assert.Contains("run reminders backup with that version", await RefusedAsync("ledger-lost"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "its first page")]
    [InlineData(40960, "a page that the start does not need")]
    public async Task A_damaged_ledger_is_refused(int from, string what)
    {
        await UseAsync();
        await using (var file = new FileStream(Ledger, FileMode.Open))
        {
            file.Position = from;
            await file.WriteAsync(Enumerable.Repeat((byte)0x5A, 4096).ToArray(), Cancellation);
        }
        Assert.True((await RefusedAsync("ledger-damaged")).EndsWith("with reminders restore.", StringComparison.Ordinal), what);
    }

    [Fact]
    public async Task A_ledger_of_a_newer_version_or_of_another_program_is_refused()
    {
        await UseAsync();
        await RunAsync("pragma user_version = 1000");
        Assert.EndsWith("Use a newer program.", await RefusedAsync("ledger-newer"), StringComparison.Ordinal);
        await RunAsync("pragma user_version = 1; pragma application_id = 7");
        await RefusedAsync("ledger-foreign");
    }

    [Fact]
    public async Task A_folder_that_must_not_be_written_is_refused()
    {
        // Nobody may write there, not even an administrator.
        const string ReadOnly = "/proc/reminders";
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has /proc.");
        (await Tool.RunAsync(["serve", "--urls", "http://127.0.0.1:0", "--data", ReadOnly])).RefusedWith("data-not-writable: ");
    }

    [Fact]
    public async Task What_was_queued_before_a_kill_is_sent_at_once_after_the_next_start()
    {
        var phones = new Phones(Data);
        var clock = new ServeClock(folder.Path, At(0));
        string? key;
        await using (var first = await ServeProcess.StartAsync(Data, clock, []))
        {
            key = first.NewKey;
            var form = ServeProcess.Form(("file", Tool.Plan), ("contacts", Tool.Contacts));
            Assert.Equal(201, (await first.CallAsync(HttpMethod.Post, "/api/plans", form)).Status);
            await first.KillAsync();
        }
        // As a crash between the claim and the send leaves it.
        await using (var store = SqliteRowStore.Open(Ledger))
        {
            var claimed = new SettableClock(At(1));
            await Given.UseCasesOn(RowLedger.Of(store), claimed).ScanDeadlines.RunAsync(Cancellation);
        }
        clock.SetTo(At(1));
        await using var serve = await ServeProcess.StartAsync(Data, clock, [], key);

        // The clock stands, so the agenda does not follow it up.
        await serve.UntilAsync("the SMS is sent", () => phones.Messages().Count == 1);
        await serve.UntilAsync("the notice is sent", async () => Notices(await serve.GetAsync("/api/notices?from=2026-03-01")) == "sent");
    }

    public void Dispose() => folder.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Minutes after the slot of 24 March 2026, the first of the sample plan.</summary>
    private static Instant At(int minutes) => Instant.FromUtc(2026, 3, 24, 0, 59) + Duration.FromMinutes(minutes);

    private static string? Notices(JsonElement notices) =>
        notices.EnumerateArray().Select(n => n.GetProperty("state").GetString()).Distinct().Single();

    /// <summary>Lets an office begin on the folder and end.</summary>
    private async Task UseAsync()
    {
        await using var serve = await ServeProcess.StartAsync(Data, At(0));
        var form = ServeProcess.Form(("file", Tool.Plan), ("contacts", Tool.Contacts));
        Assert.Equal(201, (await serve.CallAsync(HttpMethod.Post, "/api/plans", form)).Status);
        Assert.Equal(0, await serve.EndAsync("TERM"));
        Assert.Equal(["reminders.db"], Directory.GetFiles(Data, "reminders.db*").Select(Path.GetFileName));
    }

    private async Task<string> RefusedAsync(string code)
    {
        var line = (await Tool.RunAsync(["serve", "--urls", "http://127.0.0.1:0", "--data", Data])).Refused(1);
        Assert.StartsWith($"{code}: {Data}", line, StringComparison.Ordinal);
        return line;
    }

    private async Task RunAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Ledger};Pooling=False");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
