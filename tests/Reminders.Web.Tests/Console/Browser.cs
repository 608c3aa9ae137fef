using System.Net;
using System.Text.RegularExpressions;

namespace Reminders.Web.Tests.Console;

/// <summary>A browser without script that is signed in: it keeps cookies, and sends the token of a page with its forms.</summary>
internal sealed class Browser : IDisposable
{
    private readonly HttpClient http;

    private Browser(Uri office) =>
        http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = office };

    public static async Task<Browser> SignInAsync(Office office, KeyRole role = KeyRole.Operator)
    {
        var browser = new Browser(office.Address);
        using var form = new FormUrlEncodedContent([new("key", office.SecretOf(role))]);
        using var answer = await browser.http.PostAsync("/sign-in", form, Cancellation);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return browser;
    }

    public async Task<PageAnswer> GetAsync(string path) => await ReadAsync(await http.GetAsync(path, Cancellation));

    /// <summary>Sends a form with the token of the page on which it stands.</summary>
    /// <param name="page">The address of the page.</param>
    /// <param name="to">The address of the form.</param>
    /// <param name="fields">The fields; a name may occur several times.</param>
    public async Task<PageAnswer> PostFormAsync(string page, string to, params (string Name, string Value)[] fields)
    {
        var token = Regex.Match((await GetAsync(page)).Html, "name=\"token\" value=\"([0-9a-f]+)\"").Groups[1].Value;
        using var form = new FormUrlEncodedContent(fields.Append(("token", token)).Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
        return await ReadAsync(await http.PostAsync(to, form, Cancellation));
    }

    public async Task<HttpResponseMessage> DownloadAsync(string path, string? encoding = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (encoding is not null)
            request.Headers.AcceptEncoding.Add(new(encoding));
        return await http.SendAsync(request, Cancellation);
    }

    public void Dispose() => http.Dispose();

    private static async Task<PageAnswer> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            return new(
                response.StatusCode, response.Headers.Location?.OriginalString, await response.Content.ReadAsStringAsync(Cancellation));
        }
    }
}

/// <summary>The answer to a browser: a page, or the address to which it is led.</summary>
internal sealed record PageAnswer(HttpStatusCode Status, string? Location, string Html)
{
    /// <summary>The text that a reader sees, with a blank between two elements.</summary>
    public string Text { get; } = Regex.Replace(WebUtility.HtmlDecode(Regex.Replace(Html, "<[^>]*>", " ")), @"\s+", " ");

    public void Shows(string text) => Assert.Contains(text, Text, StringComparison.Ordinal);

    public void ShowsNot(string text) => Assert.DoesNotContain(text, Text, StringComparison.Ordinal);
}
