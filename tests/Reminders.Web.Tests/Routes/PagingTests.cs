using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Reminders.Web.Tests.Console;

namespace Reminders.Web.Tests.Routes;

/// <summary>How a program reads a long board: in pages, compressed, and only if it has changed.</summary>
public sealed class PagingTests
{
    [Fact]
    public async Task A_page_links_to_the_next_one_with_the_same_filter_and_the_last_one_to_none()
    {
        await using var office = await Office.OpenLoadedAsync();
        (await office.PostAsync("/api/plans", OfficeFiles.Form(OfficeFiles.Plan.Replace("青松镇", "石桥镇", StringComparison.Ordinal)))).Ok();
        var (path, pages) = ((string?)"/api/items?limit=2&person=周建平", new List<string>());

        while (path is not null && pages.Count < 9)
        {
            using var answer = await office.SendAsync(HttpMethod.Get, path, office.SecretOf(KeyRole.Viewer));
            pages.Add(string.Join(' ', (await JsonAsync(answer)).EnumerateArray().Select(i => i.Text("code"))));
            path = answer.Headers.TryGetValues("Link", out var links)
                ? Regex.Match(links.Single(), "^<(/api/items[^>]*)>; rel=\"next\"$").Groups[1].Value
                : null;
        }

        Assert.Equal(["1-1 1-2", "2-1 2-2"], pages);
    }

    [Theory]
    [InlineData("after=1-2", "1-3")]
    [InlineData("after=1-2&limit=1", "1-3")]
    [InlineData("after=1-9", "")]
    [InlineData("after=9-9", "")]
    [InlineData("limit=1000", "1-1 1-2 1-3")]
    [InlineData("limit=3", "1-1 1-2 1-3")]
    [InlineData("limit=1&light=draft", "1-3")]
    public async Task A_page_begins_after_a_code_and_has_no_more_items_than_asked_for(string query, string codes)
    {
        await using var office = await Office.OpenLoadedAsync();
        using var answer = await office.SendAsync(HttpMethod.Get, $"/api/items?{query}", office.SecretOf(KeyRole.Viewer));

        Assert.Equal(codes, string.Join(' ', (await JsonAsync(answer)).EnumerateArray().Select(i => i.Text("code"))));
        Assert.False(answer.Headers.Contains("Link"));
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("limit=many")]
    [InlineData("after=12")]
    public async Task A_wrong_page_is_refused(string query)
    {
        await using var office = await Office.OpenLoadedAsync();
        (await office.GetAsync($"/api/items?{query}")).Refused(HttpStatusCode.BadRequest, "query-invalid");
    }

    [Fact]
    public async Task An_answer_that_has_not_changed_is_not_sent_again()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var first = await office.SendAsync(HttpMethod.Get, "/api/items", office.SecretOf(KeyRole.Viewer));
        var tag = first.Headers.ETag!.ToString();

        using var same = await AskAsync(office, tag, KeyRole.Viewer);
        using var other = await AskAsync(office, tag, KeyRole.Operator); // numbers are whole
        (await office.PostAsync("/api/items/1-1/report", """{"by":"林晓燕"}""")).Ok();
        using var changed = await AskAsync(office, tag, KeyRole.Viewer);

        Assert.Equal((HttpStatusCode.NotModified, 0), (same.StatusCode, (await same.Content.ReadAsByteArrayAsync(Cancellation)).Length));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], [other.StatusCode, changed.StatusCode]);
        Assert.NotEqual(tag, changed.Headers.ETag!.ToString());
    }

    [Fact]
    public async Task Answers_of_the_API_are_compressed_and_pages_are_not()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office);

        using var packed = await SendAsync(office, "/api/items", r => r.Headers.AcceptEncoding.Add(new("gzip")));
        await using var body = new GZipStream(await packed.Content.ReadAsStreamAsync(Cancellation), CompressionMode.Decompress);
        using var page = await browser.DownloadAsync("/board", "gzip");

        Assert.Equal(["gzip"], packed.Content.Headers.ContentEncoding);
        Assert.Equal(3, (await JsonDocument.ParseAsync(body, default, Cancellation)).RootElement.GetArrayLength());
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Empty(page.Content.Headers.ContentEncoding);
    }

    private static Task<HttpResponseMessage> AskAsync(Office office, string tag, KeyRole role) =>
        SendAsync(office, "/api/items", r => r.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(tag)), role);

    private static async Task<HttpResponseMessage> SendAsync(
        Office office, string path, Action<HttpRequestMessage> change, KeyRole role = KeyRole.Viewer)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(office.Address, path));
        request.Headers.Add(ApiRoutes.KeyHeader, office.SecretOf(role));
        change(request);
        return await http.SendAsync(request, Cancellation);
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;
}
