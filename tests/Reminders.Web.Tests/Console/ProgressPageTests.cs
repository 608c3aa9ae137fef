namespace Reminders.Web.Tests.Console;

public sealed class ProgressPageTests
{
    [Fact]
    public async Task The_progress_counts_the_items_of_each_plan_and_unit_and_their_days_late()
    {
        await using var office = await RouteCalls.OpenOfficeAsync(); // 1-1 is open, 1-2 reported, 1-3 closed
        (await office.PostAsync("/api/plans?units=环卫站,水务站", OfficeFiles.Form(
            OfficeFiles.Plan.Replace("青松镇", "石桥镇", StringComparison.Ordinal)))).Ok();
        (await office.PostAsync("/api/items/2-2/cancel", """{"reason":"合并"}""")).Ok();
        office.System.Clock.SetTo(Instant.FromUtc(2026, 4, 3, 2, 0)); // three working days after the deadline of 1-1
        using var browser = await Browser.SignInAsync(office, KeyRole.Viewer);

        var page = await browser.GetAsync("/progress");

        page.Shows("1 青松镇专项检查反馈问题整改方案 3 1 1 1 3 33%");
        page.Shows("2 石桥镇专项检查反馈问题整改方案 5 0 0 0 0 0%"); // a cancelled item does not count
        page.Shows("没有单位的事项 3 1 1 1 3 33%");
        page.Shows("水务站 2 0 0 0 0 0%");
        page.Shows("环卫站 3 0 0 0 0 0%");
    }

    [Fact]
    public async Task Each_row_leads_to_its_items_and_each_plan_to_its_ledger()
    {
        await using var office = await RouteCalls.OpenOfficeAsync();
        office.System.Clock.SetTo(Instant.FromUtc(2026, 4, 3, 2, 0));
        using var browser = await Browser.SignInAsync(office, KeyRole.Viewer);

        var page = await browser.GetAsync("/progress");

        foreach (var link in (string[])["/board?plan=1", "/board?plan=1&amp;light=overdue", "/board.xlsx?plan=1"])
            Assert.Contains($"href=\"{link}\"", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_units_are_shown_in_pages_with_the_most_overdue_first()
    {
        await using var office = await Office.OpenLoadedAsync();
        var units = string.Join(',', Enumerable.Range(10, 60).Select(n => $"第{n}组"));
        (await office.PostAsync($"/api/plans?units={units}", OfficeFiles.Form(
            OfficeFiles.Plan.Replace("青松镇", "石桥镇", StringComparison.Ordinal)))).Ok();
        office.System.Clock.SetTo(Instant.FromUtc(2026, 4, 3, 2, 0));
        using var browser = await Browser.SignInAsync(office, KeyRole.Viewer);

        var (first, second) = (await browser.GetAsync("/progress"), await browser.GetAsync("/progress?page=2"));

        first.Shows("逾期工作日合计 进度 没有单位的事项 3 0 0 1 3 0%");
        first.ShowsNot("第69组");
        second.Shows("第69组 3 0 0 0 0 0%");
        second.Shows("第 2 页，共 2 页");
    }

    [Fact]
    public async Task An_office_without_plans_has_no_progress_and_nobody_sees_it_without_a_session()
    {
        await using var office = await Office.OpenAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Viewer);

        (await browser.GetAsync("/progress")).Shows("方案 无 责任单位 无");
        Assert.Equal(
            "/sign-in?next=%2Fprogress", (await office.SendAsync(HttpMethod.Get, "/progress")).RequestMessage!.RequestUri!.PathAndQuery);
    }
}
