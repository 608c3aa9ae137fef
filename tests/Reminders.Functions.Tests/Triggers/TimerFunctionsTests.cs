using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;

namespace Reminders.Functions.Tests.Triggers;

/// <summary>One run of each timer.</summary>
public sealed class TimerFunctionsTests : HttpMessageHandler, IAsyncDisposable
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private readonly World world = new(Given.At("2020-05-12T10:00"));
    private readonly TestBus bus;
    private readonly List<Uri> heartbeats = [];

    public TimerFunctionsTests() => bus = new(world.Clock);

    public async ValueTask DisposeAsync()
    {
        await bus.DisposeAsync();
        Dispose();
    }

    [Fact]
    public async Task A_scan_queues_what_is_due_and_is_on_record()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        world.Clock.SetTo(Given.At("2020-05-13T09:00"));

        await Functions().ScanAsync(new TimerInfo(), Cancellation);

        Assert.Equal("reminders", bus.Sends.Single().Queue);
        Assert.Equal(world.Now, (await world.Ledger.Watch.WatchAsync(Cancellation)).LastScan!.At);
    }

    [Fact]
    public async Task A_late_or_repeated_scan_reminds_everybody_once()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        world.Clock.SetTo(Given.At("2020-05-15T11:00"));

        await Task.WhenAll(
            Functions().ScanAsync(new TimerInfo { IsPastDue = true }, Cancellation), Functions().ScanAsync(new TimerInfo(), Cancellation));
        await Functions().ScanAsync(new TimerInfo(), Cancellation);

        Assert.Single(bus.Sends.SelectMany(s => s.MessageIds));
    }

    [Fact]
    public async Task Only_an_audit_without_problems_calls_the_heartbeat()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        await Functions().AuditAsync(new TimerInfo(), Cancellation);
        Assert.Empty(heartbeats); // no scan has run yet

        await Functions().ScanAsync(new TimerInfo(), Cancellation);
        await Functions().AuditAsync(new TimerInfo(), Cancellation);

        Assert.Equal(new Uri("https://beat.example/"), Assert.Single(heartbeats));
    }

    [Fact]
    public async Task Dead_letters_are_drained()
    {
        var body = MessageBody.Of(new("n", 1, NoticeKind.Escalation));
        await bus.GiveUpAsync("escalations", new(body) { MessageId = "n-1" }, null, Cancellation);

        await Functions().DrainAsync(new TimerInfo(), Cancellation);

        var letters = await world.Ledger.Watch.DeadLettersSinceAsync(Instant.MinValue, Cancellation);
        Assert.Equal(("n-1", "unknown"), Assert.Single(letters.Select(l => (l.MessageId, l.Reason))));
        Assert.Empty(bus.Broker["escalations/$deadletterqueue"].Peek());
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        heartbeats.Add(request.RequestUri!);
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
    }

    private TimerFunctions Functions()
    {
        var useCases = world.UseCases with { Queue = new ServiceBusNoticeQueue(bus.Client) };
        return new(
            useCases,
            new(bus.Client, useCases),
            // No test backs up.
            new(TableAccount.Connect("UseDevelopmentStorage=true"), new("UseDevelopmentStorage=true"), world.Ledger, world.Clock),
            new Heartbeat(new(this, disposeHandler: false), new("https://beat.example/"), NullLogger<Heartbeat>.Instance));
    }
}
