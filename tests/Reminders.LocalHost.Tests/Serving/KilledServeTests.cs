using System.Text.Json;

namespace Reminders.LocalHost.Tests.Serving;

/// <summary>A <c>serve</c> with its own ledger is killed while it sends. No SMS is lost, and none is sent twice.</summary>
public sealed class KilledServeTests : IDisposable
{
    internal const int People = 20;
    private const string GivenNames = "伟芳娜敏静丽强磊军洋勇艳杰涛明超兰霞平刚";

    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Kills_at_any_moment_of_a_slot_leave_everybody_with_exactly_one_sms()
    {
        var data = Path.Combine(folder.Path, "data");
        var phones = new Phones(data);
        var clock = new ServeClock(folder.Path, Instant.FromUtc(2026, 3, 24, 0, 58)); // two minutes before the slot
        string? key = null;
        foreach (var least in (int[])[1, 9])
        {
            await using var serve = await ServeProcess.StartAsync(data, clock, [], key);
            if (key is null)
            {
                var items = (await serve.SendAsync(HttpMethod.Post, "/api/plans", Plan())).GetProperty("items").EnumerateArray();
                Assert.Equal(People, items.Count(i => i.GetProperty("state").GetString() == "open"));
            }
            key ??= serve.NewKey;
            await clock.RunUntilAsync(serve.UntilAsync($"{least} SMS are sent", () => phones.Messages().Count >= least), serve);
            await serve.KillAsync();
            phones.LeaveHalfALine();
        }

        await using var last = await ServeProcess.StartAsync(data, clock, [], key);
        await clock.RunUntilAsync(last.UntilAsync("everybody has one", () => phones.Messages().Count >= People), last);
        await clock.RunUntilAsync(
            last.UntilAsync("all are recorded", async () => (await NoticesAsync(last)).Count(n => n is "sent" or "delivered") >= People),
            last);
        var since = clock.Now;
        await clock.RunUntilAsync(last.UntilAsync("half an hour has passed", () => clock.Now > since + Duration.FromMinutes(30)), last);

        var messages = phones.Messages();
        Assert.Equal(Enumerable.Range(1, People).Select(Phone), messages.Select(m => m.To).Order());
        Assert.Equal(People, messages.Select(m => m.Notice).Distinct().Count());
        Assert.Equal(People, (await NoticesAsync(last)).Count(n => n is "sent" or "delivered"));
        Assert.Empty(last.Errors);
    }

    public void Dispose() => folder.Dispose();

    internal static string Phone(int number) => $"+86139000000{number:00}";

    internal static string Plan() => JsonSerializer.Serialize(new
    {
        title = "青松镇专项检查反馈问题整改方案",
        year = 2026,
        items = Enumerable.Range(1, People).Select(n => new
        {
            number = $"{n}",
            title = $"第{n}个问题整改不到位",
            problem = $"第{n}个问题整改不到位。",
            measures = "限期整改。",
            persons = new[] { new { name = $"王{GivenNames[n - 1]}", phone = Phone(n) } },
            leaders = new[] { new { name = "周建平", phone = Phone(99) } },
            deadline = new { kind = "date", date = "2026-03-31", text = "3月31日" },
        }),
    });

    internal static async Task<IReadOnlyList<string?>> NoticesAsync(ServeProcess serve) =>
        [.. (await serve.GetAsync("/api/notices?from=2026-03-01")).EnumerateArray().Select(n => n.GetProperty("state").GetString())];
}
