using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;

namespace Reminders.Testing.Azurite;

/// <summary>This machine lacks something that the tests need. The message is one line that says what to do.</summary>
public sealed class PrerequisiteException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>
/// Azurite as npm installs it: once per user and lock file, because it takes 186 MB. The folder is <c>reminders/azurite-…</c> under the
/// user's local application data, or <c>azurite-…</c> under <c>REMINDERS_TOOLS</c> if that is set.
/// </summary>
internal static class Installation
{
    private static string Source => Path.Combine(AppContext.BaseDirectory, "azurite");

    /// <summary>The script that starts the table and the blob service.</summary>
    public static string Script => Path.Combine(Source, "start.js");

    /// <summary>The folder of the modules. Installs them first if they are missing.</summary>
    public static async Task<string> ModulesAsync(Action<string> progress, CancellationToken cancellation)
    {
        var tools = Tools();
        var folder = Path.Combine(tools, "azurite-" + await HashAsync(cancellation));
        var modules = Path.Combine(folder, "node_modules");
        if (Directory.Exists(folder))
            return modules;

        progress("Installing the local table store (Azurite), once: this takes about half a minute and 190 MB.");
        var partial = Path.Combine(tools, Path.GetRandomFileName());
        Directory.CreateDirectory(partial);
        try
        {
            foreach (var file in (string[])["package.json", "package-lock.json"])
                File.Copy(Path.Combine(Source, file), Path.Combine(partial, file));
            await NodeTool.InstallAsync(partial, cancellation);
            // Renamed last: a folder with this name is complete.
            Directory.Move(partial, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another test run has installed it meanwhile.
            Directory.Delete(partial, recursive: true);
        }
        return modules;
    }

    private static string Tools() => Environment.GetEnvironmentVariable("REMINDERS_TOOLS") is { Length: > 0 } chosen
        ? chosen
        : Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "reminders");

    private static async Task<string> HashAsync(CancellationToken cancellation)
    {
        var hash = SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Source, "package-lock.json"), cancellation));
        return Convert.ToHexStringLower(hash.AsSpan(0, 6));
    }
}

/// <summary>Node.js and npm from PATH.</summary>
internal static class NodeTool
{
    private const int OldestMajor = 20;
    private const string Missing =
        "Node.js 20 or later is needed to run the local table store; install it from nodejs.org.";

    /// <exception cref="PrerequisiteException">Node.js is missing or too old.</exception>
    public static async Task CheckAsync(CancellationToken cancellation)
    {
        var version = await RunAsync(new("node", ["--version"]), cancellation);
        if (version.ExitCode != 0
            || !int.TryParse(version.Output.Trim().TrimStart('v').Split('.')[0], out var major)
            || major < OldestMajor)
        {
            throw new PrerequisiteException($"{Missing} Found: {version.Output.Trim()}");
        }
    }

    /// <summary>Installs the packages of the folder's lock file into the folder.</summary>
    /// <exception cref="PrerequisiteException">npm is missing or fails.</exception>
    public static async Task InstallAsync(string folder, CancellationToken cancellation)
    {
        string[] install = ["ci", "--omit=optional", "--no-audit", "--no-fund", "--loglevel=error"];
        // On Windows npm is a script, which only the shell can start.
        ProcessStartInfo npm = OperatingSystem.IsWindows() ? new("cmd.exe", ["/c", "npm", .. install]) : new("npm", install);
        npm.WorkingDirectory = folder;
        var result = await RunAsync(npm, cancellation);
        if (result.ExitCode == 0)
            return;
        var reason = result.Errors.Split('\n').Select(l => l.Trim())
            .LastOrDefault(l => l.StartsWith("npm error", StringComparison.Ordinal) && !l.Contains("log of this run"));
        throw new PrerequisiteException(
            $"npm could not install the local table store ({reason ?? $"exit code {result.ExitCode}"}); "
            + "check npm's registry setting.");
    }

    /// <exception cref="PrerequisiteException">The program is missing.</exception>
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
}
