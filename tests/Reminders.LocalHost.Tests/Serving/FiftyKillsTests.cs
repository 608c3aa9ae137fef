using System.Text.Json;
using Xunit.Sdk;

namespace Reminders.LocalHost.Tests.Serving;

/// <summary>
/// One host on its own file, or two on one storage account and one provider. Each is killed at random moments and started again, the tables
/// of the account stop and start, and plans are loaded meanwhile with retries. Each person gets exactly one SMS in the slot of each day.
/// </summary>
public sealed class FiftyKillsTests : IAsyncDisposable
{
    private const int Kills = 50;
    private const int People = 90;
    private const int LatePlans = 5;

    // Working days, each a week before a deadline. Half of the people are in plans that are loaded before the first day. The others are in
    // plans that are loaded during the day, and get their SMS at once.
    private static readonly LocalDate[] Days = [new(2026, 3, 24), new(2026, 3, 25), new(2026, 3, 26), new(2026, 3, 27), new(2026, 3, 30)];

    private readonly TemporaryFolder folder = new();
    private readonly int seed = Random.Shared.Next();
    private readonly Phones phones;
    private ServeProcess?[] hosts = [];
    private AzuriteProcess? azurite;
    private string? key;
    private int kills;
    private int strandings;
    private int loads;
    private int restarts;

    public FiftyKillsTests() => phones = new(Data);

    private string Data => Path.Combine(folder.Path, "data");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_host_that_is_killed_fifty_times_sends_everybody_exactly_one_sms_a_day()
    {
        await LiveAsync(1);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "tables")));
    }

    [Fact]
    public async Task Two_hosts_that_are_killed_fifty_times_send_everybody_exactly_one_sms_a_day()
    {
        azurite = await StartAzuriteAsync(default);
        await LiveAsync(2);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts.OfType<ServeProcess>())
            await host.DisposeAsync();
        if (azurite is not null)
            await azurite.DisposeAsync();
        folder.Dispose();
    }

    private async Task LiveAsync(int count)
    {
        hosts = new ServeProcess?[count];
        Say($"The seed is {seed}.");
        var random = new Random(seed);
        await LiveThroughAsync(Days[0].PlusDays(-1), kill: false, random, [.. Days.Select(day => PlanText(day, 0, 1, People / 2))]);
        foreach (var day in Days)
            await LiveThroughAsync(day, kill: true, random, [.. Enumerable.Range(0, LatePlans).Select(n => LatePlan(day, n))]);

        var messages = phones.Messages();
        Say(
            $"{kills} kills, {strandings} of them just after an SMS; {restarts} restarts of the tables, {loads} calls to load plans; "
            + $"{messages.Count} SMS, {messages.Count(m => m.Attempt > 1)} of them not at the first attempt.");
        Assert.Equal(Kills, kills);
        Assert.Equal(People * Days.Length, messages.Count);
    }

    private async Task LiveThroughAsync(LocalDate day, bool kill, Random random, IReadOnlyList<string> plans)
    {
        var clock = new ServeClock(folder.Path, At(day, 8, 59));
        await StartAllAsync(clock);
        await clock.RunUntilAsync(PassAsync(day, kill, random, plans, clock), () => hosts);
        await Task.WhenAll(hosts.Select(h => h!.KillAsync()));
        kills += kill ? hosts.Length : 0;
    }

    private async Task PassAsync(LocalDate day, bool kill, Random random, IReadOnlyList<string> plans, ServeClock clock)
    {
        var times = kill ? (Kills / Days.Length / hosts.Length) - 1 : 0;
        var killing = Task.WhenAll(
            Enumerable.Range(0, hosts.Length).Select(n => KillAgainAndAgainAsync(n, times, clock, new(random.Next()))));
        var moving = RestartTablesUntilAsync(killing, clock, new(random.Next()));
        await LoadAsync(plans, clock, new(random.Next()));
        await killing;
        await moving;

        if (kill)
        {
            while (clock.Now < At(day, 19, 30) && !await IsSettledAsync(day))
                await Task.Delay(50, Cancellation);
            await AssertEverybodyHasOneAsync(day);
        }
        Say($"Everything was settled at {clock.Now}.");
        if (day == Days[^1])
            await WatchForAWhileAsync(day, clock);
    }

    private async Task StartAllAsync(ServeClock clock)
    {
        var started = await Task.WhenAll(hosts.Select(_ => StartAsync(clock)));
        key ??= Assert.Single(started.Select(h => h.NewKey).OfType<string>()); // only one of two first starts makes the key
        for (var n = 0; n < hosts.Length; n++)
        {
            started[n].UseKey(key);
            await ReplaceAsync(n, started[n]);
        }
    }

    private async Task KillAgainAndAgainAsync(int number, int times, ServeClock clock, Random random)
    {
        for (var time = 0; time < times; time++)
        {
            // Every second kill comes, if possible, after the provider has taken an SMS and before the ledger knows.
            var until = clock.Now + Duration.FromSeconds(random.Next(30, 300));
            if (time % 2 == 0 && await hosts[number]!.HasSentAsync(random.Next(1, 10), () => clock.Now < until + Duration.FromMinutes(5)))
                Interlocked.Increment(ref strandings);
            else
                await hosts[number]!.UntilAsync("it is time for a kill", () => clock.Now >= until);
            await hosts[number]!.KillAsync();
            Interlocked.Increment(ref kills);
            await ReplaceAsync(number, await StartAsync(clock));
        }
    }

    /// <summary>
    /// Starts a host like a service manager: again, if the tables are away for so long that it gives up. Each item has one step, so all
    /// days are alike.
    /// </summary>
    private async Task<ServeProcess> StartAsync(ServeClock clock)
    {
        while (true)
        {
            try
            {
                return await ServeProcess.StartAsync(
                    Data,
                    clock,
                    [
                        ("Reminders__Ledger__ConnectionString", azurite?.ConnectionString ?? ""),
                        ("NO_PROXY", "127.0.0.1"),
                        ("Reminders__Policy__BeforeDays__0", "7"),
                    ],
                    key);
            }
            catch (FailException gaveUp) when (gaveUp.Message.Contains("ledger-unreachable", StringComparison.Ordinal))
            {
            }
        }
    }

    private async Task ReplaceAsync(int number, ServeProcess next)
    {
        if (Interlocked.Exchange(ref hosts[number], next) is { } old)
            await old.DisposeAsync();
    }

    private async Task RestartTablesUntilAsync(Task done, ServeClock clock, Random random)
    {
        if (azurite is null)
            return;
        while (await Task.WhenAny(done, clock.ReachAsync(clock.Now + Duration.FromMinutes(random.Next(2, 8)), Cancellation)) != done)
        {
            await azurite.DisposeAsync();
            azurite = await StartAzuriteAsync(azurite.Ports);
            restarts++;
        }
    }

    private Task<AzuriteProcess> StartAzuriteAsync(AzuritePorts ports) =>
        AzuriteProcess.StartAsync(Path.Combine(folder.Path, "tables"), _ => { }, Cancellation, ports);

    private async Task LoadAsync(IEnumerable<string> plans, ServeClock clock, Random random)
    {
        foreach (var plan in plans)
        {
            while (!await TryLoadAsync(hosts[random.Next(hosts.Length)]!, plan))
                await Task.Delay(100, Cancellation);
            await clock.ReachAsync(clock.Now + Duration.FromSeconds(random.Next(120)), Cancellation);
        }
    }

    private async Task<bool> TryLoadAsync(ServeProcess host, string plan)
    {
        loads++;
        try
        {
            var (status, answer) = await host.CallAsync(HttpMethod.Post, "/api/plans", new StringContent(plan, null, "application/json"));
            if (status == 500)
                return false;
            Assert.True(status is 200 or 201, $"{status}: {answer}");
            Assert.All(answer.GetProperty("items").EnumerateArray(), i => Assert.Equal("open", i.GetProperty("state").GetString()));
            return true;
        }
        catch (Exception gone) when (!Cancellation.IsCancellationRequested
            && gone is HttpRequestException or IOException or ObjectDisposedException or JsonException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<bool> IsSettledAsync(LocalDate day) =>
        await StatesAsync(day) is var states && states.Count == People && states.All(s => s is "sent" or "delivered");

    private async Task AssertEverybodyHasOneAsync(LocalDate day)
    {
        var slot = At(day, 9, 0);
        var messages = phones.Messages().Where(m => m.At >= At(day, 0, 0)).ToList();
        Assert.Equal(Enumerable.Range(1, People).Select(Phone), messages.Select(m => m.To).Order());
        Assert.All(messages, m => Assert.InRange(m.At, slot, At(day, 20, 0)));
        Assert.All(messages, m => Assert.StartsWith($"{slot.InUtc():uuuuMMdd'T'HHmm'Z'}-", m.Notice, StringComparison.Ordinal));
        var states = await StatesAsync(day);
        Assert.Equal(People, states.Count);
        Assert.All(states, s => Assert.True(s is "sent" or "delivered", s)); // the audit asks for receipts
    }

    private async Task WatchForAWhileAsync(LocalDate day, ServeClock clock)
    {
        var from = clock.Now;
        await hosts[0]!.UntilAsync("half an hour has passed", () => clock.Now > from + Duration.FromMinutes(30));
        await AssertEverybodyHasOneAsync(day);
        foreach (var host in hosts.OfType<ServeProcess>())
        {
            await host.UntilAsync(
                "an audit finds no problem", async () => (await host.CallAsync(HttpMethod.Get, "/api/ready")).Status == 200);
        }
    }

    private async Task<List<string?>> StatesAsync(LocalDate day)
    {
        var notices = await hosts[0]!.GetAsync($"/api/notices?from={day:uuuu-MM-dd}&to={day:uuuu-MM-dd}");
        return [.. notices.EnumerateArray().Select(n => n.GetProperty("state").GetString())];
    }

    private static string LatePlan(LocalDate day, int number)
    {
        const int Share = People / 2 / LatePlans;
        return PlanText(day, number + 1, (People / 2) + (number * Share) + 1, Share);
    }

    private static string PlanText(LocalDate day, int number, int first, int count) => JsonSerializer.Serialize(new
    {
        title = $"青松镇第{number + 1}批检查反馈问题整改方案（{day.Month}月{day.Day}日）",
        year = day.Year,
        items = Enumerable.Range(first, count).Select((person, n) => new
        {
            number = $"{n + 1}",
            title = $"第{n + 1}个问题整改不到位",
            problem = $"第{n + 1}个问题整改不到位。",
            measures = "限期整改。",
            persons = new[] { new { name = $"{"王李张刘陈杨赵黄周"[(person - 1) / 10]}{"伟芳娜敏静丽强磊军洋"[(person - 1) % 10]}", phone = Phone(person) } },
            leaders = new[] { new { name = "周建平", phone = Phone(99) } },
            deadline = new { kind = "date", date = $"{day.PlusDays(7):uuuu-MM-dd}", text = $"{day.PlusDays(7):M'月'd'日'}" },
        }),
    });

    private static string Phone(int number) => $"+86139000000{number:00}";

    private static Instant At(LocalDate day, int hour, int minute) => day.At(new(hour, minute)).InZoneStrictly(Given.Shanghai).ToInstant();

    private static void Say(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);
}
