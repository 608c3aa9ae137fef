using Microsoft.Playwright;
using Reminders.Testing.Browser;

namespace Reminders.Web.Tests.RealBrowser;

/// <summary>One browser for all tests that look at pages.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    /// <summary>In milliseconds.</summary>
    public const float Patience = 120_000;

    private ChromiumBrowser? browser;

    public string Axe => browser!.Axe;

    public async ValueTask InitializeAsync() =>
        browser = await ChromiumBrowser.StartAsync(line => TestContext.Current.SendDiagnosticMessage(line), Cancellation);

    /// <summary>A window of a reader who has never been here.</summary>
    public async Task<IPage> OpenAsync(
        Office office, string language = "zh-CN", ColorScheme scheme = ColorScheme.Light, int width = 1280, bool scripts = true)
    {
        var reader = await browser!.Pages.NewContextAsync(new()
        {
            BaseURL = office.Address.ToString(),
            Locale = language,
            ColorScheme = scheme,
            JavaScriptEnabled = scripts,
            ViewportSize = new() { Width = width, Height = 800 },
            TimezoneId = "Asia/Shanghai",
        });
        // Generous, because a busy machine is no fault of a page.
        reader.SetDefaultTimeout(Patience);
        return await reader.NewPageAsync();
    }

    /// <summary>The same, signed in with the office's key of that role.</summary>
    public async Task<IPage> SignInAsync(
        Office office, KeyRole role = KeyRole.Administrator, string language = "zh-CN", ColorScheme scheme = ColorScheme.Light,
        int width = 1280, bool scripts = true)
    {
        var page = await OpenAsync(office, language, scheme, width, scripts);
        await page.GotoAsync("/sign-in");
        await page.Locator("input[name=key]").FillAsync(office.SecretOf(role));
        await page.Locator("main button").ClickAsync();
        await page.Locator("header nav").WaitForAsync();
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class RealBrowserTests : ICollectionFixture<BrowserFixture>
{
    public const string Name = "real browser";
}
