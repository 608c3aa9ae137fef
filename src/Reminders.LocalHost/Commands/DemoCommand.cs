using System.CommandLine;
using System.Net;
using Spectre.Console;

namespace Reminders.LocalHost.Commands;

/// <summary><c>demo</c>: the sample plan on a fast clock, with everything that is sent and done, and the ledger at the end.</summary>
internal static class DemoCommand
{
    /// <summary>Easy to type: it opens nothing but the sample plan, on this machine, until the demo ends.</summary>
    private const string Key = "demo";

    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb[OfficeSettings.DefaultZone];

    public static Command Make()
    {
        var speed = Arguments.Speed("Days per second", 0.1, 1000, usual: 1.5);
        var command = new Command("demo", "The sample plan on a fast clock: every SMS, what people do, and the ledger at the end.") { speed };
        command.SetAction(async (parsed, cancellation) =>
        {
            await PlayAsync(TimeSpan.FromSeconds(1 / parsed.GetValue(speed)), cancellation);
            return 0;
        });
        return command;
    }

    private static async Task PlayAsync(TimeSpan perDay, CancellationToken cancellation)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "samples");
        var plan = await Inputs.PlanAsync(new(Path.Combine(folder, "plan.txt")), null, OfficeSettings.DefaultZone, new(), cancellation);
        var contacts = await Inputs.ContactsAsync(new(Path.Combine(folder, "contacts.csv")), new(), cancellation);
        var deadlines = plan.Items.Select(i => i.Deadline.Date).OfType<LocalDate>().ToList();
        var (first, last) = (deadlines.Min().PlusDays(-7), deadlines.Max().PlusDays(7));

        var system = new InMemorySystem(new ReminderPolicy(), OfficeSettings.DefaultZone, At(first.At(LocalTime.Midnight)));
        await using var console = await StartConsoleAsync(system, cancellation);
        await system.UseCases.LoadPlan.RunAsync(plan, contacts, dryRun: false, new("demo"), cancellation);
        Introduce(plan, console);

        var timeline = new DemoTimeline(system, Zone);
        for (var day = first; day <= last; day = day.PlusDays(1))
        {
            foreach (var happening in DemoStory.Events.Where(e => e.At.Date == day).OrderBy(e => e.At))
            {
                await system.RunUntilAsync(At(happening.At), cancellation);
                await timeline.ShowSmsAsync(cancellation);
                await ActAsync(system, happening, cancellation);
                timeline.ShowEvent(happening);
            }
            await system.RunUntilAsync(At(day.PlusDays(1).At(LocalTime.Midnight)) - Duration.Epsilon, cancellation);
            await timeline.ShowSmsAsync(cancellation);
            await system.UseCases.ScanDeadlines.RunAsync(cancellation);
            await system.UseCases.AuditLedger.RunAsync(cancellation);
            await Task.Delay(perDay, cancellation);
        }
        await LedgerTable.WriteAsync(system, last, cancellation);
        if (!Console.IsInputRedirected)
        {
            Screen.Out.WriteLine("The console stays open; press Enter to end.");
            await Console.In.ReadLineAsync(cancellation);
        }
    }

    private static async Task ActAsync(InMemorySystem system, DemoEvent happening, CancellationToken cancellation)
    {
        var result = await system.UseCases.ActOnItem.RunAsync(new(1, happening.Ordinal), happening.Command, cancellation);
        if (result.Refusal is { } refusal)
            throw new InvalidOperationException($"The demo's story does not fit the sample plan: {refusal.Message}");
    }

    private static async Task<DemoConsole> StartConsoleAsync(InMemorySystem system, CancellationToken cancellation)
    {
        var builder = LocalWeb.Builder($"http://{IPAddress.Loopback}:0");
        var app = LocalWeb.Build(builder, system.UseCases, [ApiKey.Of("demo", KeyRole.Viewer, Key)]);
        await app.StartAsync(cancellation);
        return new(app, $"{app.Urls.First()}/");
    }

    private static void Introduce(PlanDraft plan, DemoConsole console)
    {
        var screen = Screen.Out;
        screen.WriteLine($"A township has loaded its rectification plan 整改方案: {plan.Title}, {plan.Items.Length} items.");
        screen.WriteLine("From now on the clock runs fast. Nobody is really texted: what a phone would show is printed here.");
        screen.WriteLine($"The console shows the same, live: {console.Address} ; sign in with the key {Key}.");
    }

    private static Instant At(LocalDateTime local) => Zone.AtLeniently(local).ToInstant();

    private sealed record DemoConsole(WebApplication App, string Address) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
