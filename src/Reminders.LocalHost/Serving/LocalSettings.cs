using NodaTime;
using Reminders.Core.Plans;
using Reminders.Core.Schedules;
using Reminders.Web.Access;
using Reminders.Web.Settings;
using Reminders.Web.Watching;

namespace Reminders.LocalHost.Serving;

/// <summary>What the section <c>Reminders</c> of the settings says, the same for every command, so that a rehearsal obeys what serve obeys.</summary>
internal sealed record LocalSettings(ReminderPolicy Policy, string Zone, IReadOnlyList<ApiKey> Keys, string? ConnectionString)
{
    /// <summary>Where a heartbeat goes; null for none.</summary>
    public Uri? HeartbeatUrl { get; init; }

    /// <summary>Whether the scan is switched off, by the setting that does so on Azure.</summary>
    public bool ScanIsOff { get; init; }

    /// <summary>The TZDB id of the zone in which plans are dated unless <c>Reminders:Zone</c> says otherwise.</summary>
    public const string DefaultZone = "Asia/Shanghai";

    /// <summary>The settings of the environment, for commands that have no host.</summary>
    public static LocalSettings FromEnvironment() => Read(new ConfigurationBuilder().AddEnvironmentVariables().Build());

    /// <exception cref="InputRefusedException">A setting cannot be used.</exception>
    public static LocalSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Reminders");
        var zone = section["Zone"] ?? DefaultZone;
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null)
            throw new InputRefusedException("zone-unknown", $"The setting Reminders:Zone is '{zone}', which is no TZDB zone; use one such as Asia/Shanghai.");
        return new(PolicySettings.Read(section.GetSection("Policy")), zone, ReadKeys(section.GetSection("Keys")), section["Ledger:ConnectionString"])
        {
            HeartbeatUrl = Heartbeat.ReadUrl(section["HeartbeatUrl"]),
            ScanIsOff = ScanSwitch.IsOff(configuration),
        };
    }

    private static List<ApiKey> ReadKeys(IConfigurationSection section)
    {
        try
        {
            return [.. section.GetChildren().Select(k => ApiKey.Parse(k.Key, k.Value))];
        }
        catch (FormatException unreadable)
        {
            throw new InputRefusedException("key-invalid", unreadable.Message, inner: unreadable);
        }
    }
}
