using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Reminders.Web.Settings;

/// <summary>
/// The limits of files (<c>Reminders:Import:*</c>) and of evidence (<c>Reminders:Evidence:*</c>). Limits that are not set keep their
/// defaults; names that are unknown and values that are unreadable or out of bounds are refused, all at once.
/// </summary>
internal static class LimitSettings
{
    /// <exception cref="InputRefusedException">The settings cannot be used.</exception>
    public static FileLimits Files(IConfigurationSection section) => Read(section, new FileLimits(), limits => limits.Problems(), new()
    {
        [nameof(FileLimits.MaxMegabytes)] = (limits, value) => limits with { MaxMegabytes = value },
        [nameof(FileLimits.MaxUnpackedMegabytes)] = (limits, value) => limits with { MaxUnpackedMegabytes = value },
        [nameof(FileLimits.MaxRows)] = (limits, value) => limits with { MaxRows = value },
        [nameof(FileLimits.MaxCells)] = (limits, value) => limits with { MaxCells = value },
    });

    /// <exception cref="InputRefusedException">The settings cannot be used.</exception>
    public static EvidenceLimits Evidence(IConfigurationSection section) =>
        Read(section, new EvidenceLimits(), limits => limits.Problems(), new()
        {
            [nameof(EvidenceLimits.MaxMegabytes)] = (limits, value) => limits with { MaxMegabytes = value },
            [nameof(EvidenceLimits.MaxPerItem)] = (limits, value) => limits with { MaxPerItem = value },
        });

    private static T Read<T>(
        IConfigurationSection section, T limits, Func<T, IEnumerable<string>> problems, OrderedDictionary<string, Func<T, int, T>> known)
    {
        var errors = new List<InputError>();
        foreach (var setting in section.GetChildren())
        {
            if (!int.TryParse(setting.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
                errors.Add(new(null, setting.Key, $"'{setting.Value}' is no whole number."));
            else if (known.FirstOrDefault(k => k.Key.Equals(setting.Key, StringComparison.OrdinalIgnoreCase)).Value is { } change)
                limits = change(limits, value);
            else
                errors.Add(new(null, setting.Key, $"There is no such limit; there are {string.Join(", ", known.Keys)}."));
        }
        errors.AddRange(problems(limits).Select(p => new InputError(null, null, p)));
        return errors.Count == 0
            ? limits
            : throw InputRefusedException.Of("limits-invalid", $"The settings {section.Path} cannot be used:", [.. errors]);
    }
}
