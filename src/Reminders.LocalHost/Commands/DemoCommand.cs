using System.CommandLine;
using System.Net;
using Spectre.Console;

namespace Reminders.LocalHost.Commands;

/// <summary><c>demo</c>: the sample plan on a fast clock, with every SMS and action, and the ledger at the end.</summary>
internal static class DemoCommand
{
    /// <summary>Easy to type. It opens only the sample plan, on this machine, until the demo ends.</summary>
    private const string Key = "demo";

    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb[OfficeSettings.DefaultZone];

    public static Command Make()
    {
        var speed = Arguments.Speed("Days per second", 0.1, 1000, usual: 1.5);
        var command = new Command("demo", "The sample plan on a fast clock: every SMS and action, and the ledger at the end.") { speed };
        command.SetAction(async (parsed, cancellation) =>
        {
            await PlayAsync(TimeSpan.FromSeconds(1 / parsed.GetValue(speed)), cancellation);
            return 0;
        });
        return command;
    }

    private static async Task PlayAsync(TimeSpan perDay, CancellationToken cancellation)
    {
        var today = SystemClock.Instance.GetCurrentInstant().InZone(Zone).Date;
        var plan = PlanFile.Read(Sample("plan.txt"), "plan.txt", new(null, today));
        var contacts = ContactFile.Read(Sample("contacts.csv"), new());
        var deadlines = plan.Items.Select(i => i.Deadline.Date).OfType<LocalDate>().ToList();
        var (first, last) = (deadlines.Min().PlusDays(-7), deadlines.Max().PlusDays(7));

        var system = new InMemorySystem(new ReminderPolicy(), OfficeSettings.DefaultZone, At(first.At(LocalTime.Midnight)));
        await using var console = await StartConsoleAsync(system, cancellation);
        await system.UseCases.LoadPlan.RunAsync(plan, contacts.Contacts, dryRun: false, new("demo"), cancellation);
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

    private static byte[] Sample(string name)
    {
        using var sample = typeof(DemoCommand).Assembly.GetManifestResourceStream($"samples/{name}")!;
        var bytes = new byte[sample.Length];
        sample.ReadExactly(bytes);
        return bytes;
    }

    private static async Task ActAsync(InMemorySystem system, DemoEvent happening, CancellationToken cancellation)
    {
        var outcome = await system.UseCases.ActOnItem.RunAsync(new(1, happening.Ordinal), happening.Command, cancellation);
        if (outcome is Outcome<Item>.Refused(var refusal))
            throw new InvalidOperationException($"The demo's story does not fit the sample plan: {refusal.Message}");
    }

    private static async Task<DemoConsole> StartConsoleAsync(InMemorySystem system, CancellationToken cancellation)
    {
        var builder = LocalWeb.Builder($"http://{IPAddress.Loopback}:0");
        var services = new ApiServices(system.UseCases) { Phones = _ => Task.FromResult(system.Outbox.Messages) };
        var app = LocalWeb.Build(builder, services, [ApiKey.Of("demo", KeyRole.Viewer, Key)]);
        await app.StartAsync(cancellation);
        return new(app, $"{app.Urls.First()}/");
    }

    private static void Introduce(PlanDraft plan, DemoConsole console)
    {
        var screen = Screen.Out;
        screen.WriteLine($"A township has loaded its rectification plan 整改方案: {plan.Title}, {plan.Items.Length} items.");
        screen.WriteLine("From now on the clock runs fast. No SMS leaves this machine: what a phone would show is printed here.");
        screen.WriteLine($"The console shows the same, live: {console.Address} ; sign in with the key {Key}.");
    }

    private static Instant At(LocalDateTime local) => Zone.AtLeniently(local).ToInstant();

    private sealed record DemoConsole(WebApplication App, string Address) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}

/// <summary>An action in the demo, at a local time in the plan's zone.</summary>
internal sealed record DemoEvent(LocalDateTime At, int Ordinal, ItemCommand Command, string Telling);

/// <summary>
/// The people's actions: one reports on time, one not until the supervisor hears of it, one's report is returned, one gets more time.
/// </summary>
internal static class DemoStory
{
    private static readonly FourChecks AllFour = new(true, true, true, true);

    public static IReadOnlyList<DemoEvent> Events { get; } =
    [
        Report(3, 30, 1, "林晓燕", "清运线路已重排，每周公开。"),
        Verify(4, 1, 1, "周建平", "现场查看三处垃圾池，清运记录完整。"),
        Report(4, 7, 3, "林晓燕", "公厕已有专人保洁。"),
        new(new(2026, 4, 8, 10, 30), 3, new ReturnItem(new("周建平"), "照明还没有修好。"), "周建平 returns item 3 退回: the lights are still broken"),
        Extend(4, 9, 4, "唐秀英", new(2026, 4, 15), "卫生院名单4月13日才能提供。"),
        Report(4, 9, 3, "林晓燕", "照明已修复。"),
        Verify(4, 10, 3, "周建平", "洁具和照明完好，保洁时间已公布。"),
        Report(4, 14, 4, "邓文博", "名单已比对，三名对象已更新。"),
        Report(4, 15, 2, "何志强", "河面已清理，巡河改用定位打卡。"),
        Verify(4, 15, 4, "唐秀英", "抽查十户，发放无误。"),
        Verify(4, 16, 2, "周建平", "沿河查看，无漂浮物。"),
    ];

    private static DemoEvent Report(int month, int day, int ordinal, string by, string note) =>
        new(
            new(2026, month, day, 15, 0), ordinal, new ReportItem(new(by), note),
            $"{by} reports item {ordinal} done 报结: it now waits to be verified");

    private static DemoEvent Verify(int month, int day, int ordinal, string by, string note) =>
        new(
            new(2026, month, day, 16, 30), ordinal, new VerifyItem(new(by), AllFour, note),
            $"{by} verifies item {ordinal} on the spot and closes it 销号");

    private static DemoEvent Extend(int month, int day, int ordinal, string by, LocalDate deadline, string reason) =>
        new(
            new(2026, month, day, 11, 0), ordinal, new ExtendItem(new(by), deadline, reason),
            $"{by} grants more time for item {ordinal} 延期: until {deadline:uuuu-MM-dd}");
}

/// <summary>The SMS of the demo as they are sent, and the people's actions between them.</summary>
internal sealed class DemoTimeline(InMemorySystem system, DateTimeZone zone)
{
    private readonly Timeline timeline = new();
    private int shown;

    public async Task ShowSmsAsync(CancellationToken cancellation)
    {
        foreach (var message in system.Outbox.MessagesFrom(shown))
        {
            shown++;
            timeline.Show(await RehearsedSms.OfAsync(system, message, zone, cancellation));
        }
    }

    public void ShowEvent(DemoEvent happening)
    {
        timeline.Day(happening.At.Date);
        timeline.Line($"  {happening.At:HH:mm} {happening.Telling}", new Style(Color.Aqua));
    }
}

/// <summary>The ledger at the end: how each item stands, and how many SMS it took.</summary>
internal static class LedgerTable
{
    public static async Task WriteAsync(InMemorySystem system, LocalDate today, CancellationToken cancellation)
    {
        var notices = await system.Ledger.Notices.NoticesSinceAsync(Instant.MinValue, cancellation);
        var sent = notices.Where(n => n.State is NoticeState.Sent or NoticeState.Delivered).ToList();
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns("Item 事项", "Title 标题", "Deadline 时限", "Person 责任人", "State 状态", "SMS");
        var states = new List<ItemState>();
        await foreach (var item in system.UseCases.ReadItems.ItemsAsync(null, cancellation))
        {
            var light = Lights.Of(item, today, system.Schedule.Policy.NearDays);
            var standing = Standing.Words(item.State, light, item.Missing, Lateness.WorkingDays(item, today, system.Schedule.Calendar));
            var told = sent.Count(n => n.Steps.Any(s => s.Id.Item == item.Code && s.Dropped is null));
            table.AddRow(
                new Text($"{item.Code}"), new Text(item.Title),
                new Text(item.Deadline.Date is { } date ? $"{date:uuuu-MM-dd}" : item.Deadline.Text),
                new Text(string.Join('、', item.Persons.Select(p => p.Name))), new Text(standing, new Style(Standing.Colour(light))),
                new Text($"{told}"));
            states.Add(item.State);
        }
        Screen.Out.WriteLine();
        Screen.Out.WriteLine($"The ledger 台账 on {today:uuuu-MM-dd}");
        Screen.Out.Write(table);
        Screen.Out.WriteLine(
            $"{sent.Count} SMS sent to {sent.Select(n => n.To).Distinct().Count()} people. "
            + $"{Count(ItemState.Closed)} items closed, {Count(ItemState.Open)} open, "
            + $"{Count(ItemState.Reported)} waiting to be verified, {Count(ItemState.Draft)} incomplete.");

        int Count(ItemState state) => states.Count(s => s == state);
    }
}
