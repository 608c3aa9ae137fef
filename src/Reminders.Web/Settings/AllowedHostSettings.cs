using Microsoft.Extensions.Primitives;

namespace Reminders.Web.Settings;

/// <summary>
/// The host names by which an office may be called (<c>Reminders:AllowedHosts</c>), such as <c>office.example;*.office.example</c>; nothing
/// for every name.
/// </summary>
internal static class AllowedHostSettings
{
    /// <exception cref="InputRefusedException">A part of it is no host name.</exception>
    public static ImmutableArray<StringSegment> Read(string? setting)
    {
        var names = (setting ?? "").Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return names.FirstOrDefault(n => !IsName(n)) is { } wrong
            ? throw new InputRefusedException(
                "allowed-hosts-invalid",
                $"The setting Reminders:AllowedHosts has '{wrong}'; it takes host names without scheme, port and path, "
                + "separated by semicolons: office.example;*.office.example.")
            : [.. names.Select(n => new StringSegment(n))];
    }

    private static bool IsName(string name)
    {
        var bare = name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name.Trim('[', ']');
        return Uri.CheckHostName(bare) != UriHostNameType.Unknown;
    }
}
