using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

// Makes the pictures of the documentation: the main pages of an office with the sample plan, two days after its first deadline.
//   dotnet run --project tests/Reminders.Screenshots -- docs/pictures
var folder = Directory.CreateDirectory(args is [var named] ? named : "docs/pictures").FullName;
(string Name, string Path)[] pages =
[
    ("today", "/"), ("board", "/board"), ("item", "/items/1-1"), ("load", "/load"), ("sms", "/sms"), ("calendar", "/calendar"),
];

var system = new InMemorySystem(new(), "Asia/Shanghai", Instant.FromUtc(2026, 3, 23, 1, 0));
var (secret, setting) = ApiKey.Make(KeyRole.Administrator);
await using var app = Office(system, ApiKey.Parse("值班室", setting));
await app.StartAsync();
await LoadAsync(system);
await system.RunUntilAsync(Instant.FromUtc(2026, 4, 1, 6, 0));
await ActAsync(system);
await system.RunUntilAsync(Instant.FromUtc(2026, 4, 7, 2, 0));
await system.UseCases.AuditLedger.RunAsync(CancellationToken.None);

await using var browser = await ChromiumBrowser.StartAsync(Console.WriteLine, CancellationToken.None);
foreach (var (device, width, height) in (IEnumerable<(string, int, int)>)[("desk", 1280, 900), ("phone", 390, 844)])
{
    var page = await (await browser.Pages.NewContextAsync(new()
    {
        BaseURL = app.Urls.First(),
        Locale = "zh-CN",
        ViewportSize = new() { Width = width, Height = height },
    })).NewPageAsync();
    await page.GotoAsync("/sign-in");
    await page.Locator("input[name=key]").FillAsync(secret);
    await page.Locator("main button").ClickAsync();
    await page.Locator("header nav").WaitForAsync();
    foreach (var (name, path) in pages)
    {
        await page.GotoAsync(path);
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{device}.png") });
    }
}
return;

static WebApplication Office(InMemorySystem system, ApiKey key)
{
    var builder = WebApplication.CreateSlimBuilder();
    builder.WebHost.UseUrls("http://127.0.0.1:0");
    builder.Logging.ClearProviders();
    builder.Services.AddSingleton(new ApiKeys([key], system.Ledger, system.Clock, SystemClock.Instance));
    builder.Services.AddSingleton(new ApiServices(system.UseCases) { SegmentPrice = 0.05m });
    builder.Services.AddApi();
    var app = builder.Build();
    app.UseApi();
    return app;
}

static async Task LoadAsync(InMemorySystem system)
{
    var samples = Path.Combine(AppContext.BaseDirectory, "Samples");
    var plan = PlanFile.Read(
        await File.ReadAllBytesAsync(Path.Combine(samples, "plan.txt")), "plan.txt", new(2026, new LocalDate(2026, 3, 23)));
    var contacts = ContactFile.Read(await File.ReadAllBytesAsync(Path.Combine(samples, "contacts.csv")), new()).Contacts;
    await system.UseCases.LoadPlan.RunAsync(plan, contacts, dryRun: false, new("值班室", "值班室"), CancellationToken.None);
}

static async Task ActAsync(InMemorySystem system)
{
    var item = new ItemCode(1, 1);
    var by = new Actor("林晓燕", "值班室");
    await system.UseCases.ActOnItem.RunAsync(item, new ReportItem(by, "垃圾池已清空，清运路线已重新排定。"), CancellationToken.None);
}
