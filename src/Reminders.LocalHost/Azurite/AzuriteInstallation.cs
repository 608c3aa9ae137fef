using System.Security.Cryptography;

namespace Reminders.LocalHost.Azurite;

/// <summary>
/// Azurite as npm installs it, once for each user and lock file: 186 MB are not fetched again for every clone and every test run. The folder is
/// <c>reminders/azurite-…</c> under the user's local application data, or under <c>REMINDERS_TOOLS</c> where that is set.
/// </summary>
internal static class AzuriteInstallation
{
    private static readonly Duration Patience = Duration.FromMinutes(10);

    private static string Source => Path.Combine(AppContext.BaseDirectory, "azurite");

    /// <summary>The script that starts the table and the blob service.</summary>
    public static string Script => Path.Combine(Source, "start.js");

    /// <summary>The folder of the installed modules, installed now if it was not.</summary>
    public static async Task<string> ModulesAsync(Action<string> progress, CancellationToken cancellation)
    {
        var tools = Tools();
        var folder = Path.Combine(tools, "azurite-" + await HashAsync(cancellation));
        var modules = Path.Combine(folder, "node_modules");
        if (Directory.Exists(folder))
            return modules;

        Directory.CreateDirectory(tools);
        await using var turn = await HeldFile.TryHoldAsync(folder + ".lock", Patience, cancellation)
            ?? throw new PrerequisiteException($"Another process has been installing the local table store for {Patience.TotalMinutes} minutes; end it, then delete {folder}.lock.");
        if (Directory.Exists(folder))
            return modules;

        progress("Installing the local table store (Azurite), once: this takes about half a minute and 190 MB.");
        var partial = folder + ".partial";
        if (Directory.Exists(partial))
            Directory.Delete(partial, recursive: true);
        Directory.CreateDirectory(partial);
        foreach (var file in (string[])["package.json", "package-lock.json"])
            File.Copy(Path.Combine(Source, file), Path.Combine(partial, file));
        await NodeTool.InstallAsync(partial, cancellation);
        // The folder's name appears when all of it is there, and not before.
        Directory.Move(partial, folder);
        return modules;
    }

    private static string Tools() => Environment.GetEnvironmentVariable("REMINDERS_TOOLS") is { Length: > 0 } chosen
        ? chosen
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "reminders");

    private static async Task<string> HashAsync(CancellationToken cancellation)
    {
        var hash = SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Source, "package-lock.json"), cancellation));
        return Convert.ToHexStringLower(hash.AsSpan(0, 6));
    }
}
