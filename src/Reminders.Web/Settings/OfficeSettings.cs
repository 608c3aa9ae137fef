using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace Reminders.Web.Settings;

/// <summary>The section <c>Reminders</c> of the settings, for every host and command.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Zone">The TZDB id of the zone of new plans.</param>
/// <param name="Keys">The access keys.</param>
/// <param name="HeartbeatUrl">The address of the heartbeat; null for none.</param>
/// <param name="ScanIsOff">Whether the scan is switched off.</param>
public sealed record OfficeSettings(ReminderPolicy Policy, string Zone, IReadOnlyList<ApiKey> Keys, Uri? HeartbeatUrl, bool ScanIsOff)
{
    public FileLimits Limits { get; init; } = new();

    public EvidenceLimits EvidenceLimits { get; init; } = new();

    /// <summary>The price of a segment of an SMS; null if the office does not count costs.</summary>
    public decimal? SegmentPrice { get; init; }

    /// <summary>The host names to which the office answers; empty allows every name.</summary>
    public ImmutableArray<StringSegment> AllowedHosts { get; init; } = [];

    public const string DefaultZone = "Asia/Shanghai";

    private const decimal MostPrice = 1000;

    // The platform reads the first two names. A shell writes the last for the first.
    private static readonly string[] ScanSwitches =
        ["AzureWebJobs.ScanDeadlines.Disabled", "AzureWebJobs_ScanDeadlines_Disabled", "AzureWebJobs:ScanDeadlines:Disabled"];

    /// <exception cref="InputRefusedException">A setting is invalid.</exception>
    public static OfficeSettings Read(IConfiguration configuration)
    {
        var parts = new SettingParts();
        return Read(configuration, parts) ?? throw parts.FirstRefusal!;
    }

    /// <summary>Reads all parts; null if one is invalid.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="parts">Receives the faults of all parts.</param>
    public static OfficeSettings? Read(IConfiguration configuration, SettingParts parts)
    {
        var section = configuration.GetSection("Reminders");
        var policy = parts.Read(() => PolicySettings.Read(section.GetSection("Policy")));
        var zone = parts.Read(() => ReadZone(section["Zone"]));
        var keys = parts.Read(() => ReadKeys(section.GetSection("Keys")));
        var heartbeat = parts.Read(() => Heartbeat.ReadUrl(section["HeartbeatUrl"]));
        var limits = parts.Read(() => LimitSettings.Files(section.GetSection("Import")));
        var evidence = parts.Read(() => LimitSettings.Evidence(section.GetSection("Evidence")));
        var hosts = parts.Read(() => AllowedHostSettings.Read(section["AllowedHosts"]));
        var price = parts.Read(() => ReadPrice(section["SegmentPrice"]));
        if (policy is null || zone is null || keys is null || limits is null || evidence is null || parts.Problems.Count > 0)
            return null;
        // Replies need a sender that is a phone number, and a public address for the webhook.
        var cannotBeAnswered = SenderId.TryParse(configuration["Twilio:From"]?.Trim(), out var sender) && !sender.CanBeAnswered;
        var isAccount = !string.IsNullOrWhiteSpace(configuration["Twilio:AccountSid"]);
        var hearsNothing = isAccount && string.IsNullOrWhiteSpace(section["PublicUrl"]);
        if (cannotBeAnswered || hearsNothing)
            policy = policy with { AsksForReplies = false };
        return new(policy, zone, keys, heartbeat, IsScanOff(configuration))
        {
            Limits = limits,
            EvidenceLimits = evidence,
            SegmentPrice = price,
            AllowedHosts = hosts,
        };
    }

    /// <summary>Whether the scan is off. The setting belongs to the Functions platform; every host obeys it.</summary>
    public static bool IsScanOff(IConfiguration configuration) =>
        ScanSwitches.Select(n => configuration[n]).Any(v => v == "1" || string.Equals(v, "true", StringComparison.OrdinalIgnoreCase));

    private static string ReadZone(string? setting)
    {
        var zone = string.IsNullOrWhiteSpace(setting) ? DefaultZone : setting;
        return DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null
            ? throw new InputRefusedException(
                "zone-unknown", $"The setting Reminders:Zone is '{zone}'; it must be a TZDB zone such as Asia/Shanghai.")
            : zone;
    }

    private static decimal? ReadPrice(string? setting) => string.IsNullOrWhiteSpace(setting) ? null
        : decimal.TryParse(setting, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price) && price <= MostPrice
            ? price
        : throw new InputRefusedException(
            "segment-price-invalid",
            $"The setting Reminders:SegmentPrice is '{setting}'; it must be a price such as 0.05, at most {MostPrice}, or empty.");

    private static List<ApiKey> ReadKeys(IConfigurationSection section)
    {
        try
        {
            List<ApiKey> keys = [.. section.GetChildren().Select(k => ApiKey.Parse(k.Key, k.Value))];
            return keys.CountBy(k => k.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(n => n.Value > 1) is { Key: { } name }
                ? throw new UnreadableException($"The settings Reminders:Keys have the name {name} twice; give each key its own name.")
                : keys;
        }
        catch (FormatException unreadable)
        {
            throw new InputRefusedException("key-invalid", Wording.Of(unreadable), inner: unreadable);
        }
    }
}

/// <summary>
/// The host names to which the office answers (<c>Reminders:AllowedHosts</c>), such as <c>office.example;*.office.example</c>. An empty
/// setting allows every name.
/// </summary>
internal static class AllowedHostSettings
{
    /// <exception cref="InputRefusedException">A part of the setting is not a host name.</exception>
    public static ImmutableArray<StringSegment> Read(string? setting)
    {
        var names = (setting ?? "").Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return names.FirstOrDefault(n => !IsName(n)) is { } wrong
            ? throw new InputRefusedException(
                "allowed-hosts-invalid",
                $"The setting Reminders:AllowedHosts has '{wrong}'; it takes host names without scheme, port and path, "
                + $"separated by semicolons: office.example;*.office.example.")
            : [.. names.Select(n => new StringSegment(n))];
    }

    private static bool IsName(string name)
    {
        var bare = name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name.Trim('[', ']');
        return Uri.CheckHostName(bare) != UriHostNameType.Unknown;
    }
}

/// <summary>
/// The limits of files (<c>Reminders:Import:*</c>) and of evidence (<c>Reminders:Evidence:*</c>). A limit that is not set keeps its
/// default. Unknown names and invalid values are refused, all at once.
/// </summary>
internal static class LimitSettings
{
    /// <exception cref="InputRefusedException">A setting is invalid.</exception>
    public static FileLimits Files(IConfigurationSection section) => Read(section, new FileLimits(), limits => limits.Problems(), new()
    {
        [nameof(FileLimits.MaxMegabytes)] = (limits, value) => limits with { MaxMegabytes = value },
        [nameof(FileLimits.MaxUnpackedMegabytes)] = (limits, value) => limits with { MaxUnpackedMegabytes = value },
        [nameof(FileLimits.MaxRows)] = (limits, value) => limits with { MaxRows = value },
        [nameof(FileLimits.MaxCells)] = (limits, value) => limits with { MaxCells = value },
    });

    /// <exception cref="InputRefusedException">A setting is invalid.</exception>
    public static EvidenceLimits Evidence(IConfigurationSection section) =>
        Read(section, new EvidenceLimits(), limits => limits.Problems(), new()
        {
            [nameof(EvidenceLimits.MaxMegabytes)] = (limits, value) => limits with { MaxMegabytes = value },
            [nameof(EvidenceLimits.MaxPerItem)] = (limits, value) => limits with { MaxPerItem = value },
        });

    private static T Read<T>(
        IConfigurationSection section, T limits, Func<T, IEnumerable<Wording>> problems, OrderedDictionary<string, Func<T, int, T>> known)
    {
        var errors = new List<InputError>();
        foreach (var setting in section.GetChildren())
        {
            if (!int.TryParse(setting.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
                errors.Add(new(null, setting.Key, $"'{setting.Value}' is not a whole number."));
            else if (known.FirstOrDefault(k => k.Key.Equals(setting.Key, StringComparison.OrdinalIgnoreCase)).Value is { } change)
                limits = change(limits, value);
            else
                errors.Add(new(null, setting.Key, $"There is no such limit; the limits are {string.Join(", ", known.Keys)}."));
        }
        errors.AddRange(problems(limits).Select(p => new InputError(null, null, p)));
        return errors.Count == 0
            ? limits
            : throw InputRefusedException.Of("limits-invalid", $"The settings {section.Path} cannot be used:", [.. errors]);
    }
}

/// <summary>Reads settings part by part, so that the faults of all parts are reported at once.</summary>
public sealed class SettingParts
{
    private readonly List<Wording> problems = [];

    /// <summary>One line for each invalid part.</summary>
    public IReadOnlyList<Wording> Problems => problems;

    /// <summary>The refusal of the first part that could not be read; null if there is none.</summary>
    public InputRefusedException? FirstRefusal { get; private set; }

    public void Refuse(Wording problem) => problems.Add(problem);

    /// <summary>Reads a part; null, or a value's default, if it is absent or invalid. An invalid part adds a problem.</summary>
    public T? Read<T>(Func<T?> part)
    {
        try
        {
            return part();
        }
        catch (InputRefusedException refused)
        {
            FirstRefusal ??= refused;
            Refuse($"{refused.Code}: {refused.Words}");
            return default;
        }
    }
}
