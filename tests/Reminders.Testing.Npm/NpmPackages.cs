using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;

namespace Reminders.Testing.Npm;

/// <summary>This machine lacks something that the tests need. The message is one line that says what to do.</summary>
public sealed class PrerequisiteException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>
/// Packages as npm installs them: once per user and lock file, because they are large. The folder is <c>reminders/NAME-…</c> under the
/// user's local application data, or <c>NAME-…</c> under <c>REMINDERS_TOOLS</c> if that is set. The lock file stands in the folder NAME
/// beside the program.
/// </summary>
/// <param name="name">The name of both folders.</param>
/// <param name="installing">A line for people, because the installation takes long.</param>
public sealed class NpmPackages(string name, string installing)
{
    /// <summary>The folder of the lock file.</summary>
    public string Source => Path.Combine(AppContext.BaseDirectory, name);

    /// <summary>The folder of the packages, in which <c>node_modules</c> stands. Installs them first if they are missing.</summary>
    /// <param name="progress">Takes the line.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <param name="finish">Completes a new folder before it counts as installed; null for nothing.</param>
    /// <exception cref="PrerequisiteException">Node.js or npm is missing or fails.</exception>
    public async Task<string> InstallAsync(Action<string> progress, CancellationToken cancellation, Func<string, Task>? finish = null)
    {
        await NodeTool.CheckAsync(cancellation);
        var tools = Tools();
        var folder = Path.Combine(tools, $"{name}-{await HashAsync(cancellation)}");
        if (Directory.Exists(folder))
            return folder;

        progress(installing);
        var partial = Path.Combine(tools, Path.GetRandomFileName());
        Directory.CreateDirectory(partial);
        try
        {
            foreach (var file in (string[])["package.json", "package-lock.json"])
                File.Copy(Path.Combine(Source, file), Path.Combine(partial, file));
            await NodeTool.InstallAsync(partial, cancellation);
            if (finish is not null)
                await finish(partial);
            // Renamed last: a folder with this name is complete.
            Directory.Move(partial, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another test run has installed it meanwhile.
            Directory.Delete(partial, recursive: true);
        }
        return folder;
    }

    private static string Tools() => Environment.GetEnvironmentVariable("REMINDERS_TOOLS") is { Length: > 0 } chosen
        ? chosen
        : Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "reminders");

    private async Task<string> HashAsync(CancellationToken cancellation)
    {
        var hash = SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Source, "package-lock.json"), cancellation));
        return Convert.ToHexStringLower(hash.AsSpan(0, 6));
    }
}

/// <summary>Node.js and npm from PATH.</summary>
public static class NodeTool
{
    private const int OldestMajor = 20;
    private const string Missing =
        "Node.js 20 or later is needed by the tests; install it from nodejs.org.";

    /// <exception cref="PrerequisiteException">Node.js is missing or too old.</exception>
    internal static async Task CheckAsync(CancellationToken cancellation)
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
    internal static async Task InstallAsync(string folder, CancellationToken cancellation)
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
            $"npm could not install what the tests need ({reason ?? $"exit code {result.ExitCode}"}); "
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
