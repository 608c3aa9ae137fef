namespace Reminders.Web.Tests.Console;

public sealed class TodayPageTests
{
    [Fact]
    public async Task An_empty_office_says_what_to_do_first_and_offers_it_to_an_administrator()
    {
        await using var office = await Office.OpenAsync();
        using var administrator = await Browser.SignInAsync(office, KeyRole.Administrator);
        using var viewer = await Browser.SignInAsync(office, KeyRole.Viewer);

        var (first, other) = (await administrator.GetAsync("/"), await viewer.GetAsync("/"));

        first.Shows("台账还是空的");
        Assert.Contains("class=\"button\" href=\"/load\"", first.Html, StringComparison.Ordinal);
        other.Shows("请管理员载入方案");
        Assert.DoesNotContain("href=\"/load\"", other.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_item_that_needs_somebody_leads_to_its_form()
    {
        await using var office = await RouteCalls.OpenOfficeAsync();
        office.System.Clock.SetTo(Office.Start + Duration.FromDays(8));
        using var browser = await Browser.SignInAsync(office, KeyRole.Operator);

        var page = await browser.GetAsync("/");

        page.Shows("待核查 1 1-2 河道管护不到位 何志强");
        page.Shows("申请延期 1 1-1 垃圾清运不及时 林晓燕 → 2026-04-20");
        page.Shows("逾期 1 1-1 垃圾清运不及时 2026-03-31，逾期 1 个工作日");
        foreach (var form in (string[])["/items/1-2#Verify", "/items/1-1#Extend", "/items/1-1#Report"])
            Assert.Contains($"href=\"{form}\"", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_says_what_it_lacks()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Operator);

        var page = await browser.GetAsync("/");

        page.Shows("待完善 1 1-3 档案室受潮 整改时限已隐去");
        Assert.Contains("href=\"/items/1-3#Complete\"", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failed_SMS_flagged_numbers_and_the_state_of_the_system_are_told_in_words()
    {
        await using var office = await RouteCalls.OpenOfficeAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Operator);

        var page = await browser.GetAsync("/");

        page.Shows("没有送达的短信 1");
        page.Shows("发送失败 原因：30007");
        page.Shows("+8613900000009 本人退订");
        page.Shows("扫描和核对都正常");
        page.Shows("短信只存在本机，不真正发出");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_scan_that_is_switched_off_is_said_before_the_items_and_one_that_works_after_them(bool scanIsOff)
    {
        await using var office = await Office.OpenAsync(scanIsOff);
        (await office.PostAsync("/api/plans", OfficeFiles.Form(OfficeFiles.Plan, OfficeFiles.Contacts))).Ok();
        await office.WatchAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Operator);

        var text = (await browser.GetAsync("/")).Text;

        var (state, item) = (text.IndexOf(scanIsOff ? "扫描被关闭，不会发出提醒" : "扫描和核对都正常", StringComparison.Ordinal),
            text.IndexOf("1-3 档案室受潮", StringComparison.Ordinal));
        Assert.True(state > 0 && item > 0);
        Assert.Equal(scanIsOff, state < item);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_page_says_that_nothing_is_to_be_done_only_if_the_system_works(bool scanIsOff)
    {
        await using var office = await Office.OpenAsync(scanIsOff);
        var plan = OfficeFiles.Plan.Replace("**", "6月30日", StringComparison.Ordinal);
        (await office.PostAsync("/api/plans", OfficeFiles.Form(plan, OfficeFiles.Contacts))).Ok();
        await office.WatchAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Operator);

        var page = await browser.GetAsync("/");

        Assert.Equal(!scanIsOff, page.Text.Contains("今天没有要办的事", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_viewer_sees_no_number_no_absence_and_no_form()
    {
        await using var office = await RouteCalls.OpenOfficeAsync();
        office.System.Clock.SetTo(Instant.FromUtc(2026, 5, 1, 1, 0));
        using var other = await Browser.SignInAsync(office, KeyRole.Operator);
        using var viewer = await Browser.SignInAsync(office, KeyRole.Viewer);

        var (all, page) = (await other.GetAsync("/"), await viewer.GetAsync("/"));

        all.Shows("代办人 邓文博");
        Assert.Contains("#Verify", all.Html, StringComparison.Ordinal);
        page.Shows("待核查 1 1-2 河道管护不到位");
        page.ShowsNot("+861390000");
        page.ShowsNot("邓文博");
        Assert.DoesNotContain("#Verify", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_shows_twenty_and_leads_to_all()
    {
        await using var office = await Office.OpenAsync();
        var items = string.Concat(Enumerable.Range(1, 25).Select(n => $"{n}．问题{n}号。说明。\n整改措施：整改。\n责任人：**\n完成时限：3月31日\n"));
        (await office.PostAsync("/api/plans", OfficeFiles.Form($"青松镇整改方案\n{items}\n青松镇人民政府\n2026年3月16日\n"))).Ok();
        using var browser = await Browser.SignInAsync(office, KeyRole.Operator);

        var page = await browser.GetAsync("/");

        page.Shows("1-20 问题20号");
        page.ShowsNot("1-21 问题21号");
        page.Shows("查看全部 25 项");
        Assert.Contains("href=\"/board?light=draft\"", page.Html, StringComparison.Ordinal);
    }
}
