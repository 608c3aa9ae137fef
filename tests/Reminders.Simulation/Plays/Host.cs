namespace Reminders.Simulation.Plays;

/// <summary>The ports as one host sees them; what sends may be made to see another policy.</summary>
public sealed record Ports(Ledger Ledger, INoticeQueue Queue, ISmsSender Sender, Schedule SendSchedule);

/// <summary>One process: the use cases on its ports, when its timer beats next, and until when it is down.</summary>
public sealed class Host(string name, Ports ports, Schedule schedule, string zone, InMemoryLedger truth, SkewedClock clock, Sabotage sabotage)
{
    // What sends may see another policy than what scans.
    private readonly UseCases sending =
        new(ports.Ledger, ports.Queue, ports.Sender, new InMemoryEvidenceStore(), ports.SendSchedule, clock, zone);

    public Life Life { get; } = new(name);
    public SkewedClock Clock => clock;
    public Instant? NextBeatAt { get; set; }
    public Instant DownUntil { get; set; } = Instant.MinValue;

    /// <summary>The numbers of those who have handed over all that they did, through whatever host.</summary>
    public required ISet<PhoneNumber> Departed { get; init; }

    public Job? Scanning { get; set; }
    public Job? Pumping { get; set; }

    public UseCases UseCases => sending with { Schedule = schedule };
    public SendNotice Send => sending.SendNotice;

    /// <summary>The timer's beat.</summary>
    public async Task ScanAsync(SimulatedQueue queue)
    {
        if (sabotage == Sabotage.DayByDay && truth.NextAt is { } missed)
        {
            for (var day = missed; day < clock.GetCurrentInstant() - Duration.FromDays(1); day += Duration.FromDays(1))
            {
                var then = new SettableClock(day + Duration.FromMinutes(1));
                await ScanAsync(then);
                await PumpAsync(queue, then);
            }
        }
        await ScanAsync(clock);
    }

    /// <summary>All messages that can be had now, one after the other, as the pump does it.</summary>
    public Task PumpAsync(SimulatedQueue queue) => PumpAsync(queue, clock);

    private async Task PumpAsync(SimulatedQueue queue, IClock at)
    {
        var (_, faults) = await new QueuePump(queue.Inner, sending with { Clock = at }).DrainAsync(CancellationToken.None);
        if (faults.Count > 0)
            throw new AggregateException(faults);
    }

    private Task<ScanReport> ScanAsync(IClock at) => (UseCases with { Clock = at }).ScanDeadlines.RunAsync(CancellationToken.None);
}
