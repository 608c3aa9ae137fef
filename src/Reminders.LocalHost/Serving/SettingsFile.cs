using System.Text.Json;
using Microsoft.Extensions.Configuration.Memory;

namespace Reminders.LocalHost.Serving;

/// <summary>
/// The settings of <c>serve</c> and of the commands that follow the same policy: <c>settings.json</c> in the data folder, with the names of
/// the environment. The environment comes first.
/// </summary>
internal static class SettingsFile
{
    public const string Name = "settings.json";

    /// <summary>A name here is a setting or a section of them. Another part of the code refuses unknown names within a section.</summary>
    private static readonly string[] Known =
    [
        "Reminders:Zone", "Reminders:PublicUrl", "Reminders:AllowedHosts", "Reminders:HeartbeatUrl", "Reminders:SegmentPrice",
        AccountOptions.Setting, "Reminders:Policy", "Reminders:Keys", "Reminders:Import", "Reminders:Evidence",
        "Reminders:Certificate:Path", "Reminders:Certificate:KeyPath", "Reminders:Certificate:Password", DailyBackup.Setting, "Twilio",
    ];

    private const string UnknownCode = "setting-unknown";

    private static readonly string[] Secrets =
        ["Twilio:AuthToken", "Twilio:SecondAuthToken", "Reminders:Certificate:Password", AccountOptions.Setting];

    private const UnixFileMode OthersMayRead = UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Adds the file's settings, if there is a file, and refuses names in it or in the environment that are unknown.</summary>
    /// <param name="configuration">The configuration of the environment.</param>
    /// <param name="folder">The data folder.</param>
    /// <param name="parts">Receives the unknown names.</param>
    /// <exception cref="InputRefusedException">The file is not JSON. Other faults would only follow from that.</exception>
    public static void AddTo(IConfigurationManager configuration, DirectoryInfo folder, SettingParts parts)
    {
        var path = PathIn(folder);
        if (File.Exists(path))
        {
            var settings = Read(path);
            foreach (var name in settings.Keys.Where(n => !IsKnown(n) && !IsOfReminders(n)))
                parts.Refuse($"{UnknownCode}: {Unknown(name, path)}");
            if (Secrets.Any(s => !string.IsNullOrEmpty(settings.GetValueOrDefault(s))) && OthersMay(path))
            {
                parts.Refuse(
                    $"settings-readable: {path} holds a secret and other users of this machine may read it; run chmod 600 on it.");
            }
            configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = settings });
        }
        // A name with an empty value, as in the sample of settings, sets nothing.
        foreach (var (name, value) in configuration.GetSection("Reminders").AsEnumerable())
        {
            if (!string.IsNullOrEmpty(value) && !IsKnown(name))
                parts.Refuse($"{UnknownCode}: {Unknown(name, null)}");
        }
    }

    /// <summary>The settings for a command beside <c>serve</c>. The environment may be that of another host, with other names.</summary>
    /// <exception cref="InputRefusedException">The file is not JSON, or has an unknown name.</exception>
    public static IConfiguration Of(DirectoryInfo folder)
    {
        var path = PathIn(folder);
        var settings = File.Exists(path) ? Read(path) : [];
        return settings.Keys.FirstOrDefault(n => !IsKnown(n)) is { } unknown
            ? throw new InputRefusedException(UnknownCode, Unknown(unknown, path))
            : new ConfigurationBuilder().AddInMemoryCollection(settings).AddEnvironmentVariables().Build();
    }

    private static string PathIn(DirectoryInfo folder) => Path.Combine(folder.FullName, Name);

    private static Dictionary<string, string?> Read(string path)
    {
        try
        {
            var read = new ConfigurationBuilder().AddJsonFile(path).Build();
            // An object or a list has no value of its own.
            return read.AsEnumerable().Where(s => s.Value is not null)
                .ToDictionary(s => s.Key.Replace("__", ":", StringComparison.Ordinal), s => s.Value, StringComparer.OrdinalIgnoreCase);
        }
        catch (InvalidDataException broken)
        {
            var cause = broken.InnerException?.InnerException as JsonException;
            var where = cause is { LineNumber: { } line }
                ? (Wording)$"see line {line + 1}"
                : Wording.Verbatim(broken.InnerException?.Message ?? broken.Message);
            throw new InputRefusedException(
                "settings-damaged", $"{path} is not a JSON object of settings, {where}. A \\ in a path must be written twice.");
        }
        catch (ArgumentException twice)
        {
            throw new InputRefusedException("settings-damaged", $"{path} has a setting twice: {twice.Message}", inner: twice);
        }
    }

    private static Wording Unknown(string name, string? path) => path is null
        ? (Wording)$"serve has no setting {name}; look for a misspelling."
        : $"serve has no setting {name}, which {path} has; look for a misspelling.";

    private static bool IsKnown(string name) => Known.Any(k =>
        name.Equals(k, StringComparison.OrdinalIgnoreCase) || name.StartsWith(k + ":", StringComparison.OrdinalIgnoreCase));

    private static bool IsOfReminders(string name) => name.StartsWith("Reminders:", StringComparison.OrdinalIgnoreCase);

    private static bool OthersMay(string path) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & OthersMayRead) != 0;
}
