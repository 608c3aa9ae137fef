using System.ComponentModel;
using System.Diagnostics;

namespace Reminders.LocalHost.Azurite;

/// <summary>Node.js and npm as they are found on PATH.</summary>
internal static class NodeTool
{
    private const int OldestMajor = 20;
    private const string Missing =
        "Node.js 20 or later is needed to run the local table store; install it from nodejs.org or set Reminders:Ledger:ConnectionString.";

    /// <exception cref="PrerequisiteException">Node.js is missing or too old.</exception>
    public static async Task CheckAsync(CancellationToken cancellation)
    {
        var version = await RunAsync(new("node", ["--version"]), cancellation);
        if (version.ExitCode != 0 || !int.TryParse(version.Output.Trim().TrimStart('v').Split('.')[0], out var major) || major < OldestMajor)
            throw new PrerequisiteException($"{Missing} Found: {version.Output.Trim()}");
    }

    /// <summary>Installs what the folder's lock file names into the folder.</summary>
    /// <exception cref="PrerequisiteException">npm is missing, or could not install.</exception>
    public static async Task InstallAsync(string folder, CancellationToken cancellation)
    {
        string[] install = ["ci", "--omit=optional", "--no-audit", "--no-fund", "--loglevel=error"];
        // On Windows npm is a script, which only the shell can start.
        ProcessStartInfo npm = OperatingSystem.IsWindows() ? new("cmd.exe", ["/c", "npm", .. install]) : new("npm", install);
        npm.WorkingDirectory = folder;
        var result = await RunAsync(npm, cancellation);
        if (result.ExitCode == 0)
            return;
        var reason = result.Errors.Split('\n').Select(l => l.Trim()).LastOrDefault(l => l.StartsWith("npm error", StringComparison.Ordinal) && !l.Contains("log of this run"));
        throw new PrerequisiteException(
            $"npm could not install the local table store ({reason ?? $"exit code {result.ExitCode}"}); check npm's registry setting or set Reminders:Ledger:ConnectionString.");
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(ProcessStartInfo start, CancellationToken cancellation)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Start(start);
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <exception cref="PrerequisiteException">There is no such program.</exception>
    public static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new PrerequisiteException(Missing, missing);
        }
    }
}
