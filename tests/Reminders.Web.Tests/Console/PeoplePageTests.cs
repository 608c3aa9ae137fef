using System.Net;
using System.Text;

namespace Reminders.Web.Tests.Console;

public sealed class PeoplePageTests
{
    private static string Lin => $"/people/contacts/{RouteCalls.Id("+8613900000001")}";

    [Fact]
    public async Task The_directory_is_listed_and_searched()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Operator);

        (await browser.GetAsync("/people")).Shows("林晓燕 +8613900000001 责任人 环卫站");
        var found = await browser.GetAsync("/people?q=水务站");

        found.Shows("何志强");
        found.ShowsNot("林晓燕");
        found.ShowsNot("添加联系人");
        Assert.DoesNotContain("action=\"/people/contacts\"", found.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_contact_is_added_changed_and_removed()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Administrator);

        var added = await browser.PostFormAsync(
            "/people", "/people/contacts", ("name", "邓文博"), ("phone", "139 0000 0003"), ("role", "Leader"), ("unit", "民政办"));
        Assert.Equal("/people?done=contact", added.Location);
        var contact = await ContactAsync(office, "+8613900000003");
        Assert.Equal(("邓文博", Role.Leader, "民政办"), (contact!.Name, contact.Role, contact.Unit));

        var path = $"/people/contacts/{RouteCalls.Id("+8613900000003")}";
        await browser.PostFormAsync(path, path, ("name", "邓文博"), ("phone", "139 0000 0013"), ("role", "Person"));
        Assert.Null(await ContactAsync(office, "+8613900000003"));
        Assert.Equal(Role.Person, (await ContactAsync(office, "+8613900000013"))!.Role);

        path = $"/people/contacts/{RouteCalls.Id("+8613900000013")}";
        await browser.PostFormAsync(path, $"{path}/remove");
        Assert.Null(await ContactAsync(office, "+8613900000013"));
    }

    [Fact]
    public async Task A_contact_with_a_wrong_number_is_refused_and_keeps_what_was_entered()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Administrator);

        var answer = await browser.PostFormAsync("/people", "/people/contacts", ("name", "邓文博"), ("phone", "12"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        answer.Shows("手机号码有误");
        Assert.Equal(("邓文博", "12"), (answer.Field("name"), answer.Field("phone")));
    }

    [Fact]
    public async Task A_removed_contact_whose_items_would_reach_nobody_is_told()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Administrator);

        var answer = await browser.PostFormAsync(Lin, $"{Lin}/remove");

        answer.Shows("以下保持不变");
        answer.Shows("Item 1-1 would lack");
        answer.ShowsNot("没有变动");
    }

    [Fact]
    public async Task A_change_that_one_item_refuses_lists_the_items_that_changed()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Administrator);
        var list = string.Concat(OfficeFiles.Contacts.Split('\n').Where(l => !l.Contains("林晓燕")).Select(l => l + "\n"))
            .Replace("0002", "0012", StringComparison.Ordinal);
        using var form = OfficeFiles.Form(("file", "contacts.csv", Encoding.UTF8.GetBytes(list)));
        form.Add(new StringContent("1"), "plan");
        var preview = await browser.PostFilesAsync("/people/import", "/people/import", form);

        using var confirmed = Confirmed(preview, plan: "1");
        var done = await browser.PostFilesAsync("/people/import", "/people/import", confirmed);

        done.Shows("Item 1-1 would lack");
        done.Shows("1-2 河道管护不到位 何志强、周建平、罗振华");
        done.ShowsNot("原通知");
    }

    [Fact]
    public async Task A_contact_list_with_another_plan_than_was_shown_is_not_stored_and_the_page_says_so()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Administrator);
        using var form = OfficeFiles.Form(("file", "contacts.csv", Encoding.UTF8.GetBytes(OfficeFiles.Contacts)));
        form.Add(new StringContent("1"), "plan");
        var preview = await browser.PostFilesAsync("/people/import", "/people/import", form);
        preview.ShowsNot("与刚才预览的不一样");

        using var other = Confirmed(preview, plan: "");
        (await browser.PostFilesAsync("/people/import", "/people/import", other)).Shows("与刚才预览的不一样");
    }

    [Theory]
    [InlineData("role", "Boss")]
    [InlineData("plan", "one")]
    public async Task A_handover_to_a_role_or_plan_that_cannot_be_read_is_refused(string field, string value)
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Administrator);
        (string, string)[] to = [("to-name", "邓文博"), ("to-phone", "139 0000 0003"), (field, value)];

        var answer = await browser.PostFormAsync(Lin, $"{Lin}/handover", to);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        answer.Shows("填写的内容有误");
        Assert.Equal("邓文博", answer.Field("to-name"));
    }

    [Fact]
    public async Task A_handover_shows_what_it_would_change_and_then_changes_that()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Administrator);
        var before = await office.SnapshotAsync();
        (string, string)[] to = [("to-name", "邓文博"), ("to-phone", "139 0000 0003")];

        var preview = await browser.PostFormAsync(Lin, $"{Lin}/handover", to);

        preview.Shows("林晓燕 移交给 邓文博");
        preview.Shows("1-1 垃圾清运不及时 林晓燕、周建平、罗振华 邓文博、周建平、罗振华");
        preview.ShowsNot("河道管护不到位");
        Assert.Equal(before, await office.SnapshotAsync());
        var done = await browser.PostFormAsync(Lin, $"{Lin}/handover", [.. to, ("do", "confirm")]);
        Assert.Equal("/people?done=handover", done.Location);
        Assert.Equal("邓文博", (await office.GetAsync("/api/items/1-1")).Ok().GetProperty("item").GetProperty("persons")[0].Text("name"));
    }

    [Fact]
    public async Task A_handover_to_the_same_number_is_refused()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Administrator);

        var answer = await browser.PostFormAsync(Lin, $"{Lin}/handover", ("to-name", "邓文博"), ("to-phone", "139 0000 0001"));

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        answer.Shows("两人的号码相同");
        Assert.Equal("邓文博", answer.Field("to-name"));
    }

    [Fact]
    public async Task A_contact_list_shows_what_it_would_change_and_then_replaces_the_directory()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Administrator);
        var before = await office.SnapshotAsync();
        var list = OfficeFiles.Contacts.Replace("0007", "0017", StringComparison.Ordinal);
        using var form = OfficeFiles.Form(("file", "contacts.csv", Encoding.UTF8.GetBytes(list)));
        form.Add(new StringContent("1"), "plan");

        var preview = await browser.PostFilesAsync("/people/import", "/people/import", form);

        preview.Shows("新增 1 条联系人");
        preview.Shows("罗振华 +8613900000017");
        preview.Shows("移出 1 条联系人");
        preview.Shows("罗振华 +8613900000007");
        Assert.Equal(before, await office.SnapshotAsync());
        using var confirmed = Confirmed(preview, plan: "1");
        Assert.Equal("/people?done=import", (await browser.PostFilesAsync("/people/import", "/people/import", confirmed)).Location);
        Assert.NotNull(await ContactAsync(office, "+8613900000017"));
        Assert.Null(await ContactAsync(office, "+8613900000007"));
    }

    [Fact]
    public async Task A_contact_list_with_wrong_rows_lists_them()
    {
        await using var office = await Office.OpenAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Administrator);
        using var form = OfficeFiles.Form(("file", "contacts.csv", Encoding.UTF8.GetBytes("姓名,电话\n林晓燕,12\n")));

        var answer = await browser.PostFilesAsync("/people/import", "/people/import", form);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        answer.Shows("联系人表有误");
        answer.Shows("第2行");
    }

    [Fact]
    public async Task An_absence_is_recorded_and_called_off()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Administrator);

        var recorded = await browser.PostFormAsync(
            "/people", "/people/absences", ("phone", "139 0000 0001"), ("to-name", "何志强"), ("to-phone", "139 0000 0002"),
            ("from", "2026-03-25"), ("until", "2026-03-31"), ("reason", "外出培训"));

        Assert.Equal(HttpStatusCode.SeeOther, recorded.Status);
        (await browser.GetAsync("/people")).Shows("林晓燕 +8613900000001 2026-03-25 – 2026-03-31， 代办人 何志强 +8613900000002 未开始 外出培训");
        (await browser.GetAsync("/")).Shows("林晓燕：2026-03-25 – 2026-03-31，代办人 何志强");
        var id = (await office.System.Ledger.People.AbsencesAsync(Cancellation)).Single().Value.Id;
        await browser.PostFormAsync("/people", $"/people/absences/{id}/cancel");
        Assert.NotNull((await office.System.Ledger.People.AbsencesAsync(Cancellation)).Single().Value.CancelledAt);
    }

    [Fact]
    public async Task An_absence_without_a_day_and_one_that_names_the_absentee_as_deputy_are_refused()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Administrator);
        (string, string)[] who = [("phone", "139 0000 0001"), ("to-name", "林晓燕"), ("to-phone", "139 0000 0001")];

        (await browser.PostFormAsync("/people", "/people/absences", who)).Shows("请填写日期");
        var answer = await browser.PostFormAsync("/people", "/people/absences", [.. who, ("from", "2026-03-25"), ("until", "2026-03-31")]);

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        answer.Shows("代办人不能是请假人自己");
        Assert.Equal("2026-03-31", answer.Field("until"));
    }

    [Fact]
    public async Task A_number_that_opted_out_is_flagged_and_works_again()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var browser = await Browser.SignInAsync(office, KeyRole.Operator);

        await browser.PostFormAsync("/people", "/people/opt-outs", ("phone", "139 0000 0001"));

        (await browser.GetAsync("/people")).Shows("林晓燕 +8613900000001 本人退订");
        var lifted = await browser.PostFormAsync("/people", $"/people/numbers/{RouteCalls.Id("+8613900000001")}/works");
        Assert.Equal("/people?done=works#numbers", lifted.Location);
        Assert.Empty((await office.System.Ledger.Barriers.BarriersAsync(Cancellation)).Flags);
    }

    [Fact]
    public async Task A_viewer_sees_no_directory_and_an_operator_changes_none()
    {
        await using var office = await Office.OpenLoadedAsync();
        using var viewer = await Browser.SignInAsync(office, KeyRole.Viewer);
        using var other = await Browser.SignInAsync(office, KeyRole.Operator);
        var before = await office.SnapshotAsync();

        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.GetAsync("/people")).Status);
        Assert.DoesNotContain("href=\"/people\"", (await viewer.GetAsync("/")).Html, StringComparison.Ordinal);
        foreach (var form in (string[])["/people/contacts", Lin, $"{Lin}/remove", $"{Lin}/handover", "/people/import", "/people/absences"])
            Assert.Equal(HttpStatusCode.Forbidden, (await other.PostFormAsync("/people", form, ("name", "邓文博"))).Status);
        Assert.Equal(before, await office.SnapshotAsync());
    }

    private static MultipartFormDataContent Confirmed(PageAnswer preview, string plan)
    {
        var form = new MultipartFormDataContent { { new StringContent("confirm"), "do" }, { new StringContent(plan), "plan" } };
        foreach (var field in (string[])["seen", "file-name", "file-kept"])
            form.Add(new StringContent(preview.Field(field)), field);
        return form;
    }

    private static async Task<Contact?> ContactAsync(Office office, string number) =>
        (await office.System.Ledger.People.ContactsAsync(Cancellation)).FirstOrDefault(c => c.Phone == PhoneNumber.Parse(number));
}
