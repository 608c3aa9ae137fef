using System.Net;
using System.Text.RegularExpressions;

namespace Reminders.Web.Tests.Console;

/// <summary>A browser without scripts: it keeps cookies, follows no redirect by itself, and fills the forms of pages.</summary>
internal sealed partial class Browser : IDisposable
{
    private readonly HttpClient http;

    public Browser(Office office, string? language = null)
    {
        http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, CookieContainer = Cookies })
        {
            BaseAddress = office.Address,
        };
        http.DefaultRequestHeaders.Add("Accept", "text/html");
        if (language is not null)
            http.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", language);
        Origin = office.Address.GetLeftPart(UriPartial.Authority);
    }

    public CookieContainer Cookies { get; } = new();

    /// <summary>The origin that forms carry; null for none.</summary>
    public string? Origin { get; set; }

    /// <summary>A browser that is signed in with the office's key of that role.</summary>
    public static async Task<Browser> SignInAsync(Office office, KeyRole role = KeyRole.Administrator)
    {
        var browser = new Browser(office);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SignInAsync(office.SecretOf(role))).Status);
        return browser;
    }

    public Task<PageAnswer> SignInAsync(string key, string next = "/") =>
        SendAsync(HttpMethod.Post, "/sign-in", new FormUrlEncodedContent([new("key", key), new("next", next)]));

    public Task<PageAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    /// <summary>Opens a page, and posts its form for that path with these fields.</summary>
    public async Task<PageAnswer> FillAsync(string page, string action, params (string Name, string Value)[] fields) =>
        await PostAsync(action, (await GetAsync(page)).TokenOf(action), fields);

    public Task<PageAnswer> PostAsync(string action, string? token, params (string Name, string Value)[] fields)
    {
        var all = fields.Select(f => KeyValuePair.Create(f.Name, f.Value));
        return SendAsync(HttpMethod.Post, action, new FormUrlEncodedContent(token is null ? all : all.Append(new("token", token))));
    }

    public async Task<PageAnswer> SendAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (content is not null && Origin is not null)
            request.Headers.Add("Origin", Origin);
        using var response = await http.SendAsync(request, Cancellation);
        return new(
            response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation), response.Headers.Location?.OriginalString,
            response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value)));
    }

    public void Dispose() => http.Dispose();
}

/// <summary>A page, or the redirect to one.</summary>
internal sealed partial record PageAnswer(
    HttpStatusCode Status, string Html, string? Location, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>What a reader sees, without tags.</summary>
    public string Text => WebUtility.HtmlDecode(Tag().Replace(Html, " "));

    /// <summary>The token of the page's form for that path.</summary>
    public string TokenOf(string action) =>
        Regex.Match(Html, $"""<form method="post" action="{Regex.Escape(WebUtility.HtmlEncode(action))}".*?name="token" value="([0-9a-f]+)" """,
            RegexOptions.Singleline) is { Success: true } form
            ? form.Groups[1].Value
            : throw new InvalidOperationException($"The page has no form for {action}: {Text}");

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
