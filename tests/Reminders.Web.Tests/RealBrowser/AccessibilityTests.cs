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
                // The policy of the page admits no script from outside, but the tools of the browser do.
                await reader.EvaluateAsync(browser.Axe);
                foreach (var width in Widths)
                {
                    await reader.SetViewportSizeAsync(width, 800);
                    Assert.Equal((path, width, ""), (path, width, string.Join('\n', await reader.EvaluateAsync<string[]>(Faults))));
                    Assert.Equal((path, width, 0), (path, width, await reader.EvaluateAsync<int>(Overflow)));
                }
            }
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
