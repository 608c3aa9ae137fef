using System.Net;
using System.Text.RegularExpressions;

namespace Reminders.Web.Tests.Console;

public sealed class SettingsPageTests
{
    [Fact]
    public async Task The_policy_in_force_and_the_known_years_are_shown()
    {
        await using var office = await Office.OpenAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Viewer);

        var page = await browser.GetAsync("/settings");

        page.Shows("到期前几天提醒责任人 beforeDays 7、3、1、0 系统默认");
        page.Shows("每天发送时间 slotTime 09:00 系统默认");
        page.Shows("2025 2026");
        page.ShowsNot("还没有录入");
        page.ShowsNot("访问密钥");
    }

    [Fact]
    public async Task A_year_without_holidays_is_a_warning_from_November_before_it()
    {
        await using var office = await Office.OpenAsync();
        office.System.Clock.SetTo(Instant.FromUtc(2026, 11, 1, 4, 0));
        using var browser = await Browser.SignInAsync(office, KeyRole.Viewer);

        (await browser.GetAsync("/settings")).Shows("2027 年的放假和调休还没有录入");
    }

    [Fact]
    public void A_setting_that_is_not_the_default_says_so()
    {
        var rows = PolicyRow.Of(new() { NearDays = 5 });

        Assert.Equal(new PolicyRow("nearDays", "5", "3"), rows.Single(r => r.Value != r.Default));
    }

    [Fact]
    public async Task A_new_key_is_shown_once_and_opens_a_session()
    {
        await using var office = await Office.OpenAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Administrator);

        var made = await browser.PostFormAsync("/settings", "/settings/keys", ("name", "党政办"), ("role", "operator"));

        made.Shows("党政办 的新密钥");
        var secret = SecretOn(made);
        Assert.DoesNotContain(secret, (await browser.GetAsync("/settings")).Html, StringComparison.Ordinal);
        using var holder = new Browser(office);
        Assert.Equal(HttpStatusCode.SeeOther, (await holder.SignInAsync(secret)).Status);
        (await holder.GetAsync("/settings")).Shows("党政办（办理）");
    }

    [Fact]
    public async Task A_rotated_key_has_a_new_secret_and_a_revoked_key_none()
    {
        await using var office = await Office.OpenAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Administrator);
        var first = SecretOn(await browser.PostFormAsync("/settings", "/settings/keys", ("name", "值班室"), ("role", "viewer")));

        var second = SecretOn(await browser.PostFormAsync("/settings", "/settings/keys/值班室/rotate"));

        Assert.NotEqual(first, second);
        Assert.Equal(HttpStatusCode.Unauthorized, (await office.CallAsync(HttpMethod.Get, "/api/plans", first)).Status);
        Assert.Equal(HttpStatusCode.OK, (await office.CallAsync(HttpMethod.Get, "/api/plans", second)).Status);
        Assert.Equal("/settings?done=revoked", (await browser.PostFormAsync("/settings", "/settings/keys/值班室/revoke")).Location);
        Assert.Equal(HttpStatusCode.Unauthorized, (await office.CallAsync(HttpMethod.Get, "/api/plans", second)).Status);
        (await browser.GetAsync("/settings")).Shows("已撤销");
    }

    [Fact]
    public async Task A_key_of_the_settings_and_a_name_in_use_are_refused()
    {
        await using var office = await Office.OpenAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Administrator);

        var made = await browser.PostFormAsync("/settings", "/settings/keys", ("name", "viewer"), ("role", "operator"));
        var revoked = await browser.PostFormAsync("/settings", "/settings/keys/viewer/revoke");

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (made.Status, revoked.Status));
        made.Shows("这个名称已经用过");
        Assert.Equal("viewer", made.Field("name"));
        revoked.Shows("这把密钥在设置文件中");
    }

    [Fact]
    public async Task An_operator_sees_no_key_and_makes_none()
    {
        await using var office = await Office.OpenAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Operator);

        (await browser.GetAsync("/settings")).ShowsNot("访问密钥");
        foreach (var form in (string[])["/settings/keys", "/settings/keys/viewer/rotate", "/settings/keys/viewer/revoke"])
        {
            var answer = await browser.PostFormAsync("/settings", form, ("name", "x"), ("role", "viewer"));
            Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        }
        Assert.Empty(await office.System.Ledger.Keys.KeysAsync(Cancellation));
    }

    [Fact]
    public async Task The_history_of_a_plan_says_who_did_what_and_is_searched()
    {
        await using var office = await RouteCalls.OpenOfficeAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Viewer);

        (await browser.GetAsync("/settings/history?plan=1")).Shows("1-2 报结 何志强（由 operator 代录） 已打捞");
        var found = await browser.GetAsync("/settings/history?plan=1&q=唐秀英");

        found.Shows("1-3 核查销号 唐秀英");
        found.ShowsNot("何志强");
    }

    [Fact]
    public async Task The_history_is_searched_in_the_words_that_the_reader_sees()
    {
        await using var office = await RouteCalls.OpenOfficeAsync();
        using var browser = new Browser(office, "en");
        await browser.SignInAsync(office.SecretOf(KeyRole.Viewer));

        var found = await browser.GetAsync("/settings/history?plan=1&q=verify");

        found.Shows("1-3 Verify and close 唐秀英");
        found.ShowsNot("何志强");
    }

    private static string SecretOn(PageAnswer page) => Regex.Match(page.Html, "<p class=\"secret\">([^<]+)</p>").Groups[1].Value;
}
