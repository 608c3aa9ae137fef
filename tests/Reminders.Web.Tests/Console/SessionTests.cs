using System.Net;

namespace Reminders.Web.Tests.Console;

public sealed class SessionTests
{
    private const string Page = "/items/1-1";

    [Fact]
    public async Task A_page_sends_a_stranger_to_the_sign_in_and_from_there_back_to_the_page()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = new Browser(office);

        var page = await browser.GetAsync(Page);
        Assert.Equal((HttpStatusCode.Redirect, "/sign-in?next=%2Fitems%2F1-1"), (page.Status, page.Location));
        Assert.DoesNotContain("林晓燕", page.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"/items/1-1\"", (await browser.GetAsync(page.Location!)).Html, StringComparison.Ordinal);

        var signedIn = await browser.SignInAsync(office.SecretOf(KeyRole.Viewer), Page);
        Assert.Equal((HttpStatusCode.SeeOther, Page), (signedIn.Status, signedIn.Location));
        Assert.Contains("林晓燕", (await browser.GetAsync(Page)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("/\r\nSet-Cookie: a=b")]
    [InlineData("/中")]
    public async Task A_sign_in_leads_to_no_other_site(string next)
    {
        await using var office = await Office.OpenAsync();
        using var browser = new Browser(office);
        Assert.Equal("/", (await browser.SignInAsync(office.SecretOf(KeyRole.Viewer), next)).Location);
    }

    [Fact]
    public async Task The_cookie_is_for_this_browser_alone_and_is_a_new_one_at_every_sign_in()
    {
        await using var office = await Office.OpenAsync();
        using var browser = new Browser(office);
        browser.Cookies.Add(office.Address, new Cookie(SessionAuthentication.Cookie, "chosen-by-an-attacker"));

        var first = await browser.SignInAsync(office.SecretOf(KeyRole.Viewer));
        var cookie = first.Headers["Set-Cookie"];
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=strict", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("chosen-by-an-attacker", cookie, StringComparison.Ordinal);
        var old = CookieOf(browser, office);
        await browser.SignInAsync(office.SecretOf(KeyRole.Viewer));

        Assert.NotEqual(old, CookieOf(browser, office));
        Assert.False(await IsSignedInAsync(office, old));
    }

    [Fact]
    public async Task A_wrong_key_is_refused_in_words_and_many_are_slowed_down()
    {
        await using var office = await Office.OpenAsync();
        using var browser = new Browser(office);
        for (var i = 0; i < FailedKeys.Tries; i++)
        {
            var refused = await browser.SignInAsync($"wrong-{i}");
            Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
            Assert.Contains("密钥不对", refused.Text, StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.TooManyRequests, (await browser.SignInAsync("wrong")).Status);
        Assert.Empty(browser.Cookies.GetAllCookies());
    }

    [Fact]
    public async Task A_session_ends_by_signing_out_even_for_a_copy_of_its_cookie()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office);
        var copy = CookieOf(browser, office);

        Assert.Equal("/sign-in", (await browser.PostFormAsync(Page, "/sign-out")).Location);

        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync(Page)).Status);
        Assert.False(await IsSignedInAsync(office, copy));
    }

    [Fact]
    public async Task A_session_ends_after_two_hours_without_a_request()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office);
        for (var i = 0; i < 3; i++)
        {
            office.System.Clock.SetTo(office.System.Clock.GetCurrentInstant() + Sessions.EndsIdleAfter - Duration.FromMinutes(1));
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(Page)).Status);
        }
        office.System.Clock.SetTo(office.System.Clock.GetCurrentInstant() + Sessions.EndsIdleAfter);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync(Page)).Status);
    }

    [Fact]
    public async Task A_session_ends_after_twelve_hours_in_any_case()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office);
        var end = office.System.Clock.GetCurrentInstant() + Sessions.EndsAfter;
        while (office.System.Clock.GetCurrentInstant() + Duration.FromHours(1) < end)
        {
            office.System.Clock.SetTo(office.System.Clock.GetCurrentInstant() + Duration.FromHours(1));
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(Page)).Status);
        }
        office.System.Clock.SetTo(end);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync(Page)).Status);
    }

    [Theory]
    [InlineData("DELETE", "")]
    [InlineData("POST", "/rotate")]
    public async Task A_session_ends_with_its_key(string method, string change)
    {
        await using var office = await Office.OpenLoadedAsync();
        var made = await office.PostAsync("/api/keys", """{"name":"值班室","role":"operator"}""", KeyRole.Administrator);
        using var browser = new Browser(office);
        await browser.SignInAsync(made.Json.GetProperty("secret").GetString()!);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(Page)).Status);

        (await office.CallAsync(new(method), $"/api/keys/值班室{change}", KeyRole.Administrator, OfficeFiles.Json("{}"))).Ok();

        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync(Page)).Status);
    }

    [Fact]
    public async Task The_ledger_holds_no_token_of_a_session_and_drops_sessions_that_are_over()
    {
        await using var office = await Office.OpenAsync();
        using var browser = await Browser.SignInAsync(office);
        var before = Assert.Single(await office.System.Ledger.Keys.SessionsAsync(Cancellation));
        Assert.DoesNotContain(CookieOf(browser, office), before.ToString(), StringComparison.Ordinal);

        office.System.Clock.SetTo(office.System.Clock.GetCurrentInstant() + Sessions.EndsAfter);
        using var next = await Browser.SignInAsync(office);
        Assert.NotEqual(before.Id, Assert.Single(await office.System.Ledger.Keys.SessionsAsync(Cancellation)).Id);
    }

    [Fact]
    public async Task A_session_whose_last_request_cannot_be_written_still_shows_its_pages()
    {
        await using var office = await Office.OpenAsync(ledger => ledger with
        {
            Keys = PortProxy.Over(ledger.Keys, call => call.Method.Name == nameof(IKeys.TrySaveSessionAsync)
                ? throw new InvalidOperationException("The store refused the row.")
                : call.Pass()),
        });
        using var browser = await Browser.SignInAsync(office);
        office.System.Clock.SetTo(office.System.Clock.GetCurrentInstant() + Sessions.SeenAgainAfter);

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/")).Status);
        Assert.Contains("Warning The last request of a session of the key operator could not be written", office.Log);
    }

    [Fact]
    public async Task The_last_request_is_written_every_five_minutes_at_most()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office);
        var start = office.System.Clock.GetCurrentInstant();

        foreach (var (minutes, seenAfter) in ((int, int)[])[(0, 0), (4, 0), (5, 5), (9, 5), (10, 10)])
        {
            office.System.Clock.SetTo(start + Duration.FromMinutes(minutes));
            await browser.GetAsync(Page);
            var session = Assert.Single(await office.System.Ledger.Keys.SessionsAsync(Cancellation));
            Assert.Equal(Duration.FromMinutes(seenAfter), session.SeenAt - start);
        }
    }

    [Fact]
    public async Task A_session_ends_when_its_key_expires()
    {
        await using var office = await Office.OpenLoadedAsync();
        var made = await office.PostAsync(
            "/api/keys", """{"name":"值班室","role":"operator","expires":"2026-03-24"}""", KeyRole.Administrator);
        var secret = made.Json.GetProperty("secret").GetString()!;
        using var browser = new Browser(office);
        var end = Instant.FromUtc(2026, 3, 24, 16, 0); // midnight in Shanghai
        office.System.Clock.SetTo(end - Duration.FromHours(1));
        await browser.SignInAsync(secret);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(Page)).Status);

        office.System.Clock.SetTo(end);

        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync(Page)).Status);
    }

    [Fact]
    public async Task Another_host_of_the_office_knows_the_session_and_its_end()
    {
        await using var office = await Office.OpenLoadedAsync();
        await using var other = await Office.OpenBesideAsync(office);
        using var browser = await Browser.SignInAsync(office);
        var token = CookieOf(browser, office);

        Assert.True(await IsSignedInAsync(other, token));
        await browser.PostFormAsync(Page, "/sign-out");
        Assert.False(await IsSignedInAsync(other, token));
    }

    private static string CookieOf(Browser browser, Office office) =>
        browser.Cookies.GetCookies(office.Address)[SessionAuthentication.Cookie]!.Value;

    private static async Task<bool> IsSignedInAsync(Office office, string token)
    {
        using var other = new Browser(office);
        other.Cookies.Add(office.Address, new Cookie(SessionAuthentication.Cookie, token));
        return (await other.GetAsync("/items/1-1")).Status != HttpStatusCode.Redirect;
    }
}
