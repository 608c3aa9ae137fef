using System.Net;
using System.Text.RegularExpressions;

namespace Reminders.Web.Tests.Console;

public sealed class CalendarPageTests
{
    [Theory]
    [InlineData("2026-04", "2026-04-03 星期五", "3 1-2 河道管护不到位")]
    [InlineData("2026-04", "2026-04-04 星期六", "4 休")]
    [InlineData("2026-04", "2026-04-06 星期一", "6 节假日")]
    [InlineData("2026-05", "2026-05-09 星期六", "9 调休上班")]
    [InlineData("2026-05", "2026-05-11 星期一", "11")]
    public async Task A_day_says_what_is_due_and_whether_people_work(string month, string day, string text)
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Viewer);

        Assert.StartsWith(text, DayOf(await browser.GetAsync($"/calendar?month={month}"), day), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_item_that_is_overdue_or_done_says_so_in_words()
    {
        await using var office = await RouteCalls.OpenOfficeAsync(); // 1-3 is closed
        office.System.Clock.SetTo(Instant.FromUtc(2026, 4, 3, 2, 0));
        using var browser = await Browser.SignInAsync(office, KeyRole.Viewer);

        var march = await browser.GetAsync("/calendar?month=2026-03");
        Assert.StartsWith("31 1-1 垃圾清运不及时 逾期", DayOf(march, "2026-03-31 星期二"), StringComparison.Ordinal);
        var april = await browser.GetAsync("/calendar");
        Assert.StartsWith("10 1-3 档案室受潮 已办结", DayOf(april, "2026-04-10 星期五"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_month_it_is_the_present_one_with_the_SMS_of_the_rehearsal_and_their_cost()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Viewer);

        var page = await browser.GetAsync("/calendar");

        var planned = (await office.GetAsync("/api/plans/1/rehearsal?to=2026-03-31", KeyRole.Viewer)).Ok().EnumerateArray().ToList();
        var segments = planned.Sum(s => s.GetProperty("segments").GetInt32());
        Assert.NotEmpty(planned);
        page.Shows("日历 2026-03");
        page.Shows($"预计 {planned.Count} 条，{segments} 段，费用 {segments * 0.05m:0.00}");
        var first = planned.Count(s => s.Text("at")!.StartsWith("2026-03-24", StringComparison.Ordinal));
        Assert.StartsWith($"24 预计 {first} 条", DayOf(page, "2026-03-24 星期二"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SMS_that_were_sent_are_counted_on_their_day_and_are_planned_no_more()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Viewer);
        var before = DayOf(await browser.GetAsync("/calendar"), "2026-03-24 星期二");
        await office.System.RunUntilAsync(Office.Start + Duration.FromHours(1), Cancellation);

        var after = DayOf(await browser.GetAsync("/calendar"), "2026-03-24 星期二");

        Assert.StartsWith("24 预计 1 条", before, StringComparison.Ordinal);
        Assert.Equal(before.Replace("预计", "已发", StringComparison.Ordinal), after);
    }

    [Fact]
    public async Task A_person_with_items_in_two_plans_gets_one_SMS_a_day_and_each_plan_can_be_shown_alone()
    {
        await using var office = await Office.OpenLoadedAsync();
        (await office.PostAsync("/api/plans", OfficeFiles.Form(OfficeFiles.Plan.Replace("青松镇", "石桥镇", StringComparison.Ordinal)))).Ok();
        using var browser = await Browser.SignInAsync(office, KeyRole.Viewer);
        const string Day = "2026-03-24 星期二";

        Assert.Contains("预计 1 条", DayOf(await browser.GetAsync("/calendar"), Day), StringComparison.Ordinal);
        Assert.Contains("预计 1 条", DayOf(await browser.GetAsync("/calendar?plan=2"), Day), StringComparison.Ordinal);
        var (both, one) = (await browser.GetAsync("/calendar?month=2026-04"), await browser.GetAsync("/calendar?month=2026-04&plan=2"));
        both.Shows("到期事项 2 项");
        one.Shows("到期事项 1 项");
        Assert.Contains("/calendar?month=2026-05&amp;plan=2", one.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_month_that_is_too_much_or_too_far_to_rehearse_says_so_and_still_shows_the_deadlines()
    {
        await using var office = await Office.OpenAsync();
        await BoardPageTests.LoadAsync(office, items: 200);
        using var browser = await Browser.SignInAsync(office, KeyRole.Viewer);

        var (much, far) = (await browser.GetAsync("/calendar?month=2027-02"), await browser.GetAsync("/calendar?month=2027-04"));
        var past = await browser.GetAsync("/calendar?month=2026-02");

        much.Shows("推演不完");
        far.Shows("一年以后的短信不作推演。");
        foreach (var page in new[] { much, far, past })
            page.ShowsNot("预计");
        (await browser.GetAsync("/calendar?month=2026-04")).Shows("到期事项 200 项");
    }

    [Theory]
    [InlineData("month=2026-13", HttpStatusCode.BadRequest)]
    [InlineData("month=May", HttpStatusCode.BadRequest)]
    [InlineData("month=1999-12", HttpStatusCode.BadRequest)]
    [InlineData("plan=9", HttpStatusCode.NotFound)]
    public async Task A_month_or_a_plan_that_is_none_is_refused(string query, HttpStatusCode status)
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Viewer);

        Assert.Equal(status, (await browser.GetAsync($"/calendar?{query}")).Status);
    }

    private static string DayOf(PageAnswer page, string day)
    {
        var cell = Regex.Match(page.Html, $"data-label=\"{day}\"[^>]*>(.*?)</td>", RegexOptions.Singleline);
        Assert.True(cell.Success, $"There is no {day}.");
        return (page with { Html = cell.Groups[1].Value }).Text.Trim();
    }
}
