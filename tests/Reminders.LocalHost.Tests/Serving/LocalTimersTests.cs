using System.Net;
using Microsoft.Extensions.Logging.Abstractions;

namespace Reminders.LocalHost.Tests.Serving;

/// <summary>The timers of <c>serve</c> with the ports in memory.</summary>
public sealed class LocalTimersTests : IDisposable
{
    private static readonly Beats Quick = new(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(5));

    private readonly InMemorySystem system = new(new(), Given.Zone, Given.At("2020-05-13T08:50"));
    private readonly Listener listener = new();
    private readonly HttpClient http;

    public LocalTimersTests() => http = new(listener);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_heartbeat_is_called_only_after_an_audit_without_problems()
    {
        await system.Ledger.Barriers.SaveHaltAsync(
            new SendingHalt("30002", system.Clock.GetCurrentInstant(), Given.At("2020-05-13T09:20")), Cancellation);
        using var timers = await StartAsync(scanIsOff: false);
        await AuditsAsync(3);
        Assert.Equal(0, listener.Calls);

        await system.Ledger.Barriers.SaveHaltAsync(null, Cancellation);
        while (listener.Calls == 0)
            await Task.Delay(5, Cancellation);
        await timers.StopAsync(Cancellation);
    }

    [Fact]
    public async Task The_heartbeat_is_not_called_while_the_scan_is_switched_off()
    {
        using var timers = await StartAsync(scanIsOff: true);
        await AuditsAsync(3);
        await timers.StopAsync(Cancellation);

        Assert.Equal(0, listener.Calls);
        var watch = await system.Ledger.Watch.WatchAsync(Cancellation);
        Assert.Null(watch.LastScan);
        Assert.Equal("scan-switched-off", Assert.Single(watch.LastAudit!.Problems).Code);
    }

    [Fact]
    public async Task The_first_audit_finds_that_a_scan_has_run()
    {
        using var timers = await StartAsync(scanIsOff: false, Quick with { Audit = Timeout.InfiniteTimeSpan });
        while (listener.Calls == 0)
            await Task.Delay(5, Cancellation);
        await timers.StopAsync(Cancellation);

        Assert.True((await system.Ledger.Watch.WatchAsync(Cancellation)).LastAudit!.Holds);
    }

    public void Dispose() => http.Dispose();

    private async Task<LocalTimers> StartAsync(bool scanIsOff, Beats? beats = null)
    {
        var useCases = system.UseCases with { ScanIsOff = scanIsOff };
        var timers = new LocalTimers(
            useCases,
            new(system.Queue, useCases),
            new(http, new("http://watch.example/"), NullLogger<Heartbeat>.Instance),
            beats ?? Quick,
            NullLogger<LocalTimers>.Instance);
        await timers.StartAsync(Cancellation);
        return timers;
    }

    // Audits differ by their instants.
    private async Task AuditsAsync(int count)
    {
        for (var seen = 0; seen < count; seen++)
        {
            var now = system.Clock.GetCurrentInstant() + Duration.FromSeconds(1);
            system.Clock.SetTo(now);
            while ((await system.Ledger.Watch.WatchAsync(Cancellation)).LastAudit is not { } audit || audit.At < now)
                await Task.Delay(5, Cancellation);
        }
    }

    private sealed class Listener : HttpMessageHandler
    {
        private int calls;

        public int Calls => calls;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref calls);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
        }
    }
}
