using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Reminders.Web.Tests.Console;

/// <summary>Promises of every page and every form.</summary>
public sealed partial class PageTests
{
    private const string Page = "/items/1-1";

    [Fact]
    public async Task A_page_runs_no_script_of_its_own_and_loads_nothing_from_elsewhere()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office);
        foreach (var path in (string[])["/sign-in", Page, "/items/9-9"])
        {
            var page = await browser.GetAsync(path);
            Assert.Equal("text/html; charset=utf-8", page.Headers["Content-Type"]);
            var policy = page.Headers["Content-Security-Policy"].Split("; ");
            Assert.Superset(
                new HashSet<string>
                {
                    "default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'", "form-action 'self'",
                    "frame-ancestors 'none'",
                },
                policy.ToHashSet());
            Assert.DoesNotContain(policy, p => LooseSource().IsMatch(p));
            Assert.Equal("nosniff", page.Headers["X-Content-Type-Options"]);
            Assert.Equal("same-origin", page.Headers["Referrer-Policy"]);
            Assert.DoesNotMatch(@"<style|\sstyle=|\son\w+=|javascript:", page.Html);
            Assert.All(Scripts().Matches(page.Html), script => Assert.Equal("", script.Groups[1].Value));
        }
    }

    [Fact]
    public async Task The_script_writes_no_markup_and_keeps_nothing()
    {
        await using var office = await Office.OpenAsync();
        using var browser = new Browser(office);
        var script = (await browser.GetAsync("/console.js")).Html;
        string[] ways = ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Storage", "document.cookie"];
        foreach (var way in ways)
            Assert.DoesNotContain(way, script, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Markup_in_a_plan_and_in_its_actions_stays_text()
    {
        const string Markup = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'";
        await using var office = await Office.OpenAsync();
        var plan = OfficeFiles.Plan.Replace("部分垃圾池满溢", Markup, StringComparison.Ordinal)
            .Replace("每两天清运一次", Markup, StringComparison.Ordinal).Replace("人居环境方面", Markup, StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.Created, (await office.PostAsync("/api/plans", OfficeFiles.Form(plan, OfficeFiles.Contacts))).Status);
        using var browser = await Browser.SignInAsync(office);
        await browser.PostFormAsync(Page, $"{Page}/Report", ("note", Markup), ("by", Markup));

        var page = await browser.GetAsync($"{Page}?done={Uri.EscapeDataString(Markup)}");

        Assert.Contains(Markup, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_the_token_of_this_session_changes_nothing()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office);
        using var other = await Browser.SignInAsync(office);
        var before = await office.SnapshotAsync();
        var foreign = (await other.GetAsync(Page)).Field("token");

        foreach (var token in (string?[])[null, "", "0", foreign])
        {
            var refused = await browser.PostAsync($"{Page}/Report", token, ("note", "已清运"));
            Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
            Assert.Contains("页面已失效", refused.Text, StringComparison.Ordinal);
        }
        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    public async Task A_form_on_a_page_of_another_site_changes_nothing(string origin)
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office);
        var before = await office.SnapshotAsync();
        browser.Origin = origin;

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostFormAsync(Page, $"{Page}/Report", ("note", "已清运"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.SignInAsync(office.SecretOf(KeyRole.Viewer))).Status);
        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Fact]
    public async Task A_gateway_that_ends_the_TLS_lets_forms_through_and_the_cookie_is_for_TLS_alone()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = new Browser(office) { Origin = $"https://{office.Address.Authority}" };
        var signedIn = await browser.SignInAsync(office.SecretOf(KeyRole.Operator));
        Assert.Equal(HttpStatusCode.SeeOther, signedIn.Status);
        Assert.Contains("secure", signedIn.Headers["Set-Cookie"], StringComparison.Ordinal);

        using var rewritten = new Browser(office) { Origin = "https://office.example", FetchSite = "same-origin" };
        Assert.Equal(HttpStatusCode.SeeOther, (await rewritten.SignInAsync(office.SecretOf(KeyRole.Operator))).Status);
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    [InlineData("none")]
    public async Task What_the_browser_says_of_the_page_counts_more_than_the_origin(string site)
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office);
        var before = await office.SnapshotAsync();
        browser.FetchSite = site;
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostFormAsync(Page, $"{Page}/Report", ("note", "已清运"))).Status);
        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Theory]
    [InlineData("/sign-in", 100_000)]
    [InlineData("/sign-out", 22_000_000)]
    public async Task A_form_that_is_too_large_is_not_read(string path, int length)
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office);
        using var form = new StringContent("key=" + new string('a', length), null, "application/x-www-form-urlencoded");

        var refused = await browser.SendAsync(HttpMethod.Post, path, form);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.Status);
        refused.Shows("文件太大");
    }

    [Fact]
    public async Task A_form_of_unknown_length_that_is_too_large_is_refused_in_the_same_words()
    {
        await using var office = await Office.OpenAsync();
        using var browser = new Browser(office);
        using var form = new UnknownLength(100_000);

        var refused = await browser.SendAsync(HttpMethod.Post, "/sign-in", form);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.Status);
        refused.Shows("文件太大");
    }

    [Fact]
    public async Task Each_file_of_a_form_has_its_own_limit()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Administrator);
        var (half, most) = (new byte[6_000_000], new byte[11_000_000]);

        using var both = OfficeFiles.Form(("file", "plan.docx", half), ("contacts", "contacts.xlsx", half));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.PostFilesAsync("/load", "/load", both)).Status);
        using var one = OfficeFiles.Form(("file", "plan.docx", most));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await browser.PostFilesAsync("/load", "/load", one)).Status);
        using var evidence = OfficeFiles.Form(("file", "photo.jpg", most));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await browser.PostFilesAsync(Page, $"{Page}/evidence", evidence)).Status);
    }

    [Theory]
    [InlineData("Extend", "day", "soon", HttpStatusCode.BadRequest, "日期有误")]
    [InlineData("Complete", "persons", "林晓燕 12345678", HttpStatusCode.BadRequest, "手机号码有误")]
    [InlineData("evidence", "link", "ftp://example.com/photo", HttpStatusCode.UnprocessableEntity, "链接有误")]
    [InlineData("evidence", "link", "https://user:secret@example.com/", HttpStatusCode.UnprocessableEntity, "链接里有用户名或密码")]
    public async Task A_form_that_cannot_be_read_keeps_what_was_entered(
        string action, string field, string value, HttpStatusCode status, string words)
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office);
        var before = await office.SnapshotAsync();

        var refused = await browser.PostFormAsync(
            Page, $"{Page}/{action}", ("by", "唐秀英"), (field, value), ("persons-before", "林晓燕 +8613900000001"));

        Assert.Equal(status, refused.Status);
        refused.Shows(words);
        Assert.Contains("value=\"唐秀英\"", refused.Html, StringComparison.Ordinal);
        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Fact]
    public async Task A_change_of_people_by_somebody_else_meanwhile_is_not_lost()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office);
        var page = await browser.GetAsync(Page);
        (await office.PatchAsync("/api/items/1-1", """{"persons":[{"name":"邓文博","phone":"139 0000 0003"}]}""")).Ok();

        var refused = await browser.PostAsync(
            $"{Page}/Complete", page.Field("token"), ("persons", "林晓艳 +8613900000001"), ("persons-before", page.Field("persons-before")),
            ("leaders", page.Field("leaders-before")), ("leaders-before", page.Field("leaders-before")));

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        refused.Shows("人员刚被别人改过");
        Assert.Equal("邓文博 +8613900000003", refused.Field("persons-before"));
        Assert.Equal("邓文博", Assert.Single((await office.System.Ledger.Items.FindItemAsync(new(1, 1), Cancellation))!.Value.Persons).Name);
    }

    [Fact]
    public async Task The_form_of_the_people_names_the_absent_person_and_not_the_deputy()
    {
        await using var office = await Office.OpenLoadedAsync();
        var day = office.System.Clock.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb["Asia/Shanghai"]).Date;
        (await office.PostAsync("/api/absences", $$"""
            {
              "phone": "139 0000 0001", "deputy": { "name": "何志强", "phone": "139 0000 0002" },
              "from": "{{day:uuuu-MM-dd}}", "until": "{{day.PlusDays(7):uuuu-MM-dd}}", "reason": "培训"
            }
            """, KeyRole.Administrator)).Ok();
        using var browser = await Browser.SignInAsync(office);

        var page = await browser.GetAsync(Page);

        page.Shows("何志强");
        Assert.Equal("林晓燕 +8613900000001", page.Field("persons-before"));
    }

    [Fact]
    public async Task A_viewer_is_offered_no_action_and_a_forged_form_changes_nothing()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Viewer);
        var before = await office.SnapshotAsync();

        var page = await browser.GetAsync(Page);
        Assert.DoesNotContain($"{Page}/Report", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("13900000001", page.Html, StringComparison.Ordinal);
        var refused = await browser.PostAsync($"{Page}/Report", page.Field("token"), ("note", "已清运"));

        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Contains("权限不够", refused.Text, StringComparison.Ordinal);
        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Fact]
    public async Task A_form_of_a_session_that_has_ended_leads_to_the_sign_in()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office);
        var token = (await browser.GetAsync(Page)).Field("token");
        await browser.PostFormAsync(Page, "/sign-out");
        var answer = await browser.PostAsync($"{Page}/Report", token, ("note", "已清运"));
        Assert.Equal((HttpStatusCode.Redirect, "/sign-in"), (answer.Status, answer.Location));
    }

    [Fact]
    public async Task An_unknown_page_is_refused_as_a_page_to_a_browser_alone()
    {
        await using var office = await Office.OpenAsync();
        using var browser = await Browser.SignInAsync(office);
        var page = await browser.GetAsync("/nowhere");
        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.Contains("没有找到", page.Text, StringComparison.Ordinal);
        (await office.GetAsync("/nowhere")).Refused(HttpStatusCode.NotFound, "not-found");
    }

    /// <summary>A sign-in of so many bytes that does not say its length.</summary>
    private sealed class UnknownLength : HttpContent
    {
        private readonly int length;

        public UnknownLength(int length)
        {
            this.length = length;
            Headers.ContentType = new("application/x-www-form-urlencoded");
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            stream.WriteAsync(Encoding.ASCII.GetBytes("key=" + new string('a', length)), Cancellation).AsTask();

        protected override bool TryComputeLength(out long computed)
        {
            computed = 0;
            return false;
        }
    }

    [GeneratedRegex(@"http|\*|unsafe")]
    private static partial Regex LooseSource();

    [GeneratedRegex("<script[^>]*>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Scripts();
}
