namespace Reminders.LocalHost.Tests.Serving;

/// <summary>The file <c>settings.json</c> in the data folder of <c>serve</c>.</summary>
public sealed class SettingsFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Settings_of_the_file_are_taken_with_the_names_of_the_environment()
    {
        WriteForOwner("""
            {
              // Notes are allowed.
              "Reminders": { "Zone": "Mars" },
              "Reminders:Policy:SlotTime": "21:00",
              "Twilio__Trial": "maybe",
            }
            """);

        Assert.Equal(["policy-invalid", "zone-unknown", "twilio-invalid"], (await RefusedAsync()).Select(Code));
    }

    [Fact]
    public async Task The_environment_comes_before_the_file()
    {
        WriteForOwner("""{ "Reminders": { "Zone": "Mars" } }""");

        Assert.Contains("'Venus'", Assert.Single(await RefusedAsync(("Reminders__Zone", "Venus"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_names_of_the_file_and_the_environment_are_refused_all_at_once()
    {
        WriteForOwner("""{ "Reminders": { "Zon": "Asia/Shanghai", "Certificate": { "File": "a.pfx" } }, "Twillio": { "From": "x" } }""");

        var lines = await RefusedAsync(("Reminders__PublicURI", "https://office.example"), ("Twilio__Tokn", "secret"));

        Assert.Equal(5, lines.Length);
        string[] misspelt = ["Reminders:Zon", "Reminders:Certificate:File", "Twillio:From", "Reminders:PublicURI", "Twilio:Tokn"];
        foreach (var name in misspelt)
            Assert.Contains(lines, l => l.Contains(name, StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => l.Contains("secret", StringComparison.Ordinal));
    }

    // The sample has the names of both hosts. These are the ones that belong to Azure.
    [Fact]
    public async Task Every_name_of_the_sample_of_settings_is_known_unless_Azure_alone_has_it()
    {
        var sample = await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "deployment", "local.settings.sample.json"), TestContext.Current.CancellationToken);
        var names = sample.Split('"').Where(p => p.StartsWith("Reminders:", StringComparison.Ordinal)).ToList();
        Assert.Contains("Reminders:Zone", names);

        var lines = await RefusedAsync([.. names.Select(n => (n.Replace(":", "__", StringComparison.Ordinal), "x"))]);

        var unknown = lines.Where(l => Code(l) == "setting-unknown").Select(l => l.Split(' ')[5].TrimEnd(';')).Order();
        Assert.Equal(["Reminders:Ledger:BlobServiceUri", "Reminders:Ledger:TableServiceUri"], unknown);
    }

    [Theory]
    [InlineData("{ \"Reminders\": { \"Zone\": \"Asia/Shanghai\" \n \"PublicUrl\": \"\" } }", "see line 2")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("", "not a JSON object")]
    [InlineData("""{ "Twilio": { "From": "a" }, "Twilio:From": "b" }""", "'Twilio:From'")]
    [InlineData("""{ "Twilio:From": "a", "Twilio__From": "b" }""", "twice")]
    public async Task A_file_that_is_no_JSON_object_of_settings_is_refused(string text, string said)
    {
        WriteForOwner(text);

        var line = Assert.Single(await RefusedAsync());

        Assert.StartsWith("settings-damaged: ", line, StringComparison.Ordinal);
        Assert.Contains(said, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_other_users_may_read_is_refused_and_other_settings_are_not()
    {
        var path = WriteForOwner("""{ "Twilio": { "AuthToken": "0123" } }""");
        if (OperatingSystem.IsWindows())
            Assert.Skip("Windows has no file modes.");
        else
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Contains("settings-readable", (await RefusedAsync()).Select(Code));

        File.WriteAllText(path, """{ "Reminders": { "Zone": "Mars" } }""");
        Assert.Equal(["zone-unknown"], (await RefusedAsync()).Select(Code));
    }

    public void Dispose() => folder.Dispose();

    private static string Code(string line) => line.Split(':')[0];

    private string WriteForOwner(string text)
    {
        var path = folder.Write("settings.json", text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    private async Task<string[]> RefusedAsync(params (string, string)[] settings)
    {
        var run = await Tool.RunAsync(["serve", "--urls", "http://127.0.0.1:0", "--data", folder.Path], settings);
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        return run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
