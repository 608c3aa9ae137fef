using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace Reminders.Web.Settings;

/// <summary>An office as the section <c>Reminders</c> of the settings describes it, for every host and command alike.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Zone">The TZDB id of the zone in which plans are dated.</param>
/// <param name="Keys">The keys that are good.</param>
/// <param name="HeartbeatUrl">Where a heartbeat goes; null for none.</param>
/// <param name="ScanIsOff">Whether the scan is switched off.</param>
public sealed record OfficeSettings(ReminderPolicy Policy, string Zone, IReadOnlyList<ApiKey> Keys, Uri? HeartbeatUrl, bool ScanIsOff)
{
    /// <summary>How large files may be.</summary>
    public FileLimits Limits { get; init; } = new();

    /// <summary>How much evidence an item takes.</summary>
    public EvidenceLimits EvidenceLimits { get; init; } = new();

    /// <summary>The host names by which the office may be called; none for every name.</summary>
    public ImmutableArray<StringSegment> AllowedHosts { get; init; } = [];

    /// <summary>The TZDB id of the zone unless <c>Reminders:Zone</c> says otherwise.</summary>
    public const string DefaultZone = "Asia/Shanghai";

    /// <exception cref="InputRefusedException">A setting cannot be used.</exception>
    public static OfficeSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Reminders");
        var policy = PolicySettings.Read(section.GetSection("Policy"));
        // A reply comes in to a number alone, and at a public address alone.
        var cannotBeAnswered = SmsSender.TryParse(configuration["Twilio:From"]?.Trim(), out var sender) && !sender.CanBeAnswered;
        var isAccount = !string.IsNullOrWhiteSpace(configuration["Twilio:AccountSid"]);
        var hearsNothing = isAccount && string.IsNullOrWhiteSpace(section["PublicUrl"]);
        if (cannotBeAnswered || hearsNothing)
            policy = policy with { AsksForReplies = false };
        return new(
            policy, ReadZone(section["Zone"]), ReadKeys(section.GetSection("Keys")),
            Heartbeat.ReadUrl(section["HeartbeatUrl"]), ScanSwitch.IsOff(configuration))
        {
            Limits = LimitSettings.Files(section.GetSection("Import")),
            EvidenceLimits = LimitSettings.Evidence(section.GetSection("Evidence")),
            AllowedHosts = AllowedHostSettings.Read(section["AllowedHosts"]),
        };
    }

    private static string ReadZone(string? setting)
    {
        var zone = string.IsNullOrWhiteSpace(setting) ? DefaultZone : setting;
        return DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null
            ? throw new InputRefusedException(
                "zone-unknown", $"The setting Reminders:Zone is '{zone}', which is no TZDB zone; use one such as Asia/Shanghai.")
            : zone;
    }

    private static List<ApiKey> ReadKeys(IConfigurationSection section)
    {
        try
        {
            List<ApiKey> keys = [.. section.GetChildren().Select(k => ApiKey.Parse(k.Key, k.Value))];
            return keys.CountBy(k => k.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(n => n.Value > 1) is { Key: { } name }
                ? throw new FormatException($"The settings Reminders:Keys have {name} twice, in two spellings; give each key its own name.")
                : keys;
        }
        catch (FormatException unreadable)
        {
            throw new InputRefusedException("key-invalid", unreadable.Message, inner: unreadable);
        }
    }
}
