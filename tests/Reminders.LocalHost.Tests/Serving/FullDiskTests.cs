using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Reminders.LocalHost.Tests.Serving;

/// <summary>The parts of <c>serve</c> on a disk that becomes full; a limit of the file's pages stands for it.</summary>
public sealed class FullDiskTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(Given.At("2020-05-13T08:50"));
    private readonly Lines log = new();
    private readonly SqliteRowStore store;
    private readonly Outbox outbox;
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private WebApplication? app;

    public FullDiskTests()
    {
        store = SqliteRowStore.Open(Path.Combine(folder.Path, "reminders.db"));
        outbox = new(clock);
    }

    [Fact]
    public async Task On_a_full_disk_changes_are_refused_with_the_cause_and_all_goes_on_once_there_is_room()
    {
        Assert.Equal(HttpStatusCode.Created, (await LoadAsync(Plan(1, "一"))).Status);
        store.LimitTo(1);

        var (status, refusal) = await LoadAsync(Plan(60, "二"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "ledger-unavailable"), (status, Code(refusal)));
        Assert.Contains("is full; make room.", refusal.GetProperty("detail").GetString(), StringComparison.Ordinal);
        // What was stored is read, and readiness says why nothing else works.
        Assert.Equal(1, (await GetAsync("/api/items")).Json.GetArrayLength());
        var (readiness, ready) = await GetAsync("/api/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, readiness);
        Assert.Contains(ready.GetProperty("problems").EnumerateArray(), p => Code(p) == "ledger-unavailable");
        // The slot comes, and beats pass.
        clock.SetTo(Given.At("2020-05-13T09:00"));
        await BeatsAsync();
        Assert.Empty(outbox.Messages);
        Assert.Contains("is full; make room.", Assert.Single(log.All), StringComparison.Ordinal);

        store.LimitTo(null);
        await UntilAsync(() => outbox.Messages.Count == 1);
        await UntilAsync(async () => (await GetAsync("/api/ready")).Status == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Created, (await LoadAsync(Plan(60, "二"))).Status);
        Assert.Equal(61, (await GetAsync("/api/items")).Json.GetArrayLength());
        await BeatsAsync();
        Assert.Single(outbox.Messages, m => m.To == Given.Phone(1));
        Assert.Equal(["The ledger works again."], log.All.Skip(1));
    }

    public async ValueTask InitializeAsync()
    {
        var ledger = await RowLedger.CreateAsync(store, Cancellation);
        var queue = new InMemoryQueue(clock);
        var useCases = Given.UseCasesOn(ledger, clock) with { Queue = queue, Sender = outbox };
        var builder = LocalWeb.Builder("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(log);
        var beat = TimeSpan.FromMilliseconds(10);
        builder.Services.AddHostedService(services => new LocalTimers(
            useCases, new(queue, useCases), null, new(beat, beat, beat), services.GetRequiredService<ILogger<LocalTimers>>(), store));
        var services = new Web.Routes.ApiServices(useCases) { LedgerTrouble = () => store.Trouble };
        app = LocalWeb.Build(builder, services, [ApiKey.Of("office", KeyRole.Administrator, "secret")]);
        await app.StartAsync(Cancellation);
        http.BaseAddress = new(app.Urls.First());
        http.DefaultRequestHeaders.Add("x-functions-key", "secret");
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app!.DisposeAsync();
        await store.DisposeAsync();
        folder.Dispose();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string? Code(JsonElement json) => json.GetProperty("code").GetString();

    private static string Plan(int items, string title) => JsonSerializer.Serialize(new
    {
        title = $"整改方案{title}",
        year = 2020,
        items = Enumerable.Range(1, items).Select(n => new
        {
            number = $"{n}",
            title = $"问题{n}",
            problem = new string('问', 500),
            measures = "限期整改。",
            persons = new[] { new { name = $"张{title}", phone = Given.Phone(title == "一" ? 1 : 2).Value } },
            leaders = new[] { new { name = "李四", phone = Given.Phone(11).Value } },
            deadline = new { kind = "date", date = title == "一" ? "2020-05-20" : "2020-08-20" },
        }),
    });

    private async Task<(HttpStatusCode Status, JsonElement Json)> LoadAsync(string plan)
    {
        using var content = new StringContent(plan, null, "application/json");
        using var answer = await http.PostAsync(new Uri("/api/plans", UriKind.Relative), content, Cancellation);
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement);
    }

    private async Task<(HttpStatusCode Status, JsonElement Json)> GetAsync(string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement);
    }

    // Long enough for many beats; a slower machine makes the test weaker, never wrong.
    private static Task BeatsAsync() => Task.Delay(500, Cancellation);

    private static Task UntilAsync(Func<bool> isSo) => UntilAsync(() => Task.FromResult(isSo()));

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        while (!await isSo())
            await Task.Delay(10, Cancellation);
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> lines = [];

        public IReadOnlyCollection<string> All => lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
