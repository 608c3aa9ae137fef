using System.Text;
using Microsoft.Playwright;

namespace Reminders.Web.Tests.RealBrowser;

/// <summary>A clerk's day by clicks, on a desk and on a phone, with and without scripts.</summary>
[Collection(RealBrowserTests.Name)]
public sealed class StoryTests(BrowserFixture browser)
{
    [Theory]
    [InlineData(1280, true)]
    [InlineData(360, true)]
    [InlineData(1280, false)]
    [InlineData(360, false)]
    public async Task A_plan_is_loaded_its_gap_filled_and_an_item_reported_verified_and_closed(int width, bool scripts)
    {
        await using var office = await Office.OpenAsync();
        var page = await browser.SignInAsync(office, width: width, scripts: scripts);

        await page.GetByRole(AriaRole.Link, new() { Name = "载入方案" }).First.ClickAsync();
        await page.GetByLabel("整改方案").SetInputFilesAsync(File("plan.txt", "text/plain", OfficeFiles.Plan));
        await page.GetByLabel("联系人").SetInputFilesAsync(File("contacts.csv", "text/csv", OfficeFiles.Contacts));
        await page.GetByRole(AriaRole.Button, new() { Name = "查看读取结果" }).ClickAsync();
        await ShowsAsync(page, "共 3 项：2 项可以提醒，1 项待完善");
        Assert.Empty(await office.System.Ledger.Plans.PlansAsync(Cancellation));

        await page.GetByRole(AriaRole.Button, new() { Name = "载入 3 项" }).First.ClickAsync();
        await ShowsAsync(page, "已载入，共 3 项");

        await page.GetByRole(AriaRole.Link, new() { Name = "1-3" }).First.ClickAsync();
        await FormAsync(page, "Complete", form => form.Locator("[name=day]").FillAsync("2026-06-30"));
        await ShowsAsync(page, "已办理：完善");
        await ShowsAsync(page, "2026-06-30");

        await page.GetByRole(AriaRole.Link, new() { Name = "台账", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "垃圾清运不及时" }).ClickAsync();
        await FormAsync(page, "Report", async form =>
        {
            await form.Locator("[name=note]").FillAsync("垃圾池已清空，每两天清运一次。");
            await form.Locator("[name=by]").FillAsync("林晓燕");
        });
        await ShowsAsync(page, "待核查");

        await FormAsync(page, "Verify", async form =>
        {
            foreach (var check in await form.Locator("[type=checkbox]").AllAsync())
                await check.CheckAsync();
            await form.Locator("[name=note]").FillAsync("现场看过。");
            await form.Locator("[name=by]").FillAsync("林晓燕");
        });
        await ShowsAsync(page, "须由别人核查");
        // What was entered stays in the form.
        Assert.Equal("现场看过。", await page.Locator("#Verify [name=note]").InputValueAsync());
        await page.Locator("#Verify [name=by]").FillAsync("周建平");
        await page.Locator("#Verify button").ClickAsync();
        await ShowsAsync(page, "已销号");

        Assert.Equal(
            [ItemState.Closed, ItemState.Open, ItemState.Open],
            await office.System.Ledger.Items.ItemsAsync(null, Cancellation).OrderBy(i => i.Code).Select(i => i.State)
                .ToListAsync(Cancellation));
    }

    private static FilePayload File(string name, string mediaType, string text) =>
        new() { Name = name, MimeType = mediaType, Buffer = Encoding.UTF8.GetBytes(text) };

    // Opens the form of an action, fills it and sends it.
    private static async Task FormAsync(IPage page, string action, Func<ILocator, Task> fill)
    {
        var form = page.Locator($"#{action}");
        await form.WaitForAsync();
        // The script opens the form that the address names.
        await page.WaitForLoadStateAsync();
        if (await form.GetAttributeAsync("open") is null)
            await form.Locator("summary").ClickAsync();
        await fill(form);
        await form.GetByRole(AriaRole.Button).ClickAsync();
    }

    private static Task ShowsAsync(IPage page, string text) =>
        Assertions.Expect(page.Locator("main"))
            .ToContainTextAsync(text, new() { Timeout = BrowserFixture.Patience });
}
