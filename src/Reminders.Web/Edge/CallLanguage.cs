using Microsoft.Net.Http.Headers;

namespace Reminders.Web.Edge;

/// <summary>The language of an answer: that of the page, and for a program English unless it prefers Chinese.</summary>
internal static class CallLanguage
{
    public static IApplicationBuilder UseLanguage(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        var isPage = !http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal);
        Wording.Spoken = isPage
            ? PageLanguage.Of(http) == PageLanguage.English ? Language.English : Language.Chinese
            : Preferred(http.Request.Headers.AcceptLanguage) ?? Language.English;
        http.Response.OnStarting(() =>
        {
            http.Response.Headers.AppendCommaSeparatedValues(HeaderNames.Vary, HeaderNames.AcceptLanguage);
            return Task.CompletedTask;
        });
        await next(http);
    });

    /// <summary>The language that the reader prefers of those that there are; null for none of them.</summary>
    public static Language? Preferred(IList<string?> header) =>
        StringWithQualityHeaderValue.TryParseList([.. header.OfType<string>()], out var wanted)
            ? wanted.Where(w => w.Quality is not 0).OrderByDescending(w => w.Quality ?? 1).Select(w => Named(w.Value.Value))
                .FirstOrDefault(l => l is not null)
            : null;

    /// <summary>The language of a tag (BCP 47), such as <c>en-GB</c>; null for another one.</summary>
    public static Language? Named(string? tag) => tag?.Split('-')[0].ToLowerInvariant() switch
    {
        "zh" => Language.Chinese,
        "en" => Language.English,
        _ => null,
    };
}
