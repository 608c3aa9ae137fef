using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Reminders.Web.Settings;

/// <summary>The limits of files from settings (<c>Reminders:Import:*</c>). What is not set keeps its default; what is unknown, unreadable or out of bounds is refused.</summary>
internal static class FileLimitSettings
{
    /// <exception cref="InputRefusedException">The settings cannot be used.</exception>
    public static FileLimits Read(IConfiguration section)
    {
        var limits = new FileLimits();
        var errors = new List<InputError>();
        foreach (var setting in section.GetChildren())
        {
            if (!int.TryParse(setting.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
                errors.Add(new(null, setting.Key, $"'{setting.Value}' is no whole number."));
            else if (With(limits, setting.Key, value) is { } changed)
                limits = changed;
            else
                errors.Add(new(null, setting.Key, $"There is no such limit; there are {nameof(FileLimits.MaxMegabytes)}, {nameof(FileLimits.MaxUnpackedMegabytes)}, {nameof(FileLimits.MaxRows)} and {nameof(FileLimits.MaxCells)}."));
        }
        errors.AddRange(limits.Problems().Select(p => new InputError(null, null, p)));
        return errors.Count == 0 ? limits : throw InputRefusedException.Of("limits-invalid", "The settings Reminders:Import cannot be used:", [.. errors]);
    }

    private static FileLimits? With(FileLimits limits, string name, int value) => name.ToLowerInvariant() switch
    {
        "maxmegabytes" => limits with { MaxMegabytes = value },
        "maxunpackedmegabytes" => limits with { MaxUnpackedMegabytes = value },
        "maxrows" => limits with { MaxRows = value },
        "maxcells" => limits with { MaxCells = value },
        _ => null,
    };
}
