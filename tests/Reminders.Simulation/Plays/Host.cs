namespace Reminders.Simulation.Plays;

/// <summary>The ports of one host. A sabotage can give the sender another policy.</summary>
public sealed record Ports(Ledger Ledger, INoticeQueue Queue, ISmsSender Sender, Schedule SendSchedule);

/// <summary>One process: its use cases and ports, its next timer beat, and the end of its downtime.</summary>
public sealed class Host(
    string name, Ports ports, Schedule schedule, string zone, InMemoryLedger truth, SkewedClock clock, Sabotage sabotage)
{
    // A sabotage can give the sender another policy than the scan.
    private readonly UseCases sending =
        new(ports.Ledger, ports.Queue, ports.Sender, new InMemoryEvidenceStore(), ports.SendSchedule, clock, zone);

    public Life Life { get; } = new(name);
    public SkewedClock Clock => clock;
    public Instant? NextBeatAt { get; set; }
    public Instant DownUntil { get; set; } = Instant.MinValue;

    /// <summary>The handovers on any host.</summary>
    public required Handovers Handovers { get; init; }

    public Job? Scanning { get; set; }
    public Job? Pumping { get; set; }

    public UseCases UseCases => sending with { Schedule = schedule };

    /// <summary>The work of one timer beat.</summary>
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

    /// <summary>Handles a batch of messages that come again.</summary>
    public async Task SendAgainAsync(IReadOnlyList<NoticeMessage> messages)
    {
        var outcomes = await sending.SendNotices.RunAsync(messages, CancellationToken.None);
        var faults = outcomes.Select(o => o.Fault).OfType<Exception>().ToList();
        if (faults.Count > 0)
            throw new AggregateException(faults);
    }

    /// <summary>Handles all messages that are ready, in batches, like the pump.</summary>
    public Task PumpAsync(SimulatedQueue queue) => PumpAsync(queue, clock);

    private async Task PumpAsync(SimulatedQueue queue, IClock at)
    {
        var (_, faults) = await new QueuePump(queue.Inner, sending with { Clock = at }).DrainAsync(CancellationToken.None);
        if (faults.Count > 0)
            throw new AggregateException(faults);
    }

    private async Task ScanAsync(IClock at)
    {
        try
        {
            await (UseCases with { Clock = at }).ScanDeadlines.RunAsync(CancellationToken.None);
        }
        catch (LedgerUnavailableException)
        {
            // The ledger is being moved.
        }
    }
}
