using System.Net;
using System.Net.Sockets;

namespace Reminders.LocalHost.Tests.Serving;

/// <summary>What keeps <c>serve</c> from starting: one line that says what to do, and no data folder half made.</summary>
public sealed class ServeRefusalTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Serve_refuses_a_port_that_is_taken_and_makes_no_data()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var line = await ServeAsync(((IPEndPoint)taken.LocalEndpoint).Port);
        Assert.StartsWith("port-in-use: ", line, StringComparison.Ordinal);
        Assert.Contains("--urls", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_without_node_says_what_to_install_and_makes_no_data()
    {
        var line = await ServeAsync(0, ("PATH", folder.Path));
        Assert.StartsWith("Node.js 20 or later is needed", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Reminders__Zone", "Mars", "zone-unknown: ")]
    [InlineData("Reminders__Policy__SlotTime", "21:00", "policy-invalid: ")]
    [InlineData("Reminders__Policy__BeforeDays__0", "x", "policy-invalid: ")]
    [InlineData("Reminders__Ledger__ConnectionString", "secret", "connection-invalid: ")]
    [InlineData("Reminders__HeartbeatUrl", "watch.example/secret", "heartbeat-invalid: ")]
    public async Task Serve_refuses_settings_that_it_cannot_use_and_makes_no_data(string name, string value, string code)
    {
        var line = await ServeAsync(0, (name, value));
        Assert.StartsWith(code, line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_refuses_an_address_of_another_machine() =>
        (await Tool.RunAsync(["serve", "--urls", "http://192.0.2.1:5080", "--data", Path.Combine(folder.Path, "data")]))
            .RefusedWith("address-unusable: ");

    [Fact]
    public async Task Serve_refuses_a_data_folder_that_is_a_file_and_keys_that_are_damaged()
    {
        var file = folder.Write("file", "");
        (await Tool.RunAsync(["serve", "--urls", "http://127.0.0.1:0", "--data", file])).RefusedWith("data-not-a-folder: ");
        folder.Write("keys.json", """{"administrator":"administrator:00"}""");
        (await Tool.RunAsync(["serve", "--urls", "http://127.0.0.1:0", "--data", folder.Path])).RefusedWith("keys-damaged: ");
    }

    public void Dispose() => folder.Dispose();

    private async Task<string> ServeAsync(int port, params (string, string)[] settings)
    {
        var data = Path.Combine(folder.Path, "data");
        var line = (await Tool.RunAsync(["serve", "--urls", $"http://127.0.0.1:{port}", "--data", data], settings)).Refused(1);
        Assert.False(Directory.Exists(data));
        return line;
    }
}
