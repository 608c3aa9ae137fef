namespace Reminders.Testing;

/// <summary>One scan on any ledger and the sending of all queued messages, at one moment.</summary>
public sealed class SlotRun
{
    private readonly ScanDeadlines scan;
    private readonly QueuePump pump;
    private readonly SettableClock clock;
    private readonly Instant slot;

    public SlotRun(Ledger ledger, Instant now)
    {
        (clock, slot) = (new(now - Duration.FromMinutes(15)), now);
        var queue = new InMemoryQueue(clock);
        var provider = new ScriptedProvider(clock);
        var useCases = Given.UseCasesOn(ledger, clock) with { Queue = queue, Sender = provider };
        scan = useCases.ScanDeadlines;
        pump = new(queue, useCases);
        Provider = provider;
    }

    public ScriptedProvider Provider { get; }

    /// <summary>A scan 15 minutes earlier, with no due entries. It reads the office's people, and the slot reuses that reading.</summary>
    public Task<ScanReport> ScanBeforeAsync(CancellationToken cancellation) => scan.RunAsync(cancellation);

    public Task<ScanReport> ScanAsync(CancellationToken cancellation)
    {
        clock.SetTo(slot);
        return scan.RunAsync(cancellation);
    }

    /// <exception cref="AggregateException">A message could not be handled.</exception>
    public async Task SendAllAsync(CancellationToken cancellation)
    {
        clock.SetTo(slot);
        var (_, faults) = await pump.DrainAsync(cancellation);
        if (faults.Count > 0)
            throw new AggregateException(faults);
    }
}
