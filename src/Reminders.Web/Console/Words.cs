using System.Globalization;
using System.Resources;

namespace Reminders.Web.Console;

/// <summary>
/// The words of the pages, from <c>Chinese.resx</c> and <c>English.resx</c>. They are ordinary resource files, not satellite assemblies,
/// because the hosts run without the data of cultures.
/// </summary>
internal static class Words
{
    private static readonly Dictionary<Language, ResourceManager> Files = Enum.GetValues<Language>()
        .ToDictionary(l => l, l => new ResourceManager($"Reminders.Web.Console.Resources.{l}", typeof(Words).Assembly));

    /// <summary>The words of a key in the language of the reader. Places such as {0} take the values.</summary>
    public static string T(string key, params object?[] values)
    {
        var words = Find(key) ?? throw new InvalidOperationException($"The words {key} are missing.");
        return values.Length == 0 ? words : string.Format(CultureInfo.InvariantCulture, words, values);
    }

    /// <summary>The words of a key that comes from data, such as a code; null for none.</summary>
    public static string? Find(string key) => Files[Wording.Spoken].GetString(key, CultureInfo.InvariantCulture);
}
