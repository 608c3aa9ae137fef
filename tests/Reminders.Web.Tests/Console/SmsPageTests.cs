using System.Net;
using System.Text.RegularExpressions;

namespace Reminders.Web.Tests.Console;

public sealed class SmsPageTests
{
    /// <summary>The slot of the first reminder of item 1-1.</summary>
    private static readonly Instant Slot = Office.Start + Duration.FromMinutes(10);

    [Fact]
    public async Task The_log_shows_each_notice_with_its_text_its_state_and_what_all_of_them_cost()
    {
        await using var office = await OpenSentAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Viewer);

        var page = await browser.GetAsync("/sms");

        page.Shows("2026-03-24 09:00 林晓燕（责任人） +86139…01");
        page.Shows("已发送 2026-03-24 09:00");
        var segments = SmsSize.Of(office.System.Outbox.Messages.Single().Text).Segments;
        page.Shows($"共 2 条，已发 {segments} 段，费用 {segments * 0.05m:0.00}"); // the provider refused the other one
        Assert.Contains("<a href=\"/items/1-1\">", page.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("state=failed", "周建平")]
    [InlineData("state=sent", "林晓燕")]
    [InlineData("state=delivered", "")]
    [InlineData("q=垃圾", "林晓燕")]
    [InlineData("q=周建平", "周建平")]
    [InlineData("from=2026-03-25", "")]
    [InlineData("to=2026-03-23", "")]
    [InlineData("from=2026-03-24&to=2026-03-24", "林晓燕 周建平")]
    public async Task The_log_shows_the_notices_that_its_address_asks_for(string query, string names)
    {
        await using var office = await OpenSentAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Viewer);

        Assert.Equal(names, Names(await browser.GetAsync($"/sms?{query}")));
    }

    [Fact]
    public async Task A_long_log_is_shown_in_pages()
    {
        await using var office = await Office.OpenLoadedAsync();
        await office.System.Ledger.Notices.ClaimAsync(
            [.. Enumerable.Range(0, 60).Select(n => ResendTests.Failed with { Id = $"notice-{n}", SlotAt = Slot - Duration.FromHours(n) })],
            Cancellation);
        using var browser = await Browser.SignInAsync(office, KeyRole.Viewer);

        var (first, second) = (await browser.GetAsync("/sms?state=failed"), await browser.GetAsync("/sms?state=failed&page=2"));

        Assert.Equal([50, 10], new[] { first, second }.Select(p => Names(p).Split(' ').Length));
        Assert.Contains("/sms?state=failed&amp;page=2", first.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_notice_that_the_provider_refused_is_sent_again()
    {
        await using var office = await OpenSentAsync();
        using var browser = await Browser.SignInAsync(office);

        var answer = await browser.PostFormAsync(
            "/sms?state=failed", $"/sms/{ResendTests.Failed.Id}/resend?state=failed");

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        (await browser.GetAsync(answer.Location!)).Shows("已办理：重发 周建平");
        Assert.Equal(NoticeState.Queued, await StateAsync(office, ResendTests.Failed.Id));
    }

    [Fact]
    public async Task A_notice_that_is_on_its_way_or_may_have_arrived_is_not_sent_again_and_the_page_says_why()
    {
        await using var office = await OpenSentAsync();
        using var browser = await Browser.SignInAsync(office);
        var sent = Notice.IdOf(PhoneNumber.Parse("+8613900000001"), Slot);

        var refused = await browser.PostFormAsync("/sms", $"/sms/{sent}/resend");
        var unknown = await browser.PostFormAsync("/sms", "/sms/none/resend");

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        refused.Shows("短信可能已送达，不能重发。");
        Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
        Assert.Equal(NoticeState.Sent, await StateAsync(office, sent));
    }

    [Theory]
    [InlineData("", "林晓燕", "（最近三十天）")]
    [InlineData("?to=2026-04-20", "林晓燕", "（到这天为止的三十天）")]
    [InlineData("?to=2026-05-20", "", "（到这天为止的三十天）")]
    [InlineData("?from=2026-03-01", "林晓燕", null)]
    public async Task The_page_says_which_days_it_shows(string query, string names, string? days)
    {
        await using var office = await OpenSentAsync();
        using var browser = await Browser.SignInAsync(office);

        var page = await browser.GetAsync($"/sms{query}");

        Assert.Equal(names, Names(page).Split(' ')[0]);
        if (days is null)
            page.ShowsNot("三十天");
        else
            page.Shows(days);
    }

    [Fact]
    public async Task A_viewer_may_not_send_again_and_sees_no_button_for_it()
    {
        await using var office = await OpenSentAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Viewer);

        (await browser.GetAsync("/sms")).ShowsNot("重发");
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostFormAsync("/sms", $"/sms/{ResendTests.Failed.Id}/resend")).Status);
        Assert.Equal(NoticeState.Failed, await StateAsync(office, ResendTests.Failed.Id));
    }

    [Fact]
    public async Task A_reply_that_is_typed_on_a_phone_acts_like_an_SMS_from_it()
    {
        await using var office = await OpenSentAsync();
        using var browser = await Browser.SignInAsync(office);
        var phone = RouteCalls.Id("+8613900000001");
        (await browser.GetAsync("/sms")).Shows("看每部手机收到的短信");
        (await browser.GetAsync("/phones")).Shows("林晓燕 +8613900000001 1 条，最后一条 2026-03-24 09:00");

        var answer = await browser.PostFormAsync($"/phones?phone={phone}", $"/phones/{phone}", ("text", "1-1 已完成"));

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        var page = await browser.GetAsync(answer.Location!);
        page.Shows("回复 1-1 已完成");
        page.Shows((await office.System.Ledger.Replies.LastRepliesAsync(PhoneNumber.Parse("+8613900000001"), 1, Cancellation))[0].Answer!);
        Assert.Equal(ItemState.Reported, (await office.System.Ledger.Items.FindItemAsync(new(1, 1), Cancellation))!.Value.State);
    }

    [Fact]
    public async Task A_reply_needs_a_text_and_a_phone_that_received_an_SMS()
    {
        await using var office = await OpenSentAsync();
        using var browser = await Browser.SignInAsync(office);
        var phone = RouteCalls.Id("+8613900000001");

        var empty = await browser.PostFormAsync("/phones", $"/phones/{phone}", ("text", " "));
        var strange = await browser.PostFormAsync("/phones", $"/phones/{RouteCalls.Id("+8613900000005")}", ("text", "同意"));

        Assert.Equal(HttpStatusCode.Conflict, empty.Status);
        empty.Shows("请填写回复内容。");
        Assert.Equal(HttpStatusCode.NotFound, strange.Status);
    }

    [Fact]
    public async Task A_viewer_sees_the_phones_with_masked_numbers_and_may_not_reply()
    {
        await using var office = await OpenSentAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Viewer);
        var phone = RouteCalls.Id("+8613900000001");

        var page = await browser.GetAsync($"/phones?phone={phone}");
        var forged = await browser.PostFormAsync("/phones", $"/phones/{phone}", ("text", "1-1 已完成"));

        page.Shows("林晓燕 +86139…01");
        Assert.DoesNotContain("139000000", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<textarea", page.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, forged.Status);
        Assert.Equal(ItemState.Open, (await office.System.Ledger.Items.FindItemAsync(new(1, 1), Cancellation))!.Value.State);
    }

    [Fact]
    public async Task An_office_whose_SMS_go_to_real_phones_has_no_page_of_phones()
    {
        await using var office = await Office.OpenWithRealPhonesAsync();
        using var browser = await Browser.SignInAsync(office);

        (await browser.GetAsync("/sms")).ShowsNot("看每部手机收到的短信");
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/phones")).Status);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await browser.PostFormAsync("/sms", $"/phones/{RouteCalls.Id("+8613900000001")}", ("text", "同意"))).Status);
    }

    /// <summary>An office that sent its first reminder, and whose provider refused another notice this morning.</summary>
    private static async Task<Office> OpenSentAsync()
    {
        var office = await Office.OpenLoadedAsync();
        await office.System.RunUntilAsync(Slot, Cancellation);
        await office.System.Ledger.Notices.ClaimAsync([ResendTests.Failed], Cancellation);
        return office;
    }

    private static string Names(PageAnswer page) => string.Join(
        ' ', Regex.Matches(page.Html, "data-label=\"收信人\">\\s*([^（\\s]+)").Select(m => m.Groups[1].Value));

    private static async Task<NoticeState> StateAsync(Office office, string id) =>
        (await office.System.Ledger.Notices.FindNoticeAsync(id, Cancellation))!.Value.State;
}
