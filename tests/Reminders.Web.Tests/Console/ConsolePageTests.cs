using System.Net;
using System.Text.RegularExpressions;

namespace Reminders.Web.Tests.Console;

public sealed class ConsolePageTests
{
    [Fact]
    public async Task The_console_is_one_page_that_may_load_and_call_nothing_but_this_api()
    {
        await using var office = await Office.OpenAsync();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });

        using var page = await http.GetAsync(office.Address, Cancellation);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("text/html; charset=utf-8", $"{page.Content.Headers.ContentType}");
        var policy = page.Headers.GetValues("Content-Security-Policy").Single().Split("; ");
        Assert.Superset(
            new HashSet<string>
            {
                "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "base-uri 'none'",
                "form-action 'none'", "frame-ancestors 'none'",
            },
            policy.ToHashSet());
        Assert.DoesNotContain(
            policy, p => p.Contains("http", StringComparison.Ordinal) || p.Contains('*') || p.Contains("unsafe", StringComparison.Ordinal));
        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task The_page_holds_no_data_and_writes_answers_as_text_alone()
    {
        await using var empty = await Office.OpenAsync();
        await using var loaded = await RouteCalls.OpenOfficeAsync();

        var page = await AllAsync(loaded);

        Assert.Equal(await AllAsync(empty), page);
        Assert.DoesNotContain("林晓燕", page, StringComparison.Ordinal);
        foreach (var way in (string[])["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "localStorage"])
            Assert.DoesNotContain(way, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_loads_its_scripts_and_styles_from_this_office_and_inlines_none()
    {
        await using var office = await Office.OpenAsync();
        var page = (await office.CallAsync(HttpMethod.Get, "/", key: null)).Body;

        Assert.DoesNotMatch(@"<style|\sstyle=|\son\w+=|javascript:", page);
        Assert.All(Regex.Matches(page, "<script[^>]*>(.*?)</script>", RegexOptions.Singleline),
            script => Assert.Equal("", script.Groups[1].Value));
        foreach (var (path, mediaType) in (IEnumerable<(string, string)>)[("/console.js", "text/javascript"), ("/console.css", "text/css")])
        {
            Assert.Contains($"=\"{path}\"", page, StringComparison.Ordinal);
            var file = await office.CallAsync(HttpMethod.Get, path, key: null);
            Assert.Equal((HttpStatusCode.OK, mediaType), (file.Status, file.MediaType));
        }
        // A key in an address would stay in the browser's history.
        Assert.DoesNotContain("location.hash", (await office.CallAsync(HttpMethod.Get, "/console.js", key: null)).Body,
            StringComparison.Ordinal);
    }

    private static async Task<string> AllAsync(Office office) =>
        string.Concat(await Task.WhenAll(((string[])["/", "/console.js", "/console.css"])
            .Select(async path => (await office.CallAsync(HttpMethod.Get, path, key: null)).Body)));
}
