using System.Text;
using Microsoft.Playwright;

namespace Reminders.Web.Tests.RealBrowser;

[Collection(RealBrowserTests.Name)]
public sealed class AccessibilityTests(BrowserFixture browser)
{
    private static readonly int[] Widths = [360, 768, 1280];

    // The faults that axe-core finds by the rules of WCAG 2.2, levels A and AA.
    private const string Faults = """
        async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
            .violations.map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 160)).slice(0, 3).join(' | '))
        """;

    // Wider than the window, so that a reader must scroll sideways; a table in its own scroller does not count.
    private const string Overflow = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth";

    [Theory]
    [InlineData("zh-CN", ColorScheme.Light)]
    [InlineData("zh-CN", ColorScheme.Dark)]
    [InlineData("en", ColorScheme.Light)]
    [InlineData("en", ColorScheme.Dark)]
    public async Task Every_page_is_accessible_at_every_width(string language, ColorScheme scheme)
    {
        await using var office = await Office.OpenLoadedAsync();
        var stranger = await browser.OpenAsync(office, language, scheme);
        var page = await browser.SignInAsync(office, language: language, scheme: scheme);
        foreach (var (reader, paths) in (IEnumerable<(IPage, string[])>)[(stranger, ["/sign-in"]), (page, Paths)])
        {
            foreach (var path in paths)
            {
                await reader.GotoAsync(path);
                Assert.EndsWith(path, reader.Url, StringComparison.Ordinal);
                await RequireAccessibleAsync(reader, path);
            }
        }
    }

    /// <summary>The pages that answer a form: a preview with gaps, a refusal, the outcomes of an action on several items.</summary>
    [Theory]
    [InlineData("zh-CN", ColorScheme.Light)]
    [InlineData("en", ColorScheme.Dark)]
    public async Task Every_answer_of_a_form_is_accessible_at_every_width(string language, ColorScheme scheme)
    {
        await using var office = await Office.OpenLoadedAsync();
        var page = await browser.SignInAsync(office, language: language, scheme: scheme);
        var plan = Encoding.UTF8.GetBytes(OfficeFiles.Plan.Replace("青松镇", "白云镇", StringComparison.Ordinal));

        await page.GotoAsync("/load");
        await page.Locator("[name=file]").SetInputFilesAsync(new FilePayload { Name = "plan.txt", MimeType = "text/plain", Buffer = plan });
        await page.Locator("button[value=preview]").ClickAsync();
        await page.Locator("[name=deadline-3]").WaitForAsync();
        await RequireAccessibleAsync(page, "the preview of a plan");

        await page.GotoAsync("/items/1-1#Report");
        await page.Locator("#Report [name=by]").FillAsync("林晓燕");
        await page.Locator("#Report button").ClickAsync();
        await page.GotoAsync("/items/1-1#Verify");
        await page.Locator("#Verify [name=by]").FillAsync("林晓燕");
        await page.Locator("#Verify [name=note]").FillAsync("已核查");
        await page.Locator("#Verify button").ClickAsync();
        await page.Locator("#Verify .refused").WaitForAsync();
        await RequireAccessibleAsync(page, "a refused form of an item");

        await page.GotoAsync("/board");
        await page.Locator("[name=code][value='1-1']").CheckAsync();
        await page.Locator("[name=code][value='1-2']").CheckAsync();
        await page.Locator("button[value=Urge]").ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Level = 2 }).First.WaitForAsync();
        await RequireAccessibleAsync(page, "the outcomes of an action on several items");
    }

    private async Task RequireAccessibleAsync(IPage page, string what)
    {
        // The policy of the page admits no script from outside, but the tools of the browser do.
        await page.EvaluateAsync(browser.Axe);
        foreach (var width in Widths)
        {
            await page.SetViewportSizeAsync(width, 800);
            Assert.Equal((what, width, ""), (what, width, string.Join('\n', await page.EvaluateAsync<string[]>(Faults))));
            Assert.Equal((what, width, 0), (what, width, await page.EvaluateAsync<int>(Overflow)));
        }
    }

    private static string Contact => $"/people/contacts/{RouteCalls.Id("+8613900000001")}";

    private static readonly string[] Paths =
    [
        "/", "/board", "/board?light=overdue", "/items/1-1", "/items/1-3", "/items/9-9", "/load", "/load?plan=1&done=new", "/people",
        "/people/import", Contact, $"{Contact}/handover", "/sms", "/phones", "/calendar", "/progress", "/settings",
        "/settings/history?plan=1",
    ];
}
