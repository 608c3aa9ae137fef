using System.Net;
using System.Text;

namespace Reminders.Web.Tests.Console;

public sealed class LoadPageTests
{
    [Fact]
    public async Task A_preview_shows_each_item_as_it_was_read_and_stores_nothing()
    {
        await using var office = await Office.OpenAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Administrator);
        var before = await office.SnapshotAsync();

        var preview = await PreviewAsync(browser, OfficeFiles.Plan, OfficeFiles.Contacts);

        Assert.Equal(HttpStatusCode.OK, preview.Status);
        preview.Shows("青松镇专项检查反馈问题整改方案");
        preview.Shows("共 3 项：2 项可以提醒，1 项待完善");
        preview.Shows("1-1 1 垃圾清运不及时 人居环境方面 林晓燕 +8613900000001 周建平 +8613900000005 2026-03-31 3月31日");
        preview.Shows("待完善：整改时限已隐去 整改时限已隐去 第18行");
        Assert.Equal(before, await office.SnapshotAsync());
    }

    [Fact]
    public async Task A_preview_shows_the_SMS_of_the_first_days_as_they_then_go_out()
    {
        await using var office = await Office.OpenAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Administrator);

        var preview = await PreviewAsync(browser, OfficeFiles.Plan, OfficeFiles.Contacts);
        await ConfirmAsync(browser, preview);
        await office.System.RunUntilAsync(Office.Start + Duration.FromHours((13 * 24) + 12), Cancellation);

        var sent = office.System.Outbox.Messages;
        Assert.NotEmpty(sent);
        preview.Shows($"载入后 14 天内将发 {sent.Count} 条短信");
        Assert.All(sent, sms => preview.Shows(sms.Sms.Text));
    }

    [Fact]
    public async Task The_confirmed_preview_is_loaded_without_the_files_and_the_page_lists_the_drafts()
    {
        await using var office = await Office.OpenAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Administrator);
        var preview = await PreviewAsync(browser, OfficeFiles.Plan, OfficeFiles.Contacts);

        var loaded = await ConfirmAsync(browser, preview);

        Assert.Equal((HttpStatusCode.SeeOther, "/load?plan=1&done=new"), (loaded.Status, loaded.Location));
        var page = await browser.GetAsync(loaded.Location!);
        page.Shows("已载入，共 3 项");
        page.Shows("1 项待完善");
        Assert.Contains("href=\"/items/1-3#Complete\"", page.Html, StringComparison.Ordinal);
        Assert.Equal(6, (await office.System.Ledger.People.ContactsAsync(Cancellation)).Count);
    }

    [Fact]
    public async Task A_gap_is_filled_in_the_preview_and_the_item_is_open_once_it_is_loaded()
    {
        await using var office = await Office.OpenAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Administrator);
        var preview = await PreviewAsync(browser, OfficeFiles.Plan, OfficeFiles.Contacts);
        Assert.Contains("name=\"deadline-3\"", preview.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"deadline-1\"", preview.Html, StringComparison.Ordinal);

        var unclear = await ConfirmAsync(browser, preview, ("deadline-3", "soon"));
        Assert.Equal(HttpStatusCode.BadRequest, unclear.Status);
        Assert.Empty(await office.System.Ledger.Plans.PlansAsync(Cancellation));

        var loaded = await ConfirmAsync(browser, preview, ("deadline-3", "2026-04-20"));

        Assert.Equal((HttpStatusCode.SeeOther, "/load?plan=1&done=new"), (loaded.Status, loaded.Location));
        var item = (await office.System.UseCases.ReadItems.FindFileAsync(new(1, 3), Cancellation))!.Item;
        Assert.Equal((ItemState.Open, new LocalDate(2026, 4, 20)), (item.State, item.Deadline.Date));
    }

    [Fact]
    public async Task People_without_numbers_get_them_in_the_preview()
    {
        await using var office = await Office.OpenAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Administrator);
        var preview = await PreviewAsync(browser, OfficeFiles.Plan, null);
        Assert.Contains("name=\"persons-1\"", preview.Html, StringComparison.Ordinal);

        await ConfirmAsync(
            browser, preview, ("persons-1-before", "林晓燕"), ("persons-1", "林晓燕 139 0000 0001"), ("leaders-1-before", "周建平"),
            ("leaders-1", "周建平 13900000005"), ("persons-2-before", "x"), ("persons-2", "x"));

        var first = (await office.System.UseCases.ReadItems.FindFileAsync(new(1, 1), Cancellation))!.Item;
        Assert.Equal(ItemState.Open, first.State);
        Assert.Equal([new Party("林晓燕", PhoneNumber.Parse("+8613900000001"))], first.Persons);
        var group = await ConfirmAsync(browser, preview, ("persons-2-before", ""), ("persons-2", "各村支部"));
        Assert.Equal(HttpStatusCode.Conflict, group.Status);
    }

    [Fact]
    public async Task A_plan_that_is_loaded_again_shows_its_differences_before_they_are_stored()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Administrator);

        var preview = await PreviewAsync(browser, OfficeFiles.ChangedPlan);

        preview.Shows("1-2 修改 河道管护不到位 整改时限： 2026-04-03 (4月3日) → 2026-04-13 (4月13日)");
        preview.ShowsNot("1-1 修改");
        Assert.Equal(new(2026, 4, 3), await DeadlineAsync(office));
        Assert.Equal("/load?plan=1&done=again", (await ConfirmAsync(browser, preview)).Location);
        Assert.Equal(new(2026, 4, 13), await DeadlineAsync(office));
    }

    [Fact]
    public async Task Options_that_differ_from_the_preview_are_shown_before_the_plan_is_loaded()
    {
        await using var office = await Office.OpenAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Administrator);
        var preview = await PreviewAsync(browser, OfficeFiles.Plan);

        var answer = await ConfirmAsync(browser, preview, ("units", "柳树湾村、石桥村"));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        answer.Shows("请先看过再载入");
        answer.Shows("共 6 项");
        Assert.Empty(await office.System.Ledger.Plans.PlansAsync(Cancellation));
    }

    /// <summary>Blanks after the text make the file large.</summary>
    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_file_that_the_page_cannot_carry_is_chosen_again(int beyond)
    {
        await using var office = await Office.OpenAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Administrator);
        var text = Encoding.UTF8.GetBytes(OfficeFiles.Plan);
        byte[] plan = [.. text, .. Enumerable.Repeat((byte)' ', KeptFiles.MostBytes + beyond - text.Length)];
        using var first = Form(OfficeFiles.Form(("file", "plan.txt", plan)), "preview");

        var preview = await browser.PostFilesAsync("/load", "/load", first);

        var isKept = beyond <= 0;
        Assert.Equal(isKept, !preview.Text.Contains("请再选一次：plan.txt", StringComparison.Ordinal));
        using var second = Form(isKept ? [] : OfficeFiles.Form(("file", "plan.txt", plan)), "load");
        foreach (var field in (string[])["seen", "file-name", "file-kept"])
            second.Add(new StringContent(preview.Field(field)), field);
        Assert.Equal("/load?plan=1&done=new", (await browser.PostFilesAsync("/load", "/load", second)).Location);
    }

    [Fact]
    public async Task A_plan_whose_dates_have_no_year_asks_for_it_and_offers_no_loading()
    {
        await using var office = await Office.OpenAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Administrator);

        var preview = await PreviewAsync(browser, OfficeFiles.Plan.Replace("2026年3月16日", "", StringComparison.Ordinal));

        preview.Shows("请填写年份后重新读取");
        Assert.DoesNotContain("value=\"load\"", preview.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_plan_is_refused_with_the_reason_and_keeps_what_was_entered()
    {
        await using var office = await Office.OpenAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Administrator);
        using var form = Form(OfficeFiles.Form(("file", "photo.png", OfficeFiles.Png)), "preview", year: "2026");

        var answer = await browser.PostFilesAsync("/load", "/load", form);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        answer.Shows("文件格式读不了");
        Assert.Equal("2026", answer.Field("year"));
    }

    [Fact]
    public async Task A_script_in_a_title_stays_text()
    {
        await using var office = await Office.OpenAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Administrator);

        var preview = await PreviewAsync(
            browser, OfficeFiles.Plan.Replace("垃圾清运不及时", "<script>alert(1)</script>", StringComparison.Ordinal));

        Assert.Contains("&lt;script&gt;", preview.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", preview.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_may_not_load_a_plan()
    {
        await using var office = await Office.OpenAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Operator);
        using var form = Form(OfficeFiles.Form(OfficeFiles.Plan), "preview");

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/load")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostFilesAsync("/", "/load", form)).Status);
    }

    private static async Task<PageAnswer> PreviewAsync(Browser browser, string plan, string? contacts = null)
    {
        using var form = Form(OfficeFiles.Form(plan, contacts), "preview");
        return await browser.PostFilesAsync("/load", "/load", form);
    }

    private static async Task<PageAnswer> ConfirmAsync(Browser browser, PageAnswer preview, params (string Name, string Value)[] more)
    {
        using var form = Form([], "load", units: more.FirstOrDefault(m => m.Name == "units").Value ?? "");
        foreach (var field in (string[])["seen", "file-name", "file-kept", "contacts-name", "contacts-kept"])
            form.Add(new StringContent(preview.Field(field)), field);
        foreach (var (name, value) in more.Where(m => m.Name != "units"))
            form.Add(new StringContent(value), name);
        return await browser.PostFilesAsync("/load", "/load", form);
    }

    private static MultipartFormDataContent Form(MultipartFormDataContent form, string what, string year = "", string units = "")
    {
        form.Add(new StringContent(what), "do");
        form.Add(new StringContent(year), "year");
        form.Add(new StringContent(units), "units");
        return form;
    }

    private static async Task<LocalDate?> DeadlineAsync(Office office) =>
        (await office.System.Ledger.Items.FindItemAsync(new(1, 2), Cancellation))!.Value.Deadline.Date;
}
