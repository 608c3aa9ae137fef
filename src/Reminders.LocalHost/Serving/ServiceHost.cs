using System.Diagnostics;
using Microsoft.Extensions.Hosting.WindowsServices;

namespace Reminders.LocalHost.Serving;

/// <summary>What <c>serve</c> tells a service manager.</summary>
internal static class ServiceHost
{
    // The source that the event log has wherever .NET writes to it.
    private const string EventSource = ".NET Runtime";

    /// <summary>Tells systemd and Windows when the office is ready and when it stops. Elsewhere it does nothing.</summary>
    public static void AddServiceHost(this IServiceCollection services) => services.AddSystemd().AddWindowsService();

    /// <summary>Writes a refusal's line. A Windows service has no terminal, so its line goes to the event log too.</summary>
    public static async Task RefuseAsync(string line)
    {
        await Console.Error.WriteLineAsync(line);
        if (OperatingSystem.IsWindows() && WindowsServiceHelpers.IsWindowsService())
            EventLog.WriteEntry(EventSource, line, EventLogEntryType.Error, eventID: 1000);
    }
}
