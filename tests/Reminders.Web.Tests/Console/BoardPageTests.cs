using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;

namespace Reminders.Web.Tests.Console;

public sealed partial class BoardPageTests
{
    [Theory]
    [InlineData("", "1-1 1-2 1-3")]
    [InlineData("?plan=1", "1-1 1-2 1-3")]
    [InlineData("?person=何志强", "1-2")]
    [InlineData("?person=周建平", "")] // a leader
    [InlineData("?leader=周建平", "1-1 1-2")]
    [InlineData("?light=reported", "1-2")]
    [InlineData("?state=closed", "1-3")]
    [InlineData("?q=河道", "1-2")]
    [InlineData("?due=2026-03-31", "1-1")]
    [InlineData("?unit=nowhere", "")]
    [InlineData("?q=人居环境&state=open", "1-1")]
    public async Task The_board_shows_the_items_that_its_address_asks_for(string query, string codes)
    {
        await using var office = await RouteCalls.OpenOfficeAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Viewer);

        Assert.Equal(codes, Codes(await browser.GetAsync("/board" + query)));
    }

    [Theory]
    [InlineData("code", "1-1 1-2 1-3")]
    [InlineData("-code", "1-3 1-2 1-1")]
    [InlineData("deadline", "1-1 1-2 1-3")]
    [InlineData("-deadline", "1-2 1-1 1-3")] // an item without a day comes last
    [InlineData("light", "1-3 1-1 1-2")]
    public async Task The_board_is_sorted_as_its_address_asks(string sort, string codes)
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Viewer);

        Assert.Equal(codes, Codes(await browser.GetAsync($"/board?sort={sort}")));
    }

    [Fact]
    public async Task The_board_counts_the_items_of_each_light_whichever_light_is_chosen()
    {
        await using var office = await RouteCalls.OpenOfficeAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Viewer);

        var page = await browser.GetAsync("/board?leader=周建平&light=reported");

        page.Shows("全部 2 逾期 0 临期 0 待核查 1 待完善 0 进行中 1 已办结 0");
        page.Shows("共 1 项");
    }

    [Fact]
    public async Task A_long_board_is_shown_in_pages_that_keep_the_filter()
    {
        await using var office = await Office.OpenAsync();
        await LoadAsync(office, items: 120);
        using var browser = await Browser.SignInAsync(office, KeyRole.Viewer);

        var second = await browser.GetAsync("/board?q=问题&page=2");

        Assert.Equal(["1-51", "1-100"], [Codes(second).Split(' ')[0], Codes(second).Split(' ')[^1]]);
        second.Shows("第 2 页，共 3 页");
        var next = Link("next").Match(second.Html).Groups[1].Value;
        Assert.Equal("/board?q=问题&page=3", Uri.UnescapeDataString(WebUtility.HtmlDecode(next)));
        Assert.Equal(20, Codes(await browser.GetAsync(WebUtility.HtmlDecode(next))).Split(' ').Length);
        Assert.Equal(20, Codes(await browser.GetAsync("/board?page=99")).Split(' ').Length);
    }

    [Fact]
    public async Task The_fields_of_the_filter_that_are_left_empty_do_not_stay_in_the_address()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Viewer);

        var answer = await browser.GetAsync("/board?plan=&unit=&person=何志强&leader=&light=&state=open&due=&q=&sort=code");

        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        Assert.Equal("/board?person=何志强&state=open", Uri.UnescapeDataString(answer.Location!));
    }

    [Theory]
    [InlineData("light=purple", HttpStatusCode.BadRequest)]
    [InlineData("state=7", HttpStatusCode.BadRequest)]
    [InlineData("sort=weight", HttpStatusCode.BadRequest)]
    [InlineData("page=0", HttpStatusCode.BadRequest)]
    [InlineData("due=soon", HttpStatusCode.BadRequest)]
    [InlineData("plan=9", HttpStatusCode.NotFound)]
    public async Task A_wrong_filter_is_refused_and_does_not_show_everything(string query, HttpStatusCode status)
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Viewer);

        var page = await browser.GetAsync($"/board?{query}");

        Assert.Equal(status, page.Status);
        Assert.Equal("", Codes(page));
    }

    [Fact]
    public async Task Several_items_are_extended_at_once_and_the_answer_says_which_were_and_which_were_not()
    {
        await using var office = await RouteCalls.OpenOfficeAsync();
        using var browser = await Browser.SignInAsync(office);

        var page = await browser.PostFormAsync(
            "/board", "/board?plan=1", ("code", "1-1"), ("code", "1-3"), ("action", "Extend"), ("day", "2026-04-20"), ("note", "雨季"));

        Assert.Equal(HttpStatusCode.OK, page.Status);
        page.Shows("已办理（1） 1-1 垃圾清运不及时");
        page.Shows("未能办理（1） 1-3 事项 1-3 现为");
        Assert.Contains("href=\"/board?plan=1\"", page.Html, StringComparison.Ordinal);
        Assert.Equal(new LocalDate(2026, 4, 20), await DeadlineAsync(office, new(1, 1)));
    }

    [Fact]
    public async Task Several_items_are_cancelled_with_one_reason()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office);

        var page = await browser.PostFormAsync(
            "/board", "/board", ("code", "1-1"), ("code", "1-2"), ("action", "Cancel"), ("sure", "on"), ("note", "并入县级方案"), ("by", "唐秀英"));

        page.Shows("已办理（2）");
        foreach (var code in (ItemCode[])[new(1, 1), new(1, 2)])
        {
            var file = (await office.System.Ledger.Items.FindItemFileAsync(code, Cancellation))!;
            Assert.Equal(ItemState.Cancelled, file.Item.State);
            var last = file.History[^1];
            Assert.Equal(("唐秀英", "operator", "并入县级方案"), (last.By.Name, last.By.RecordedBy, last.Detail));
        }
    }

    [Fact]
    public async Task A_search_in_a_long_ledger_goes_on_behind_the_last_page()
    {
        await using var office = await Office.OpenAsync();
        await office.System.Ledger.Plans.TryAddPlanAsync(Build.Plan(), Cancellation);
        await office.System.Ledger.Items.AddItemsAsync(
            [.. Enumerable.Range(1, 620).Select(n => Build.Item(n) with { Title = n % 6 == 0 ? $"垃圾{n}" : "其他" })], Build.Now, Build.Office,
            Cancellation);
        using var browser = await Browser.SignInAsync(office, KeyRole.Viewer);

        var page = await browser.GetAsync("/board?q=垃圾");
        var seen = new List<string>();
        for (var pages = 0; pages < 5; pages++)
        {
            seen.AddRange(Titles().Matches(page.Html).Select(m => m.Value));
            if (Next().Match(page.Html) is not { Success: true } next)
                break;
            page = await browser.GetAsync(WebUtility.HtmlDecode(next.Groups["path"].Value));
        }

        Assert.Equal(Enumerable.Range(1, 103).Select(n => $"垃圾{6 * n}"), seen.Distinct());
    }

    [Fact]
    public async Task A_missing_reason_for_several_items_is_said_on_the_form_that_was_filled_in()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office);

        var refused = await browser.PostFormAsync(
            "/board", "/board", ("code", "1-1"), ("code", "1-2"), ("action", "Extend"), ("day", "2026-05-20"));

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("name=\"day\" value=\"2026-05-20\"", refused.Html, StringComparison.Ordinal);
        refused.Shows("须写明理由");
    }

    [Fact]
    public async Task The_first_button_for_several_items_sends_nobody_anything()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office);
        var before = await office.SnapshotAsync();

        var answer = await browser.PostFormAsync(
            "/board", "/board", ("code", "1-1"), ("action", $"{BoardPages.ForSeveral[0]}"), ("person", "邓文博"));

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Fact]
    public async Task Several_items_are_urged_and_get_another_person_at_once()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office);

        var urged = await browser.PostFormAsync(
            "/board", "/board", ("code", "1-1"), ("code", "1-2"), ("action", "Urge"), ("note", "周五来查"));
        Assert.Equal(HttpStatusCode.OK, urged.Status);
        Assert.Equal("周五来查", (await office.System.UseCases.ReadItems.FindFileAsync(new(1, 1), Cancellation))!.Item.Urged?.Text);

        var nobody = await browser.PostFormAsync("/board", "/board", ("code", "1-1"), ("action", "Complete"));
        Assert.Equal(HttpStatusCode.Conflict, nobody.Status);
        Assert.Contains("请填写新责任人的姓名", nobody.Html, StringComparison.Ordinal);

        var replaced = await browser.PostFormAsync(
            "/board", "/board", ("code", "1-1"), ("code", "1-2"), ("action", "Complete"), ("person", "邓文博 139 0000 0055"));
        Assert.Equal(HttpStatusCode.OK, replaced.Status);
        foreach (var ordinal in (int[])[1, 2])
        {
            var item = (await office.System.UseCases.ReadItems.FindFileAsync(new(1, ordinal), Cancellation))!.Item;
            Assert.Equal([new Party("邓文博", PhoneNumber.Parse("+8613900000055"))], item.Persons);
        }
    }

    [Fact]
    public async Task An_action_without_items_or_without_its_day_does_nothing_and_keeps_what_was_entered()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office);
        var before = await office.SnapshotAsync();

        var nothing = await browser.PostFormAsync("/board", "/board", ("action", "Cancel"), ("note", "并入县级方案"));
        var dayless = await browser.PostFormAsync("/board", "/board", ("code", "1-2"), ("action", "Extend"), ("note", "雨季"));

        var misspelt = await browser.PostFormAsync(
            "/board", "/board", ("code", "1-2"), ("action", "Extend"), ("note", "雨季"), ("day", "soon"));

        Assert.Equal(
            [HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.BadRequest],
            [nothing.Status, dayless.Status, misspelt.Status]);
        misspelt.Shows("须为 2026-05-20 这样的日期");
        Assert.Equal("雨季", misspelt.Field("note"));
        nothing.Shows("请先选中事项");
        dayless.Shows("请填写日期。");
        Assert.Contains("value=\"雨季\"", dayless.Html, StringComparison.Ordinal);
        Assert.Matches("value=\"1-2\" checked", dayless.Html);
        Assert.DoesNotMatch("value=\"1-1\" checked", dayless.Html);
        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Fact]
    public async Task A_viewer_is_offered_no_action_and_may_not_send_one()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Viewer);
        var before = await office.SnapshotAsync();

        var page = await browser.GetAsync("/board");
        var forged = await browser.PostFormAsync("/board", "/board", ("code", "1-1"), ("action", "Cancel"), ("note", "没有理由"));

        Assert.DoesNotContain("type=\"checkbox\"", page.Html, StringComparison.Ordinal);
        page.ShowsNot("办理选中的事项");
        Assert.Equal(HttpStatusCode.Forbidden, forged.Status);
        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Fact]
    public async Task The_workbook_holds_the_items_of_the_filter_with_the_numbers_that_the_role_may_see()
    {
        await using var office = await RouteCalls.OpenOfficeAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Viewer);
        var page = await browser.GetAsync("/board?leader=周建平&state=reported&page=1");
        var link = WebUtility.HtmlDecode(Workbook().Match(page.Html).Value);

        using var file = await browser.DownloadAsync(link);
        var text = await TextAsync(file);

        Assert.Equal("整改台账-2026-03-24.xlsx", file.Content.Headers.ContentDisposition?.FileNameStar);
        Assert.Contains("河道管护不到位", text, StringComparison.Ordinal);
        Assert.DoesNotContain("垃圾清运不及时", text, StringComparison.Ordinal);
        Assert.Contains("+86139…02", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Script_in_a_title_and_in_the_address_stays_text()
    {
        await using var office = await Office.OpenAsync();
        var plan = OfficeFiles.Plan.Replace("垃圾清运不及时", "<script>alert(1)</script>", StringComparison.Ordinal);
        (await office.PostAsync("/api/plans", OfficeFiles.Form(plan, OfficeFiles.Contacts))).Ok();
        using var browser = await Browser.SignInAsync(office);

        var page = await browser.GetAsync("/board?q=%22%3E%3Cscript%3E");

        Assert.DoesNotContain("<script>", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", (await browser.GetAsync("/board")).Html, StringComparison.Ordinal);
    }

    /// <summary>Loads a plan of so many items that are all open.</summary>
    internal static async Task LoadAsync(Office office, int items)
    {
        var rows = string.Join('\n', Enumerable.Range(1, items).Select(n =>
            $"{n}．问题{n}。说明。\n整改措施：整改。\n责任领导：周建平\n责任人：林晓燕\n完成时限：4月{(n % 28) + 1}日"));
        var plan = $"青松镇专项检查反馈问题整改方案\n一、人居环境方面\n{rows}\n\n青松镇人民政府\n2026年3月16日\n";
        (await office.PostAsync("/api/plans", OfficeFiles.Form(plan, OfficeFiles.Contacts))).Ok();
    }

    private static string Codes(PageAnswer page) =>
        string.Join(' ', Row().Matches(page.Html).Select(m => m.Groups[1].Value));

    private static async Task<LocalDate?> DeadlineAsync(Office office, ItemCode code) =>
        (await office.System.Ledger.Items.FindItemAsync(code, Cancellation))!.Value.Deadline.Date;

    private static async Task<string> TextAsync(HttpResponseMessage file)
    {
        using var package = new ZipArchive(await file.Content.ReadAsStreamAsync(Cancellation));
        var texts = new List<string>();
        foreach (var entry in package.Entries.Where(e => e.FullName.EndsWith(".xml", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(await entry.OpenAsync(Cancellation));
            texts.Add(await reader.ReadToEndAsync(Cancellation));
        }
        return string.Concat(texts);
    }

    private static Regex Link(string rel) => new($"rel=\"{rel}\" href=\"([^\"]*)\"");

    [GeneratedRegex("<a href=\"/items/([0-9-]+)\">")]
    private static partial Regex Row();

    [GeneratedRegex("/board\\.xlsx[^\"]*")]
    private static partial Regex Workbook();

    [GeneratedRegex(@"垃圾\d+")]
    private static partial Regex Titles();

    [GeneratedRegex("""rel="next" href="(?<path>/board[^"]*)">""")]
    private static partial Regex Next();
}
