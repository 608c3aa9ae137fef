using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Reminders.Web.Settings;

/// <summary>The limits of evidence from settings (<c>Reminders:Evidence:*</c>). What is not set keeps its default; what is unknown, unreadable or out of bounds is refused.</summary>
internal static class EvidenceLimitSettings
{
    /// <exception cref="InputRefusedException">The settings cannot be used.</exception>
    public static EvidenceLimits Read(IConfiguration section)
    {
        var limits = new EvidenceLimits();
        var errors = new List<InputError>();
        foreach (var setting in section.GetChildren())
        {
            if (!int.TryParse(setting.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
                errors.Add(new(null, setting.Key, $"'{setting.Value}' is no whole number."));
            else if (setting.Key.Equals(nameof(EvidenceLimits.MaxMegabytes), StringComparison.OrdinalIgnoreCase))
                limits = limits with { MaxMegabytes = value };
            else if (setting.Key.Equals(nameof(EvidenceLimits.MaxPerItem), StringComparison.OrdinalIgnoreCase))
                limits = limits with { MaxPerItem = value };
            else
                errors.Add(new(null, setting.Key, $"There is no such limit; there are {nameof(EvidenceLimits.MaxMegabytes)} and {nameof(EvidenceLimits.MaxPerItem)}."));
        }
        errors.AddRange(limits.Problems().Select(p => new InputError(null, null, p)));
        return errors.Count == 0 ? limits : throw InputRefusedException.Of("limits-invalid", "The settings Reminders:Evidence cannot be used:", [.. errors]);
    }
}
