namespace Reminders.InMemory;

/// <summary>The whole system on the in-memory ports and a settable clock, with the same use cases as on Azure.</summary>
public sealed class InMemorySystem
{
    public static Duration ScanInterval { get; } = Duration.FromMinutes(15);

    private readonly QueuePump pump;

    public InMemorySystem(ReminderPolicy policy, string zone, Instant start)
    {
        Clock = new(start);
        Queue = new(Clock);
        Outbox = new(Clock);
        Schedule = new(policy, policy.WorkingCalendar());
        UseCases = new(Ledger, Queue, Outbox, Evidence, Schedule, Clock, zone);
        pump = new(Queue, UseCases);
    }

    public SettableClock Clock { get; }
    public InMemoryLedger Ledger { get; } = new();
    public InMemoryEvidenceStore Evidence { get; } = new();
    public InMemoryQueue Queue { get; }
    public Outbox Outbox { get; }
    public Schedule Schedule { get; }
    public UseCases UseCases { get; }

    /// <summary>Scans and drains the queue once, at the clock's present instant.</summary>
    public async Task BeatAsync(CancellationToken cancellation = default)
    {
        await UseCases.ScanDeadlines.RunAsync(cancellation);
        var (_, faults) = await pump.DrainAsync(cancellation);
        if (faults.Count > 0)
            throw new AggregateException(faults);
    }

    /// <summary>
    /// Runs up to and including the instant. Nothing happens between two entries of the agenda, so the clock jumps from one to the next.
    /// </summary>
    public async Task RunUntilAsync(Instant end, CancellationToken cancellation = default)
    {
        for (var next = NextAt; next <= end; next = Later(NextAt))
        {
            Clock.SetTo(next.Value);
            await BeatAsync(cancellation);
        }
        Clock.SetTo(end);
    }

    private Instant? NextAt => new[] { Ledger.NextAt, Queue.NextAt, NextTurn }.Min();

    // A scan follows an absence soon after it begins or ends, although nothing on the agenda says so.
    private Instant? NextTurn
    {
        get
        {
            var now = Clock.GetCurrentInstant();
            return Ledger.People.AbsencesAsync(CancellationToken.None).Result.Select(a => a.Value.NextTurn(now)).Min();
        }
    }

    // Entries that are still due after a beat wait for the next scan.
    private Instant? Later(Instant? next) => next <= Clock.GetCurrentInstant() ? Clock.GetCurrentInstant() + ScanInterval : next;
}
