using System.Text.Json;
using System.Text.RegularExpressions;

namespace Reminders.LocalHost.Tests.Deployment;

/// <summary>
/// The Bicep sets the settings that the sample lists. Reminders.Functions.Tests shows that the code reads the same ones.
/// </summary>
public partial class AppSettingsTests
{
    /// <summary>Set on Azure only: the Functions host or Azure.Identity reads them.</summary>
    private static readonly string[] PlatformAlone =
    [
        "AZURE_AUTHORITY_HOST", "AzureWebJobsStorage:blobServiceUri", "AzureWebJobsStorage:credential",
        "AzureWebJobsStorage:clientId", "ServiceBus:credential", "ServiceBus:clientId",
    ];

    /// <summary>
    /// In the sample only. On Azure an identity or the hosting plan replaces them, an administrator switches them by hand, or the parameter
    /// apiKeys adds them; one is for tests.
    /// </summary>
    private static readonly string[] SampleAlone =
    [
        "AzureWebJobsStorage", "FUNCTIONS_WORKER_RUNTIME", "AzureWebJobs:ScanDeadlines:Disabled", "Reminders:Ledger:ConnectionString",
        "ServiceBus", "Reminders:Keys:sample", "Twilio:ApiUrl",
    ];

    [Fact]
    public void The_Bicep_sets_what_the_sample_lists_and_nothing_else()
    {
        var bicep = BicepSettings().Except(PlatformAlone).Except(["Reminders:Keys:administrator"]).Order(StringComparer.Ordinal);
        string[] parameters = ["Reminders:Policy:", "Reminders:Import:", "Reminders:Evidence:"];
        var sample = SampleSettings().Except(SampleAlone)
            .Where(s => !parameters.Any(p => s.StartsWith(p, StringComparison.Ordinal))).Order(StringComparer.Ordinal);

        Assert.Equal(sample, bicep);
    }

    [Fact]
    public void Settings_of_one_place_only_are_there()
    {
        Assert.Equal([], PlatformAlone.Except(BicepSettings()));
        Assert.Equal([], SampleAlone.Except(SampleSettings()));
    }

    [Fact]
    public void The_names_in_the_Bicep_have_no_colons_and_dots_because_Linux_allows_none()
    {
        Assert.DoesNotContain("\n  '", SettingsBlock(), StringComparison.Ordinal);
        Assert.Contains("Reminders__Policy__${item.key}", Infra("app.bicep"), StringComparison.Ordinal);
        Assert.Contains("Reminders__Import__${item.key}", Infra("app.bicep"), StringComparison.Ordinal);
        Assert.Contains("Reminders__Evidence__${item.key}", Infra("app.bicep"), StringComparison.Ordinal);
        Assert.Contains("Reminders__Keys__${item.key}", Infra("app.bicep"), StringComparison.Ordinal);
    }

    // A nested name such as %Reminders:ScanSchedule% is reported not to fire on Linux (azure-functions-host issue 8649).
    [Theory]
    [InlineData("ScanSchedule", "0 */15 * * * *")]
    [InlineData("AuditSchedule", "0 7/15 * * * *")]
    [InlineData("DeadLetterSchedule", "0 */5 * * * *")]
    [InlineData("BackupSchedule", "0 30 19 * * *")]
    public void A_schedule_has_a_flat_name_and_is_the_same_in_both_places(string name, string schedule)
    {
        Assert.Contains($"\n  {name}: '{schedule}'", Infra("app.bicep"), StringComparison.Ordinal);
        Assert.Contains($"\"{name}\": \"{schedule}\"", Read("local.settings.sample.json"), StringComparison.Ordinal);
    }

    private static IEnumerable<string> BicepSettings() =>
        Settings().Matches(SettingsBlock()).Select(m => m.Groups[1].Value.Replace("__", ":", StringComparison.Ordinal));

    private static string SettingsBlock()
    {
        var bicep = Infra("app.bicep");
        var begin = bicep.IndexOf("var settings = {", StringComparison.Ordinal);
        return bicep[begin..bicep.IndexOf("\n}", begin, StringComparison.Ordinal)];
    }

    // The platform writes the switch of a function with dots.
    private static IEnumerable<string> SampleSettings() =>
        JsonDocument.Parse(Read("local.settings.sample.json"), new() { CommentHandling = JsonCommentHandling.Skip })
            .RootElement.GetProperty("Values").EnumerateObject().Select(p => p.Name.Replace('.', ':'));

    private static string Infra(string file) => Read(Path.Combine("infra", file));

    private static string Read(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "deployment", file));

    [GeneratedRegex(@"^  (\w+): ", RegexOptions.Multiline)]
    private static partial Regex Settings();
}
