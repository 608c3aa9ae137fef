using System.Net;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Reminders.LocalHost.Tests.Serving;

/// <summary>
/// A service manager's stop in the middle of work. The exit code 0 says that <c>serve</c> ended in order: after five seconds the process
/// is ended by force, with another code.
/// </summary>
public sealed class EndingTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly ServeClock clock;
    private TwilioServer twilio = null!;

    public EndingTests() => clock = new(folder.Path, Instant.FromUtc(2026, 3, 24, 0, 58));

    private string Data => Path.Combine(folder.Path, "data");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_the_provider_does_not_answer_the_SMS_is_cut_off_and_the_next_start_finds_out_that_it_was_taken()
    {
        (string, string)[] settings = [.. ServeTwilioTests.Account, ("Twilio__ApiUrl", twilio.Address)];
        string? key;
        var hold = twilio.BeforeAnswering = new();
        await using (var serve = await ServeProcess.StartAsync(Data, clock, settings))
        {
            key = serve.NewKey;
            var form = ServeProcess.Form(("file", Tool.Plan), ("contacts", Tool.Contacts));
            Assert.Equal(201, (await serve.CallAsync(HttpMethod.Post, "/api/plans", form)).Status);
            await clock.RunUntilAsync(hold.ArrivedAsync(Cancellation), serve);

            Assert.Equal(0, await serve.EndAsync("TERM"));
        }
        twilio.BeforeAnswering = null;
        hold.Open();

        await using var next = await ServeProcess.StartAsync(Data, clock, settings, key);
        await clock.RunUntilAsync(
            next.UntilAsync("the SMS is recorded", async () => await StateAsync(next) is "sent" or "delivered"), next);
        Assert.Single(twilio.Taken);
    }

    [Fact]
    public async Task While_a_plan_is_loaded_the_load_is_cut_off_and_goes_on_when_it_is_repeated()
    {
        string? key;
        await using (var serve = await ServeProcess.StartAsync(Data, clock, []))
        {
            key = serve.NewKey;
            // Another writer keeps the load from its end.
            await using var other = new SqliteConnection($"Data Source={Path.Combine(Data, "reminders.db")};Pooling=False");
            await other.OpenAsync(Cancellation);
            await using var held = other.BeginTransaction(deferred: false);
            var body = new AwaitedContent(Plan());
            using var load = new HttpRequestMessage(HttpMethod.Post, new Uri(serve.Address, "/api/plans")) { Content = body };
            load.Headers.ExpectContinue = true;
            var loading = serve.ForwardAsync(load);
            await body.Asked;

            var ending = serve.EndAsync("TERM");
            await Assert.ThrowsAsync<HttpRequestException>(() => loading);
            await held.RollbackAsync(Cancellation);
            Assert.Equal(0, await ending);
        }

        await using var next = await ServeProcess.StartAsync(Data, clock, [], key);
        Assert.Equal(0, (await next.GetAsync("/api/items")).GetArrayLength());
        using var again = new ByteArrayContent(Plan()) { Headers = { ContentType = new("application/json") } };
        Assert.True((await next.CallAsync(HttpMethod.Post, "/api/plans", again)).Status is 200 or 201);
        Assert.Equal(Items, (await next.GetAsync("/api/items")).GetArrayLength());
    }

    public async ValueTask InitializeAsync() => twilio = await TwilioServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await twilio.DisposeAsync();
        folder.Dispose();
    }

    private const int Items = 100;

    private static byte[] Plan() => JsonSerializer.SerializeToUtf8Bytes(new
    {
        title = "青松镇专项检查反馈问题整改方案",
        year = 2026,
        items = Enumerable.Range(1, Items).Select(n => new
        {
            number = $"{n}",
            title = $"第{n}个问题整改不到位",
            problem = $"第{n}个问题整改不到位。",
            measures = "限期整改。",
            persons = new[] { new { name = "王伟", phone = "+8613900000001" } },
            leaders = new[] { new { name = "周建平", phone = "+8613900000099" } },
            deadline = new { kind = "date", date = "2026-08-31" },
        }),
    });

    private static async Task<string?> StateAsync(ServeProcess serve) =>
        (await serve.GetAsync("/api/notices?from=2026-03-01")).EnumerateArray()
            .Select(n => n.GetProperty("state").GetString()).SingleOrDefault();

    /// <summary>A JSON body that knows when the server has asked for it.</summary>
    private sealed class AwaitedContent : ByteArrayContent
    {
        private readonly TaskCompletionSource asked = new();

        public AwaitedContent(byte[] json)
            : base(json) => Headers.ContentType = new("application/json");

        public Task Asked => asked.Task.WaitAsync(Cancellation);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            asked.TrySetResult();
            return base.SerializeToStreamAsync(stream, context, cancellationToken);
        }
    }
}
