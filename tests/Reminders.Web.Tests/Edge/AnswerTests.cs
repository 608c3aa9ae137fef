using System.Net;

namespace Reminders.Web.Tests.Edge;

/// <summary>Promises of every answer of every route.</summary>
public sealed class AnswerTests
{
    private static readonly HttpMethod[] Methods = [HttpMethod.Get, HttpMethod.Post, HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete,
        HttpMethod.Options, HttpMethod.Head];

    [Fact]
    public async Task Every_answer_of_the_API_says_that_it_is_not_stored_sniffed_or_told_on_and_no_answer_names_the_server()
    {
        await using var office = await RouteCalls.OpenOfficeAsync();
        foreach (var (name, (path, body)) in RouteCalls.All)
        {
            using var answer = await office.SendAsync(new(name.Split(' ')[0]), path, office.SecretOf(KeyRole.Administrator), body());
            RequireHeaders(name, answer, "no-store");
            Assert.True(answer.Headers.GetValues("Content-Security-Policy").Single()
                .StartsWith("default-src 'none'; ", StringComparison.Ordinal), name);
        }
    }

    [Theory]
    [InlineData("GET", "/api/items", HttpStatusCode.Unauthorized, "no-store")]
    [InlineData("GET", "/api/nothing", HttpStatusCode.NotFound, "no-store")]
    [InlineData("PUT", "/api/items", HttpStatusCode.MethodNotAllowed, "no-store")]
    [InlineData("GET", "/nothing", HttpStatusCode.NotFound, "no-store")]
    [InlineData("GET", "/sign-in", HttpStatusCode.OK, "no-store")]
    [InlineData("GET", "/console.css", HttpStatusCode.OK, "no-cache")]
    [InlineData("GET", "/console.js", HttpStatusCode.OK, "no-cache")]
    [InlineData("PUT", "/sign-in", HttpStatusCode.MethodNotAllowed, "no-store")]
    public async Task Refusals_and_pages_have_the_same_headers(string method, string path, HttpStatusCode status, string cached)
    {
        await using var office = await Office.OpenAsync();
        using var answer = await office.SendAsync(new(method), path);
        Assert.Equal(status, answer.StatusCode);
        RequireHeaders(path, answer, cached, isPage: path == "/sign-in" && method == "GET");
    }

    [Fact]
    public async Task Every_path_refuses_the_methods_that_it_does_not_take_and_says_which_it_takes()
    {
        await using var office = await RouteCalls.OpenOfficeAsync();
        var before = await office.SnapshotAsync();
        foreach (var routes in Route.All.GroupBy(r => r.Pattern))
        {
            var path = RouteCalls.All[routes.First().Name].Path.Split('?')[0];
            var taken = routes.Select(r => r.Method).Concat(routes.Where(r => r.Method == "GET").Select(_ => "HEAD")).ToList();
            foreach (var method in Methods.Where(m => !taken.Contains(m.Method)))
            {
                using var answer = await office.SendAsync(method, path, office.SecretOf(KeyRole.Administrator));
                Assert.True(HttpStatusCode.MethodNotAllowed == answer.StatusCode, $"{method} {path}: {answer.StatusCode}");
                Assert.Equal(taken.Order(), answer.Content.Headers.Allow.Order());
                Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            }
        }
        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Theory]
    [InlineData("/sign-in", HttpStatusCode.OK)]
    [InlineData("/api/health", HttpStatusCode.OK)]
    [InlineData("/api/items", HttpStatusCode.Unauthorized)]
    [InlineData("/api/nothing", HttpStatusCode.NotFound)]
    public async Task HEAD_is_answered_like_GET_without_a_body(string path, HttpStatusCode status)
    {
        await using var office = await Office.OpenAsync();
        using var answer = await office.SendAsync(HttpMethod.Head, path);
        Assert.Equal(status, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task A_probe_may_add_a_query_of_its_own()
    {
        await using var office = await Office.OpenAsync();
        (await office.CallAsync(HttpMethod.Get, "/api/health?x", key: null)).Ok();
    }

    [Theory]
    [InlineData("office.example", true)]
    [InlineData("OFFICE.example:443", true)]
    [InlineData("yard.town.example", true)]
    [InlineData("town.example", false)]
    [InlineData("office.example.evil.example", false)]
    [InlineData("127.0.0.1", false)]
    public async Task A_call_for_a_host_that_is_none_of_ours_is_refused(string host, bool isOurs)
    {
        await using var office = await Office.OpenForAsync("office.example", "*.town.example");
        foreach (var path in (string[])["/api/health", "/sign-in", "/openapi/v1.json"])
        {
            using var answer = await office.SendAsync(HttpMethod.Get, path, host: host);
            Assert.Equal(isOurs ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.StatusCode);
            RequireHeaders(path, answer, "no-store", isPage: path == "/sign-in" && isOurs);
            if (!isOurs)
                Assert.Contains("host-unknown", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }
    }

    // A page's forms send their origin, so it may tell this office where they come from.
    private static void RequireHeaders(string what, HttpResponseMessage answer, string cached, bool isPage = false)
    {
        Assert.True("nosniff" == answer.Headers.GetValues("X-Content-Type-Options").Single(), what);
        Assert.True((isPage ? "same-origin" : "no-referrer") == answer.Headers.GetValues("Referrer-Policy").Single(), what);
        Assert.True(cached == $"{answer.Headers.CacheControl}", what);
        Assert.False(answer.Headers.Contains("Server"), what);
    }
}
