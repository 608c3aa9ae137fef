using System.Net;
using System.Text.RegularExpressions;

namespace Reminders.Web.Tests.Console;

/// <summary>A browser without scripts: it keeps cookies, follows no redirect by itself, and fills the forms of pages.</summary>
internal sealed class Browser : IDisposable
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

    /// <summary>What a browser says over TLS of the page that sends a request; null for nothing.</summary>
    public string? FetchSite { get; set; }

    /// <summary>A browser that is signed in with the office's key of that role.</summary>
    public static async Task<Browser> SignInAsync(Office office, KeyRole role = KeyRole.Operator)
    {
        var browser = new Browser(office);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SignInAsync(office.SecretOf(role))).Status);
        return browser;
    }

    public Task<PageAnswer> SignInAsync(string key, string next = "/") =>
        SendAsync(HttpMethod.Post, "/sign-in", new FormUrlEncodedContent([new("key", key), new("next", next)]));

    public Task<PageAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    /// <summary>Sends a form with the token of the page on which it stands.</summary>
    /// <param name="page">The address of the page.</param>
    /// <param name="to">The address of the form.</param>
    /// <param name="fields">The fields; a name may occur several times.</param>
    public async Task<PageAnswer> PostFormAsync(string page, string to, params (string Name, string Value)[] fields) =>
        await PostAsync(to, (await GetAsync(page)).Field("token"), fields);

    /// <summary>Sends a form with files, with the token of the page on which it stands.</summary>
    public async Task<PageAnswer> PostFilesAsync(string page, string to, MultipartFormDataContent form)
    {
        form.Add(new StringContent((await GetAsync(page)).Field("token")), "token");
        return await SendAsync(HttpMethod.Post, to, form);
    }

    public async Task<HttpResponseMessage> DownloadAsync(string path, string? encoding = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (encoding is not null)
            request.Headers.AcceptEncoding.Add(new(encoding));
        return await http.SendAsync(request, Cancellation);
    }

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
        if (FetchSite is not null)
            request.Headers.Add("Sec-Fetch-Site", FetchSite);
        using var response = await http.SendAsync(request, Cancellation);
        return new(
            response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation), response.Headers.Location?.OriginalString,
            response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value)));
    }

    public void Dispose() => http.Dispose();
}

/// <summary>The answer to a browser: a page, or the address to which it is led.</summary>
internal sealed record PageAnswer(
    HttpStatusCode Status, string Html, string? Location, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The text that a reader sees, with a blank between two elements.</summary>
    public string Text => Regex.Replace(
        WebUtility.HtmlDecode(Regex.Replace(Html, "<(style|script|datalist)[^>]*>.*?</\\1>|<[^>]*>", " ", RegexOptions.Singleline)),
        @"\s+", " ");

    /// <summary>The value of the first field with that name.</summary>
    public string Field(string name) =>
        WebUtility.HtmlDecode(Regex.Match(Html, $"name=\"{Regex.Escape(name)}\"[^>]* value=\"([^\"]*)\"").Groups[1].Value);

    public void Shows(string text) => Assert.Contains(text, Text, StringComparison.Ordinal);

    public void ShowsNot(string text) => Assert.DoesNotContain(text, Text, StringComparison.Ordinal);
}
