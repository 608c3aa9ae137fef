namespace Reminders.Testing;

/// <summary>One scan on any ledger and the sending of all queued messages, at one moment.</summary>
public sealed class SlotRun
{
    private readonly ScanDeadlines scan;
    private readonly QueuePump pump;

    public SlotRun(Ledger ledger, Instant now)
    {
        var clock = new SettableClock(now);
        var queue = new InMemoryQueue(clock);
        var provider = new ScriptedProvider(clock);
        var useCases = Given.UseCasesOn(ledger, clock) with { Queue = queue, Sender = provider };
        scan = useCases.ScanDeadlines;
        pump = new(queue, useCases);
        Provider = provider;
    }

    public ScriptedProvider Provider { get; }

    public Task<ScanReport> ScanAsync(CancellationToken cancellation) => scan.RunAsync(cancellation);

    /// <exception cref="AggregateException">A message could not be handled.</exception>
    public async Task SendAllAsync(CancellationToken cancellation)
    {
        var (_, faults) = await pump.DrainAsync(cancellation);
        if (faults.Count > 0)
            throw new AggregateException(faults);
    }
}
