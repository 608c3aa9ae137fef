using System.Text.Json;

namespace Reminders.LocalHost.Tests.Serving;

/// <summary>The first days of an office with the real process.</summary>
public sealed class NewUserTests : IDisposable
{
    // 24 March 2026, 08:50 in Shanghai: the day a week before the first deadline.
    private static readonly Instant FirstDay = Instant.FromUtc(2026, 3, 24, 0, 50);

    private static readonly string[] Fields = ["code", "state", "deadline", "persons", "leaders"];

    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task A_new_office_loads_completes_and_reports_and_finds_everything_again_after_a_kill()
    {
        var data = Path.Combine(folder.Path, "data");
        var phones = new Phones(data);
        string key;
        IReadOnlyList<string> others;
        var clock = new ServeClock(folder.Path, FirstDay);
        await using (var serve = await ServeProcess.StartAsync(data, clock, []))
        {
            key = serve.NewKey!;
            // Browsers keep addresses in their history, so none may contain the key.
            Assert.DoesNotContain(
                serve.Greeting, l => l.Contains("http", StringComparison.Ordinal) && l.Contains(key, StringComparison.Ordinal));
            Assert.DoesNotContain(
                key, await File.ReadAllTextAsync(Path.Combine(data, "keys.json"), TestContext.Current.CancellationToken),
                StringComparison.Ordinal);
            Assert.Equal(0, (await serve.GetAsync("/api/plans")).GetArrayLength());

            var (previewed, preview) = await LoadAsync(serve, "?dryRun=true");
            Assert.Equal(
                (200, 6, 0),
                (previewed, preview.GetProperty("items").GetArrayLength(), (await serve.GetAsync("/api/plans")).GetArrayLength()));
            var (loaded, plan) = await LoadAsync(serve, "");
            Assert.Equal(201, loaded);
            Assert.Equal(
                ["deadline-redacted"], plan.GetProperty("items")[5].GetProperty("missing").EnumerateArray().Select(m => m.GetString()));
            Assert.Equal("open", State(await serve.SendAsync(HttpMethod.Patch, "/api/items/1-6", """{"deadline":"2026-03-31"}""")));

            // A week before 31 March: items 1 and 6.
            await clock.RunUntilAsync(serve.UntilAsync("two SMS are sent", () => phones.Messages().Count == 2), serve);
            await serve.UntilAsync("both are recorded", async () => (await SentAsync(serve)) == 2);
            others = Others(await serve.GetAsync("/api/items"));
            // An answer just before the kill must be stored too.
            Assert.Equal(
                "reported", State(await serve.SendAsync(HttpMethod.Post, "/api/items/1-1/report", """{"by":"林晓燕","note":"已清运"}""")));
            await serve.KillAsync();
        }

        // Friday, 08:50, three days later.
        clock.SetTo(FirstDay + Duration.FromDays(3));
        await using var again = await ServeProcess.StartAsync(data, clock, [], key);
        Assert.Null(again.NewKey);
        Assert.DoesNotContain(again.Greeting, l => l.Contains(key, StringComparison.Ordinal));
        Assert.Equal("reported", State((await again.GetAsync("/api/items"))[0]));
        Assert.Equal(others, Others(await again.GetAsync("/api/items")));
        Assert.Equal(
            ["Load", "Report"],
            (await again.GetAsync("/api/items/1-1")).GetProperty("history").EnumerateArray().Select(
                h => h.GetProperty("action").GetString()));
        Assert.Equal(
            (200, true),
            await LoadAsync(again, "") is var (status, body) ? (status, body.GetProperty("alreadyLoaded").GetBoolean()) : default);

        // Item 2 a week before Friday 3 April, item 3 before Sunday 5 April, item 6 three days before; item 1 is reported, and its leader
        // asked to verify it.
        await clock.RunUntilAsync(again.UntilAsync("six SMS are sent", () => phones.Messages().Count >= 6), again);
        var end = FirstDay + Duration.FromDays(3) + Duration.FromHours(1.5);
        await clock.RunUntilAsync(again.UntilAsync("an hour has passed since", () => clock.Now > end), again);
        var messages = phones.Messages();
        Assert.Equal(6, messages.Select(m => m.Notice).Distinct().Count());
        Assert.Equal(
            [
                ("+8613900000001", "1-1"), ("+8613900000004", "1-6"), ("+8613900000001", "1-3"), ("+8613900000002", "1-2"),
                ("+8613900000004", "1-6"), ("+8613900000005", "1-1"),
            ],
            messages.Take(2).OrderBy(m => m.To).Concat(messages.Skip(2).OrderBy(m => m.To)).Select(m => (m.To, m.Text.Split('，', '“')[1])));

        Assert.Equal("closed", State(await again.SendAsync(
            HttpMethod.Post, "/api/items/1-1/verify",
            """
            {"by":"周建平","note":"现场查看",
             "checks":{"problemTraced":true,"measuresDone":true,"effectReached":true,"peopleSatisfied":true}}
            """)));
        Assert.Equal(0, await again.EndAsync("INT"));
        Assert.Empty(again.Errors);
    }

    public void Dispose() => folder.Dispose();

    private static Task<(int Status, JsonElement Json)> LoadAsync(ServeProcess serve, string query) =>
        serve.CallAsync(HttpMethod.Post, "/api/plans" + query, ServeProcess.Form(("file", Tool.Plan), ("contacts", Tool.Contacts)));

    private static async Task<int> SentAsync(ServeProcess serve) =>
        (await serve.GetAsync("/api/notices?from=2026-03-01")).EnumerateArray().Count(n => State(n) == "sent");

    private static string? State(JsonElement element) => element.GetProperty("state").GetString();

    private static List<string> Others(JsonElement items) =>
        [.. items.EnumerateArray().Skip(1).Select(i => string.Join(' ', Fields.Select(f => i.GetProperty(f))))];
}
