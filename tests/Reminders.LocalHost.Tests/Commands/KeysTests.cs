using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;

namespace Reminders.LocalHost.Tests.Commands;

/// <summary>The command against an office that runs in this process.</summary>
public sealed class KeysTests : IAsyncLifetime
{
    private readonly (string Secret, string Setting) administrator = ApiKey.Make(KeyRole.Administrator);
    private readonly WebApplication app;
    private readonly SettableClock clock;

    public KeysTests()
    {
        var system = new InMemorySystem(new ReminderPolicy(), "Asia/Shanghai", Instant.FromUtc(2026, 3, 24, 0, 50));
        clock = system.Clock;
        app = LocalWeb.Build(
            LocalWeb.Builder($"http://{IPAddress.Loopback}:0"), system.UseCases, [ApiKey.Parse("administrator", administrator.Setting)]);
    }

    public async ValueTask InitializeAsync() => await app.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_key_is_made_rotated_and_revoked_and_its_secrets_alone_stand_on_standard_output()
    {
        var made = Assert.Single((await RunAsync("make", "值班室", "--role", "viewer")).Done().Lines);
        Assert.Equal(32, made.Length);
        Assert.StartsWith("role-too-low: ", (await RunWithAsync(made, "list")).Refused(1), StringComparison.Ordinal);

        var rotated = Assert.Single((await RunAsync("rotate", "值班室")).Done().Lines);
        Assert.StartsWith("key-wrong: ", (await RunWithAsync(made, "list")).Refused(1), StringComparison.Ordinal);
        Assert.Contains("值班室", (await RunAsync("revoke", "值班室")).Done().Output, StringComparison.Ordinal);

        Assert.StartsWith("key-wrong: ", (await RunWithAsync(rotated, "list")).Refused(1), StringComparison.Ordinal);
        var list = (await RunAsync("list")).Done();
        Assert.Single(list.Lines, l => l.Contains("值班室", StringComparison.Ordinal) && l.Contains("2026-03-24", StringComparison.Ordinal));
        Assert.Single(list.Lines, l => l.Contains("settings", StringComparison.Ordinal));
        Assert.DoesNotContain(rotated, list.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_has_expired_is_said_to_have_and_the_list_tells_until_when_and_when_it_was_used()
    {
        var made = Assert.Single((await RunAsync("make", "值班室", "--role", "administrator", "--expires", "2026-03-24")).Done().Lines);
        Assert.Contains("2026-03-24T16:00:00Z", (await RunWithAsync(made, "list")).Done().Lines.Single(l => l.Contains("值班室", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("2026-03-24T00:50:00Z", (await RunAsync("list")).Done().Lines.Single(l => l.Contains("值班室", StringComparison.Ordinal)).Split('│')[6], StringComparison.Ordinal);

        clock.SetTo(Instant.FromUtc(2026, 3, 24, 16, 0));
        Assert.StartsWith("key-expired: ", (await RunWithAsync(made, "list")).Refused(1), StringComparison.Ordinal);
        var rotated = Assert.Single((await RunAsync("rotate", "值班室", "--expires", "2026-04-30")).Done().Lines);
        (await RunWithAsync(rotated, "list")).Done();
    }

    [Fact]
    public async Task A_name_that_no_key_has_or_that_is_taken_is_said_in_one_line()
    {
        Assert.Contains("值班室", (await RunAsync("revoke", "值班室")).Refused(1), StringComparison.Ordinal);
        Assert.StartsWith("name-taken: ", (await RunAsync("make", "administrator", "--role", "viewer")).Refused(1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_at_which_nothing_answers_is_said_in_one_line()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();

        var line = (await Tool.RunAsync(["keys", "list", "--url", $"http://127.0.0.1:{port}", "--key", administrator.Secret])).Refused(1);

        Assert.StartsWith("office-unreachable: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain(administrator.Secret, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--key", "list")]
    [InlineData("--role", "make", "值班室", "--key", "x")]
    [InlineData("'boss'", "make", "值班室", "--role", "boss", "--key", "x")]
    [InlineData("--url", "list", "--url", "office.example", "--key", "x")]
    [InlineData("characters", "list", "--key", "密钥")]
    public async Task Wrong_usage_names_what_is_wrong(string what, params string[] args)
    {
        var line = (await Tool.RunAsync(["keys", .. args], ("REMINDERS_KEY", ""))).Refused(2);
        Assert.Contains(what, line, StringComparison.Ordinal);
        Assert.EndsWith($"Try: reminders keys {args[0]} --help", line, StringComparison.Ordinal);
    }

    private Task<ToolResult> RunAsync(params string[] args) => RunWithAsync(administrator.Secret, args);

    private Task<ToolResult> RunWithAsync(string key, params string[] args) => Tool.RunAsync(["keys", .. args, "--url", app.Urls.First()], ("REMINDERS_KEY", key));
}
