using System.Net;
using Microsoft.AspNetCore.Builder;

namespace Reminders.LocalHost.Tests.Commands;

/// <summary>An office in this process with the ports in memory, and commands on it with the administrator's key.</summary>
internal sealed class RunningOffice : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly string secret;

    private RunningOffice(WebApplication app, InMemorySystem system, string secret) =>
        (this.app, System, this.secret) = (app, system, secret);

    public InMemorySystem System { get; }

    public string Url => app.Urls.First();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>An office with nothing loaded, at 08:50 in Shanghai on the day of the sample plan's first reminder.</summary>
    public static async Task<RunningOffice> OpenAsync(Instant? now = null)
    {
        var system = new InMemorySystem(new ReminderPolicy(), "Asia/Shanghai", now ?? Instant.FromUtc(2026, 3, 24, 0, 50));
        var (secret, setting) = ApiKey.Make(KeyRole.Administrator);
        var app = LocalWeb.Build(
            LocalWeb.Builder($"http://{IPAddress.Loopback}:0"), new(system.UseCases), [ApiKey.Parse("administrator", setting)]);
        await app.StartAsync(Cancellation);
        return new(app, system, secret);
    }

    /// <summary>An office with the sample plan.</summary>
    public static async Task<RunningOffice> OpenLoadedAsync(Instant? now = null)
    {
        var office = await OpenAsync(now);
        var plan = PlanFile.Read(await File.ReadAllBytesAsync(Tool.Plan, Cancellation), "plan.txt", new(null, new(2026, 3, 24)));
        var contacts = ContactFile.Read(await File.ReadAllBytesAsync(Tool.Contacts, Cancellation)).Contacts;
        await office.System.UseCases.LoadPlan.RunAsync(plan, contacts, dryRun: false, new("administrator", "administrator"), Cancellation);
        return office;
    }

    public OfficeClient NewClient() => new(new(Url), secret);

    /// <summary>Runs a command that prints no tables.</summary>
    public Task<ToolResult> RunAsync(params string[] args) => Tool.RunInsideAsync([.. args, "--url", Url, "--key", secret]);

    /// <summary>Runs a command that prints tables or progress, with address and key in the environment.</summary>
    public Task<ToolResult> RunOutsideAsync(params string[] args) =>
        Tool.RunAsync(args, (OfficeOptions.UrlVariable, Url), (OfficeOptions.KeyVariable, secret));

    public async Task<Item> ItemAsync(int ordinal) => (await System.Ledger.Items.FindItemAsync(new(1, ordinal), Cancellation))!.Value;

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
