namespace Reminders.Simulation.Plays;

/// <summary>The ports as one host sees them; what sends may be made to see another policy.</summary>
public sealed record Ports(Ledger Ledger, INoticeQueue Queue, ISmsSender Sender, Schedule SendSchedule);

/// <summary>One process: the use cases on its ports, when its timer beats next, and until when it is down.</summary>
public sealed class Host(string name, Ports ports, Schedule schedule, string zone, InMemoryLedger truth, SkewedClock clock, Sabotage sabotage)
{
    private readonly FollowUpNotice followUp = new(ports.Ledger, ports.Queue, ports.Sender, ports.SendSchedule, clock);

    public Life Life { get; } = new(name);
    public SkewedClock Clock => clock;
    public Instant? NextBeatAt { get; set; }
    public Instant DownUntil { get; set; } = Instant.MinValue;

    /// <summary>The numbers of those who have handed over all that they did, through whatever host.</summary>
    public required ISet<PhoneNumber> Departed { get; init; }

    public Job? Scanning { get; set; }
    public Job? Pumping { get; set; }

    public LoadPlan Load { get; } = new(ports.Ledger, schedule, clock, zone);
    public ActOnItem Act { get; } = new(ports.Ledger, schedule, clock);
    public UpdateContacts Contacts { get; } = new(ports.Ledger, schedule, clock);
    public RecordAbsence Away { get; } = new(ports.Ledger, schedule, clock, zone);
    public HandOver HandOver { get; } = new(ports.Ledger, schedule, clock);
    public RecordReceipt Receipts { get; } = new(ports.Ledger, ports.Queue, schedule, clock);
    public AuditLedger Audit { get; } = new(ports.Ledger, new(ports.Ledger, ports.Queue, ports.Sender, schedule, clock), schedule, clock);
    public SendNotice Send { get; } = new(ports.Ledger, ports.Queue, ports.Sender, ports.SendSchedule, clock);

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
        var send = new SendNotice(ports.Ledger, ports.Queue, ports.Sender, ports.SendSchedule, at);
        var (_, faults) = await new QueuePump(queue.Inner, send, new(ports.Ledger, at)).DrainAsync(CancellationToken.None);
        if (faults.Count > 0)
            throw new AggregateException(faults);
    }

    private Task<ScanReport> ScanAsync(IClock at) => new ScanDeadlines(ports.Ledger, ports.Queue, followUp, schedule, at).RunAsync(CancellationToken.None);
}
