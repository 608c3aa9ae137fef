using System.Net;
using Reminders.Web.Tests.Routes;

namespace Reminders.Web.Tests.Console;

public sealed class ConsolePageTests
{
    [Fact]
    public async Task The_console_is_one_page_that_may_load_and_call_nothing_but_this_api()
    {
        await using var office = await Office.OpenAsync();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });

        using var page = await http.GetAsync(office.Address, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("text/html; charset=utf-8", $"{page.Content.Headers.ContentType}");
        var policy = page.Headers.GetValues("Content-Security-Policy").Single().Split("; ");
        Assert.Superset(
            new HashSet<string> { "default-src 'none'", "connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'" },
            policy.ToHashSet());
        Assert.DoesNotContain(policy, p => p.Contains("http", StringComparison.Ordinal) || p.Contains('*'));
        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task The_page_holds_no_data_and_writes_what_it_is_answered_as_text_alone()
    {
        await using var empty = await Office.OpenAsync();
        await using var loaded = await RouteCalls.OpenOfficeAsync();

        var page = (await loaded.CallAsync(HttpMethod.Get, "/", key: null)).Body;

        Assert.Equal((await empty.CallAsync(HttpMethod.Get, "/", key: null)).Body, page);
        Assert.DoesNotContain("林晓燕", page, StringComparison.Ordinal);
        foreach (var way in (string[])["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "localStorage"])
            Assert.DoesNotContain(way, page, StringComparison.Ordinal);
    }
}
