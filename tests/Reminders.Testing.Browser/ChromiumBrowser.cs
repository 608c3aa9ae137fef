using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Playwright;

namespace Reminders.Testing.Browser;

/// <summary>
/// A real browser without a window. On Linux x64 it is the Chromium of the npm package <c>@sparticuz/chromium</c>, with the libraries that
/// it needs; on other machines <c>REMINDERS_CHROMIUM</c> names a Chrome, Chromium or Edge.
/// </summary>
public sealed class ChromiumBrowser : IAsyncDisposable
{
    private static readonly NpmPackages Packages =
        new("browser", "Installing a browser for the tests (Chromium), once: this takes about half a minute and 280 MB.");

    private readonly IPlaywright playwright;

    private ChromiumBrowser(IPlaywright playwright, IBrowser browser, string axe) =>
        (this.playwright, Pages, Axe) = (playwright, browser, axe);

    public IBrowser Pages { get; }

    /// <summary>The script of axe-core.</summary>
    public string Axe { get; }

    /// <exception cref="PrerequisiteException">This machine has no browser and can install none.</exception>
    public static async Task<ChromiumBrowser> StartAsync(Action<string> progress, CancellationToken cancellation)
    {
        var folder = await Packages.InstallAsync(progress, cancellation, UnpackAsync);
        var chosen = Environment.GetEnvironmentVariable("REMINDERS_CHROMIUM") is { Length: > 0 } named ? named : null;
        if (chosen is null && !IsLinuxX64)
            throw new PrerequisiteException("No browser can be installed here; name a Chrome, Chromium or Edge in REMINDERS_CHROMIUM.");
        var axe = await File.ReadAllTextAsync(Path.Combine(folder, "node_modules", "axe-core", "axe.min.js"), cancellation);
        var playwright = await Microsoft.Playwright.Playwright.CreateAsync();
        try
        {
            return new(playwright, await playwright.Chromium.LaunchAsync(Options(folder, chosen)), axe);
        }
        catch
        {
            playwright.Dispose();
            throw;
        }
    }

    [SupportedOSPlatformGuard("linux")]
    private static bool IsLinuxX64 => OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64;

    private static BrowserTypeLaunchOptions Options(string folder, string? chosen)
    {
        var options = new BrowserTypeLaunchOptions
        {
            ExecutablePath = chosen ?? Path.Combine(folder, "chromium", "chromium"),
            ChromiumSandbox = false,
        };
        if (chosen is null)
        {
            // The package's own libraries, for machines without those of a desktop.
            options.Env = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
                .Select(e => KeyValuePair.Create((string)e.Key, (string)e.Value!)).Where(e => e.Key != "LD_LIBRARY_PATH")
                .Append(new("LD_LIBRARY_PATH", Path.Combine(folder, "chromium", "lib")));
            // The program is the bare shell, which knows no other mode. GPU and zygote need more rights than a container has.
            options.Args = ["--headless", "--no-zygote", "--disable-gpu", "--disable-dev-shm-usage"];
        }
        return options;
    }

    private static async Task UnpackAsync(string folder)
    {
        if (!IsLinuxX64)
            return;
        var packed = Path.Combine(folder, "node_modules", "@sparticuz", "chromium", "bin");
        var unpacked = Directory.CreateDirectory(Path.Combine(folder, "chromium")).FullName;
        var program = Path.Combine(unpacked, "chromium");
        await using (var file = File.Create(program))
        await using (var content = Brotli(packed, "chromium.br"))
            await content.CopyToAsync(file);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var part in (string[])["al2023.tar.br", "swiftshader.tar.br"])
        {
            await using var content = Brotli(packed, part);
            await TarFile.ExtractToDirectoryAsync(content, unpacked, overwriteFiles: true);
        }
    }

    private static BrotliStream Brotli(string folder, string file) =>
        new(File.OpenRead(Path.Combine(folder, file)), CompressionMode.Decompress);

    public async ValueTask DisposeAsync()
    {
        await Pages.DisposeAsync();
        playwright.Dispose();
    }
}
