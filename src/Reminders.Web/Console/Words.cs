using System.Globalization;
using System.Resources;
using Microsoft.Net.Http.Headers;

namespace Reminders.Web.Console;

/// <summary>
/// The words of the pages, from <c>Chinese.resx</c> and <c>English.resx</c>. They are ordinary resource files, not satellite assemblies,
/// because the hosts run without the data of cultures.
/// </summary>
internal static class Words
{
    private static readonly AsyncLocal<PageLanguage?> Current = new();

    /// <summary>The language of the page that is being rendered.</summary>
    public static PageLanguage Spoken => Current.Value ?? PageLanguage.Chinese;

    public static void Use(PageLanguage language) => Current.Value = language;

    /// <summary>The words of a key. Places such as {0} take the values.</summary>
    public static string T(string key, params object?[] values)
    {
        var words = Find(key) ?? throw new InvalidOperationException($"The words {key} are missing.");
        return values.Length == 0 ? words : string.Format(CultureInfo.InvariantCulture, words, values);
    }

    /// <summary>The words of a key that comes from data, such as the code of a finding; null for none.</summary>
    public static string? Find(string key) => Spoken.Find(key);
}

/// <summary>A language of the pages: Chinese, unless the reader chose English or their browser prefers it.</summary>
internal sealed class PageLanguage
{
    public const string Cookie = "reminders-language";

    public static PageLanguage Chinese { get; } = new("zh-CN", "Chinese");

    public static PageLanguage English { get; } = new("en", "English");

    private readonly ResourceManager words;

    private PageLanguage(string tag, string file) =>
        (Tag, words) = (tag, new($"Reminders.Web.Console.Resources.{file}", typeof(PageLanguage).Assembly));

    /// <summary>The tag of the language (BCP 47).</summary>
    public string Tag { get; }

    public PageLanguage Other => this == English ? Chinese : English;

    public string? Find(string key) => words.GetString(key, CultureInfo.InvariantCulture);

    public static PageLanguage Of(HttpContext http) =>
        Named(http.Request.Cookies[Cookie]) ?? Preferred(http.Request.Headers.AcceptLanguage) ?? Chinese;

    public static PageLanguage? Named(string? tag) =>
        tag is null ? null : ((PageLanguage[])[Chinese, English]).FirstOrDefault(l => SamePrimary(l.Tag, tag));

    private static PageLanguage? Preferred(IList<string?> header) =>
        StringWithQualityHeaderValue.TryParseList([.. header.OfType<string>()], out var wanted)
            ? wanted.Where(w => w.Quality is not 0).OrderByDescending(w => w.Quality ?? 1).Select(w => Named(w.Value.Value))
                .FirstOrDefault(l => l is not null)
            : null;

    // en-GB is English.
    private static bool SamePrimary(string tag, string other) =>
        tag.Split('-')[0].Equals(other.Split('-')[0], StringComparison.OrdinalIgnoreCase);
}
