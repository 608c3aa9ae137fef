using Microsoft.Extensions.Configuration;

namespace Reminders.Web.Watching;

/// <summary>Whether the scan is switched off. The setting is the Functions platform's own for the function of that name, and every host obeys it.</summary>
public static class ScanSwitch
{
    // The platform reads the first two spellings; the last is how a shell writes the first.
    private static readonly string[] Names = ["AzureWebJobs.ScanDeadlines.Disabled", "AzureWebJobs_ScanDeadlines_Disabled", "AzureWebJobs:ScanDeadlines:Disabled"];

    public static bool IsOff(IConfiguration configuration) =>
        Names.Select(n => configuration[n]).Any(value => value == "1" || string.Equals(value, "true", StringComparison.OrdinalIgnoreCase));
}
