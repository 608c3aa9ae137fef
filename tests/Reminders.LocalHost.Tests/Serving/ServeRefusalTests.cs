using System.Net;
using System.Net.Sockets;

namespace Reminders.LocalHost.Tests.Serving;

/// <summary>A <c>serve</c> that cannot start prints one line that says what to do, and makes no data folder.</summary>
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

    [Theory]
    [InlineData("Reminders__Zone", "Mars", "zone-unknown: ")]
    [InlineData("Reminders__Policy__SlotTime", "21:00", "policy-invalid: ")]
    [InlineData("Reminders__Policy__BeforeDays__0", "x", "policy-invalid: ")]
    [InlineData("Reminders__Ledger__ConnectionString", "secret", "connection-invalid: ")]
    [InlineData("Reminders__HeartbeatUrl", "watch.example/secret", "heartbeat-invalid: ")]
    [InlineData("Reminders__BackupsKept", "secret", "backups-invalid: ")]
    public async Task Serve_refuses_settings_that_it_cannot_use_and_makes_no_data(string name, string value, string code)
    {
        var line = await ServeAsync(0, (name, value));
        Assert.StartsWith(code, line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Twilio__AccountSid", "", "Twilio:AccountSid must be the account's SID")]
    [InlineData("Twilio__AuthToken", "", "Twilio:AuthToken is missing")]
    [InlineData("Twilio__From", "", "Twilio:From or Twilio:MessagingServiceSid must be set")]
    [InlineData("Twilio__From", "no_sender?", "Twilio:From must be a number")]
    [InlineData("Twilio__MessagingServiceSid", "MG00000000000000000000000000000000", "and not both")]
    [InlineData("Twilio__Region", "ie1", "Twilio:Region and Twilio:Edge must both be set")]
    [InlineData("Twilio__Edge", "Dublin", "Twilio:Edge must be a name")]
    [InlineData("Twilio__Trial", "maybe", "Twilio:Trial must be true or false")]
    [InlineData("Twilio__TrialNumbers", "139", "Twilio:TrialNumbers must be numbers")]
    [InlineData("Twilio__TrialNumbers", "+8613900000001", "everybody would be messaged")]
    [InlineData("Twilio__ApiUrl", "http://api.example/", "Twilio:ApiUrl is for tests")]
    [InlineData("Reminders__PublicUrl", "http://office.example", "Reminders:PublicUrl must be")]
    public async Task Serve_refuses_settings_of_Twilio_that_it_cannot_use_and_makes_no_data(string name, string value, string said)
    {
        var line = await ServeAsync(0, [.. ServeTwilioTests.Account, (name, value)]);
        Assert.Contains(said, line, StringComparison.Ordinal);
        Assert.DoesNotContain(TwilioServer.Token, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_refuses_an_account_that_is_half_given()
    {
        var line = await ServeAsync(0, ("Twilio__AccountSid", TwilioServer.Account));
        Assert.Contains("Twilio:AuthToken is missing", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_lists_all_faults_of_its_settings_at_once()
    {
        var data = Path.Combine(folder.Path, "data");
        var result = await Tool.RunAsync(
            ["serve", "--urls", "http://127.0.0.1:0", "--data", data],
            [
                .. ServeTwilioTests.Account, ("Reminders__Zone", "Mars"), ("Reminders__PublicUrl", "x"), ("Twilio__Trial", "maybe"),
                ("Twilio__AuthToken", ""),
            ]);

        Assert.Equal((1, "", false), (result.ExitCode, result.Output, Directory.Exists(data)));
        var lines = result.Errors.TrimEnd('\n').Split('\n');
        Assert.Equal(["zone-unknown", "twilio-invalid", "public-url-invalid"], lines.Select(l => l.Split(':')[0]));
        Assert.Contains("Twilio:AuthToken is missing", lines[1], StringComparison.Ordinal);
        Assert.Contains("Twilio:Trial must be", lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--speed", "10")]
    [InlineData("--clock", "2026-05-13T00:55:00Z")]
    public async Task Serve_sends_no_real_SMS_at_the_time_of_another_clock(string option, string value)
    {
        var data = Path.Combine(folder.Path, "data");
        var run = await Tool.RunAsync(["serve", "--urls", "http://127.0.0.1:0", "--data", data, option, value], ServeTwilioTests.Account);
        Assert.StartsWith("clock-not-real: ", run.Refused(1), StringComparison.Ordinal);
        Assert.False(Directory.Exists(data));
    }

    [Fact]
    public async Task Serve_refuses_an_address_of_another_machine() =>
        Assert.StartsWith(
            "address-unusable: ",
            (await Tool.RunAsync(
                ["serve", "--urls", "http://192.0.2.1:5080", "--without-tls", "--data", Path.Combine(folder.Path, "data")])).Refused(1),
            StringComparison.Ordinal);

    [Fact]
    public async Task Serve_refuses_to_be_reached_from_other_machines_without_TLS()
    {
        var run = await Tool.RunAsync(["serve", "--urls", "http://0.0.0.0:0", "--data", Path.Combine(folder.Path, "data")]);
        run.RefusedWith("tls-missing: ");
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "data")));
    }

    [Fact]
    public async Task Serve_refuses_a_data_folder_that_is_a_file_and_keys_that_are_damaged()
    {
        var file = folder.Write("file", "");
        Assert.StartsWith("data-not-a-folder: ", await RefusedAsync(file), StringComparison.Ordinal);
        folder.Write("keys.json", """{"administrator":"administrator:00"}""");
        Assert.StartsWith("keys-damaged: ", await RefusedAsync(folder.Path), StringComparison.Ordinal);

        static async Task<string> RefusedAsync(string data) =>
            (await Tool.RunAsync(["serve", "--urls", "http://127.0.0.1:0", "--data", data])).Refused(1);
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
