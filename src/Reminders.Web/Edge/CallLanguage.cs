using Microsoft.Net.Http.Headers;

namespace Reminders.Web.Edge;

/// <summary>
/// The language of an answer. A page is Chinese unless the reader chose English or their browser prefers it; a program is told in English
/// unless it prefers Chinese.
/// </summary>
public static class CallLanguage
{
    public const string Cookie = "reminders-language";

    /// <summary>Chooses the language before anything reads words.</summary>
    public static IApplicationBuilder UseLanguage(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        var preferred = Preferred(http.Request.Headers.AcceptLanguage);
        Wording.Spoken = http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
            ? preferred ?? Language.English
            : Named(http.Request.Cookies[Cookie]) ?? preferred ?? Language.Chinese;
        http.Response.OnStarting(() =>
        {
            http.Response.Headers.AppendCommaSeparatedValues(HeaderNames.Vary, HeaderNames.AcceptLanguage);
            return Task.CompletedTask;
        });
        await next(http);
    });

    /// <summary>The tag of a language (BCP 47).</summary>
    public static string Tag(this Language language) => language == Language.English ? "en" : "zh-CN";

    public static Language Other(this Language language) => language == Language.English ? Language.Chinese : Language.English;

    /// <summary>The language of a tag, such as <c>en-GB</c>; null for another one.</summary>
    public static Language? Named(string? tag) => tag?.Split('-')[0].ToLowerInvariant() switch
    {
        "zh" => Language.Chinese,
        "en" => Language.English,
        _ => null,
    };

    private static Language? Preferred(IList<string?> header) =>
        StringWithQualityHeaderValue.TryParseList([.. header.OfType<string>()], out var wanted)
            ? wanted.Where(w => w.Quality is not 0).OrderByDescending(w => w.Quality ?? 1).Select(w => Named(w.Value.Value))
                .FirstOrDefault(l => l is not null)
            : null;
}
