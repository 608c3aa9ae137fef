using System.Text.Json;

namespace Reminders.LocalHost.Tests.Commands;

/// <summary><c>move</c> between a data folder and an account of Azurite.</summary>
public sealed class MoveCommandTests : IAsyncDisposable
{
    private const string Setting = "Reminders__Ledger__ConnectionString";

    private readonly TemporaryFolder folder = new();
    private AzuriteProcess? azurite;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(folder.Path, "data");

    [Fact]
    public async Task An_office_that_moves_to_an_account_and_back_in_the_middle_of_a_slot_sends_everybody_one_sms()
    {
        var account = await StartAccountAsync();
        var (phones, clock) = (new Phones(Data), new ServeClock(folder.Path, Instant.FromUtc(2026, 3, 24, 0, 58)));
        string key;
        await using (var serve = await ServeProcess.StartAsync(Data, clock, []))
        {
            key = serve.NewKey!;
            await serve.SendAsync(HttpMethod.Post, "/api/plans", KilledServeTests.Plan());
            (await Tool.RunAsync(["move", "--to", "--data", Data], account)).RefusedWith("data-in-use: ");
            await clock.RunUntilAsync(serve.UntilAsync("an SMS is sent", () => phones.Messages().Count > 0), serve);
            await serve.KillAsync();
        }
        var sent = phones.Messages().Count;

        var moved = (await Tool.RunAsync(["move", "--to", "--data", Data, "--json"], account)).Done();

        var there = JsonDocument.Parse(moved.Output).RootElement;
        Assert.Equal(there.GetProperty("rows").GetInt64(), there.GetProperty("written").GetInt64());
        Assert.InRange(there.GetProperty("waiting").GetInt32(), 0, KilledServeTests.People);
        (await ServeAsync()).RefusedWith("ledger-moved: The ledger was moved to the account ");
        (await Tool.RunAsync(["backup", Path.Combine(folder.Path, "b.zip"), "--data", Data])).RefusedWith("ledger-moved: ");

        await using (var serve = await ServeProcess.StartAsync(Data, clock, [account], key))
        {
            await clock.RunUntilAsync(serve.UntilAsync("the slot goes on", () => phones.Messages().Count > sent), serve);
            // Nobody stops this host.
            var lines = (await Tool.RunAsync(["move", "--from", "--data", Data], account)).Done().Lines;
            Assert.StartsWith("Moved ", lines[0], StringComparison.Ordinal);
            Assert.Contains("is out of use. Start the office in its new place now.", lines[1], StringComparison.Ordinal);
            var (status, problem) = await serve.CallAsync(HttpMethod.Delete, "/api/keys/nobody");
            Assert.Equal((503, "ledger-unavailable"), (status, problem.GetProperty("code").GetString()));
            await serve.UntilAsync("a scan has told it", () => serve.Errors.Contains("was moved to", StringComparison.Ordinal));
            await using var again = await ServeProcess.StartAsync(Data, clock, [], key);
            await RequireEverybodyHasOneAsync(again, clock, phones);
            Assert.DoesNotContain(KilledServeTests.Phone(1), serve.Errors, StringComparison.Ordinal);
        }
        (await ServeAsync(account)).RefusedWith("ledger-moved: ");

        Task<ToolResult> ServeAsync(params (string, string)[] settings) =>
            Tool.RunAsync(["serve", "--urls", "http://127.0.0.1:0", "--data", Data], settings);
    }

    [Fact]
    public async Task Ledgers_that_must_not_be_moved_are_refused_in_one_line()
    {
        var account = await StartAccountAsync();
        var (nowhere, other) = (Path.Combine(folder.Path, "nowhere"), Path.Combine(folder.Path, "other"));
        (await Tool.RunAsync(["move", "--to", "--data", nowhere], account)).RefusedWith("ledger-missing: ");
        Assert.False(Directory.Exists(nowhere));
        (await Tool.RunAsync(["move", "--from", "--data", Data], account)).RefusedWith("ledger-missing: ");
        Assert.False(Directory.Exists(Data));
        (await Tool.RunAsync(["move", "--to", "--data", Data])).RefusedWith("connection-missing: ");
        (await Tool.RunAsync(["move", "--to", "--data", Data], (Setting, "secret"))).RefusedWith("connection-invalid: ");

        await FillAsync(Data);
        await FillAsync(other);
        (await Tool.RunAsync(["move", "--from", "--data", Data], account)).RefusedWith("ledger-missing: ");
        (await Tool.RunAsync(["move", "--to", "--cancel", "--data", Data], account)).Done();
        (await Tool.RunAsync(["move", "--to", "--data", Data], account)).Done();
        Assert.Equal(
            ["The ledger had been moved to the account devstoreaccount1 already; there is nothing to do."],
            (await Tool.RunAsync(["move", "--to", "--data", Data], account)).Done().Lines);
        (await Tool.RunAsync(["move", "--to", "--data", other], account)).RefusedWith("ledger-not-empty: ");
        (await Tool.RunAsync(["move", "--from", "--data", other], account)).RefusedWith("ledger-not-empty: ");
        (await Tool.RunAsync(["move", "--to", "--cancel", "--data", Data], account)).RefusedWith("ledger-moved: ");
    }

    [Theory]
    [InlineData("Name one of --to and --from.", "--data", "d")]
    [InlineData("Name one of --to and --from.", "--to", "--from")]
    [InlineData("--to 'office'", "--to", "office")]
    [InlineData("--from 'http://office.table.core.windows.net'", "--from", "http://office.table.core.windows.net")]
    public async Task Wrong_usage_is_named(string what, params string[] args)
    {
        var line = (await Tool.RunInsideAsync(["move", .. args])).Refused(2);
        Assert.Contains(what, line, StringComparison.Ordinal);
        Assert.EndsWith("Try: reminders move --help", line, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        if (azurite is not null)
            await azurite.DisposeAsync();
        folder.Dispose();
    }

    private static async Task RequireEverybodyHasOneAsync(ServeProcess serve, ServeClock clock, Phones phones)
    {
        await clock.RunUntilAsync(serve.UntilAsync("everybody has one", () => phones.Messages().Count >= KilledServeTests.People), serve);
        var since = clock.Now;
        await clock.RunUntilAsync(serve.UntilAsync("half an hour has passed", () => clock.Now > since + Duration.FromMinutes(30)), serve);
        Assert.Equal(
            Enumerable.Range(1, KilledServeTests.People).Select(KilledServeTests.Phone), phones.Messages().Select(m => m.To).Order());
        Assert.Equal(KilledServeTests.People, (await KilledServeTests.NoticesAsync(serve)).Count(n => n is "sent" or "delivered"));
    }

    private static async Task FillAsync(string data)
    {
        Directory.CreateDirectory(data);
        await using var store = SqliteRowStore.Open(Path.Combine(data, "reminders.db"));
        await Given.UseCasesOn(RowLedger.Of(store), new InMemory.SettableClock(Given.At("2020-05-12T10:00"))).LoadPlan
            .RunAsync(Given.Plan("2020-05-20"), Given.Contacts(), dryRun: false, Given.Office, Cancellation);
    }

    private async Task<(string, string)> StartAccountAsync()
    {
        azurite = await AzuriteProcess.StartAsync(null, _ => { }, Cancellation);
        return (Setting, azurite.ConnectionString);
    }
}
