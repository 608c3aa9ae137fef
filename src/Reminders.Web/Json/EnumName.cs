using System.Text.Json;

namespace Reminders.Web.Json;

/// <summary>A name that people write for one of a few values. Numbers and lists of names, which <see cref="Enum.TryParse{T}(string, out T)"/> takes, are none.</summary>
internal static class EnumName
{
    /// <summary>The names as answers write them.</summary>
    public static string All<T>()
        where T : struct, Enum =>
        string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName));

    public static bool TryRead<T>(string? text, out T value)
        where T : struct, Enum
    {
        var index = Array.FindIndex(Enum.GetNames<T>(), n => n.Equals(text, StringComparison.OrdinalIgnoreCase));
        value = index < 0 ? default : Enum.GetValues<T>()[index];
        return index >= 0;
    }
}
