using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;

namespace Reminders.LocalHost.Tests.Commands;

/// <summary><c>keys</c> on an office that runs in this process.</summary>
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
            LocalWeb.Builder($"http://{IPAddress.Loopback}:0"), new(system.UseCases),
            [ApiKey.Parse("administrator", administrator.Setting)]);
    }

    public async ValueTask InitializeAsync() => await app.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_key_is_made_rotated_and_revoked_and_standard_output_holds_its_secret_alone()
    {
        var made = Assert.Single((await RunAsync("make", "值班室", "--role", "viewer")).Done().Lines);
        Assert.Equal(32, made.Length);
        (await RunWithAsync(made, "list")).RefusedWith("role-too-low: ");

        var rotated = Assert.Single((await RunAsync("rotate", "值班室")).Done().Lines);
        (await RunWithAsync(made, "list")).RefusedWith("key-wrong: ");
        Assert.Contains("值班室", (await RunAsync("revoke", "值班室")).Done().Output, StringComparison.Ordinal);

        (await RunWithAsync(rotated, "list")).RefusedWith("key-wrong: ");
        var list = (await RunAsync("list")).Done();
        Assert.Single(list.Lines, l => l.Contains("值班室", StringComparison.Ordinal) && l.Contains("2026-03-24", StringComparison.Ordinal));
        Assert.Single(list.Lines, l => l.Contains("settings", StringComparison.Ordinal));
        Assert.DoesNotContain(rotated, list.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_key_is_refused_as_such_and_the_list_shows_expiry_and_last_use()
    {
        var made = Assert.Single((await RunAsync("make", "值班室", "--role", "administrator", "--expires", "2026-03-24")).Done().Lines);
        Assert.Contains(
            "2026-03-24T16:00:00Z",
            (await RunWithAsync(made, "list")).Done().Lines.Single(l => l.Contains("值班室", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.Contains(
            "2026-03-24T00:50:00Z",
            (await RunAsync("list")).Done().Lines.Single(l => l.Contains("值班室", StringComparison.Ordinal)).Split('│')[6],
            StringComparison.Ordinal);

        clock.SetTo(Instant.FromUtc(2026, 3, 24, 16, 0));
        (await RunWithAsync(made, "list")).RefusedWith("key-expired: ");
        var rotated = Assert.Single((await RunAsync("rotate", "值班室", "--expires", "2026-04-30")).Done().Lines);
        (await RunWithAsync(rotated, "list")).Done();
    }

    [Fact]
    public async Task An_unknown_or_taken_name_is_refused_in_one_line()
    {
        Assert.Contains("值班室", (await RunAsync("revoke", "值班室")).Refused(1), StringComparison.Ordinal);
        (await RunAsync("make", "administrator", "--role", "viewer")).RefusedWith("name-taken: ");
    }

    [Fact]
    public async Task An_address_at_which_nothing_answers_is_refused_in_one_line()
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
    public async Task Wrong_usage_is_named(string what, params string[] args)
    {
        var line = (await Tool.RunAsync(["keys", .. args], ("REMINDERS_KEY", ""))).Refused(2);
        Assert.Contains(what, line, StringComparison.Ordinal);
        Assert.EndsWith($"Try: reminders keys {args[0]} --help", line, StringComparison.Ordinal);
    }

    private Task<ToolResult> RunAsync(params string[] args) => RunWithAsync(administrator.Secret, args);

    private Task<ToolResult> RunWithAsync(string key, params string[] args) =>
        Tool.RunAsync(["keys", .. args, "--url", app.Urls.First()], ("REMINDERS_KEY", key));
}
