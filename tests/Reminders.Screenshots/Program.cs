using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

// Makes the pictures of the documentation.
//   dotnet run --project tests/Reminders.Screenshots -- docs/pictures
var folder = Directory.CreateDirectory(args is [var named] ? named : "docs/pictures").FullName;
(string Name, string Path)[] pages =
[
    ("today", "/"), ("board", "/board"), ("item", "/items/1-1"), ("load", "/load"), ("sms", "/sms"), ("calendar", "/calendar"),
];

await using var browser = await ChromiumBrowser.StartAsync(Console.WriteLine, CancellationToken.None);

// The sample plan, some days after its first deadline.
var system = new InMemorySystem(new(), "Asia/Shanghai", Instant.FromUtc(2026, 3, 23, 1, 0));
var samples = Path.Combine(AppContext.BaseDirectory, "Samples");
await LoadAsync(
    system, "plan.txt", File.ReadAllBytes(Path.Combine(samples, "plan.txt")), File.ReadAllBytes(Path.Combine(samples, "contacts.csv")));
await system.RunUntilAsync(Instant.FromUtc(2026, 4, 1, 6, 0));
await system.UseCases.ActOnItem.RunAsync(
    new(1, 1), new ReportItem(new("林晓燕", "值班室"), "垃圾池已清空，清运路线已重新排定。"), CancellationToken.None);
await system.RunUntilAsync(Instant.FromUtc(2026, 4, 7, 2, 0));
await system.UseCases.AuditLedger.RunAsync(CancellationToken.None);
await using (var office = await Office.OpenAsync(system, SmsWay.Twilio, browser))
{
    foreach (var (device, width, height) in (IEnumerable<(string, int, int)>)[("desk", 1280, 900), ("phone", 390, 844)])
    {
        var page = await office.SignInAsync(width, height);
        foreach (var (name, path) in pages)
            await TakeAsync(page, path, $"{name}-{device}");
    }
}

// The first SMS of docs/office.md.
foreach (var way in (SmsWay[])[SmsWay.Outbox, SmsWay.TwilioTrial])
{
    var first = new InMemorySystem(new(), "Asia/Shanghai", Instant.FromUtc(2026, 12, 1, 1, 30));
    await LoadAsync(
        first, "try.csv", "问题,整改措施,责任人,责任领导,完成时限\n试发短信,收到即可,张三,李四,2026年12月2日\n"u8.ToArray(),
        "姓名,电话,角色\n张三,139 0000 0001,责任人\n李四,139 0000 0002,责任领导\n"u8.ToArray());
    await first.RunUntilAsync(Instant.FromUtc(2026, 12, 1, 1, 45));
    await first.UseCases.AuditLedger.RunAsync(CancellationToken.None);
    await using var office = await Office.OpenAsync(first, way, browser);
    if (way == SmsWay.Outbox)
        await TakeAsync(await office.PageAsync(1280, 560), "/sign-in", "office-sign-in");
    var (path, picture) = way == SmsWay.Outbox ? ("/", "office-loaded") : ("/sms", "office-trial");
    await TakeAsync(await office.SignInAsync(1280, 560), path, picture);
}
return;

async Task TakeAsync(IPage page, string path, string name)
{
    await page.GotoAsync(path);
    await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png") });
}

static async Task LoadAsync(InMemorySystem system, string name, byte[] plan, byte[] contacts)
{
    var draft = PlanFile.Read(plan, name, new(2026, new LocalDate(2026, 3, 23)));
    var people = ContactFile.Read(contacts, new()).Contacts;
    await system.UseCases.LoadPlan.RunAsync(draft, people, dryRun: false, new("值班室", "值班室"), CancellationToken.None);
}

/// <summary>An office on Kestrel, and a browser that looks at it.</summary>
internal sealed class Office(WebApplication app, string secret, ChromiumBrowser browser) : IAsyncDisposable
{
    public static async Task<Office> OpenAsync(InMemorySystem system, SmsWay way, ChromiumBrowser browser)
    {
        var (secret, setting) = ApiKey.Make(KeyRole.Administrator);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(new ApiKeys([ApiKey.Parse("值班室", setting)], system.Ledger, system.Clock, SystemClock.Instance));
        builder.Services.AddSingleton(new ApiServices(system.UseCases) { SegmentPrice = 0.05m, SmsWay = way });
        builder.Services.AddApi();
        var app = builder.Build();
        app.UseApi();
        await app.StartAsync();
        return new(app, secret, browser);
    }

    public async Task<IPage> PageAsync(int width, int height)
    {
        var reader = await browser.Pages.NewContextAsync(new()
        {
            BaseURL = app.Urls.First(),
            Locale = "zh-CN",
            ViewportSize = new() { Width = width, Height = height },
        });
        return await reader.NewPageAsync();
    }

    public async Task<IPage> SignInAsync(int width, int height)
    {
        var page = await PageAsync(width, height);
        await page.GotoAsync("/sign-in");
        await page.Locator("input[name=key]").FillAsync(secret);
        await page.Locator("main button").ClickAsync();
        await page.Locator("header nav").WaitForAsync();
        return page;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
