using Microsoft.Extensions.Configuration;

namespace Reminders.Web.Watching;

/// <summary>Whether the scan is switched off. The setting is the Functions platform's own for the function of that name, and every host obeys it.</summary>
public static class ScanSwitch
{
    public static bool IsOff(IConfiguration configuration) =>
        (configuration["AzureWebJobs:ScanDeadlines:Disabled"] ?? configuration["AzureWebJobs.ScanDeadlines.Disabled"]) is { } value
        && (value == "1" || value.Equals("true", StringComparison.OrdinalIgnoreCase));
}
