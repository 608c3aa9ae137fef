namespace Reminders.Simulation.Plays;

/// <summary>An action of a person. It starts at the given moment or, between other calls, before it.</summary>
public sealed record Deed(Instant At, string What, ItemCode? Item, Func<Host, Item?, LocalDate, Task> Do);

/// <summary>All hosts are down for a while.</summary>
public sealed record Outage(Instant From, Instant Until);

/// <summary>The start of a play: plans, people, policy, hosts and faults. A seed draws it, or the code gives it.</summary>
public sealed record Setting(string Zone, ReminderPolicy Policy, Instant Start, Duration For)
{
    public DateTimeZone TimeZone => DateTimeZoneProviders.Tzdb[Zone];
    public ImmutableArray<Deed> Deeds { get; init; } = [];
    public ImmutableArray<Outage> Outages { get; init; } = [];
    public ImmutableHashSet<PhoneNumber> Dead { get; init; } = [];
    public int Hosts { get; init; } = 1;

    /// <summary>One in this many calls meets a fault; 0 for none.</summary>
    public int FaultOneIn { get; init; }

    /// <summary>One in this many messages meets a fault of the provider; 0 for never.</summary>
    public int ProviderOneIn { get; init; }

    /// <summary>The provider hides its messages, answers unknown codes, and reports account faults in receipts.</summary>
    public bool ProviderIsOdd { get; init; }

    public int QueueOneIn { get; init; }

    /// <summary>One in this many turns waits for seconds to hours; 0 for never.</summary>
    public int PauseOneIn { get; init; }

    /// <summary>The queue is in the memory of the only host, so a crash loses its messages.</summary>
    public bool QueueIsInMemory { get; init; }

    /// <summary>An idle host takes the next message. Otherwise chance chooses the host.</summary>
    public bool IdleHostsReceive { get; init; }

    /// <summary>The queue hands out every message twice at the same time.</summary>
    public bool MessagesComeTwice { get; init; }

    /// <summary>The ledger is out of use for a while; null for never.</summary>
    public Move? Move { get; init; }

    /// <summary>Each host's clock differs by up to half a minute, and the difference changes.</summary>
    public bool ClocksDiffer { get; init; }

    /// <summary>The auditor runs during the play and not only at its end.</summary>
    public bool IsAudited { get; init; }

    /// <summary>The time without faults at the end. In long plays it is longer than the longest holiday.</summary>
    public Duration Calm { get; init; } = Duration.FromDays(14);

    /// <summary>The end of the faults.</summary>
    public Instant CalmAt => Start + For;


    /// <summary>The people of every play, with their names and numbers.</summary>
    public static Party Somebody(int number) => new($"{"甲乙丙丁戊己庚辛"[number - 1]}", Number(number));

    public static PhoneNumber Number(int number) => PhoneNumber.Parse($"+86139000000{number:00}");

    public static Actor Office { get; } = new("办公室");

    public static Setting Drawn(Chance chance)
    {
        var policy = Policies.Drawn(chance);
        var setting = new Setting(
            chance.Of("Asia/Shanghai", "Asia/Shanghai", "Asia/Shanghai", "Europe/Berlin", "America/New_York"),
            policy,
            Instant.FromUtc(2020, 1, 1, 0, 0) + chance.Between(Duration.Zero, Duration.FromDays(365 * 6)),
            Duration.FromDays(chance.Of(1, 1, 2, 2, 3, 4, 6, 10, 20, 75)))
        {
            Calm = Duration.FromDays(chance.Of(2, 2, 2, 2, 2, 2, 14)),
            Hosts = chance.Number(1, 3),
            FaultOneIn = chance.Of(0, 7, 20, 60, 200),
            ProviderOneIn = chance.Of(0, 2, 5, 20),
            QueueOneIn = chance.Of(0, 3, 15),
            PauseOneIn = chance.Of(0, 0, 10, 40),
            ClocksDiffer = chance.OneIn(3),
            IsAudited = chance.OneIn(2),
            Dead = chance.OneIn(3) ? [Number(chance.Number(1, 8))] : [],
        };
        return setting with
        {
            QueueIsInMemory = setting.Hosts == 1 && chance.OneIn(2),
            Deeds = [.. Plays.Deeds.Drawn(chance, setting)],
            Outages = [.. Enumerable.Range(0, chance.Of(0, 0, 1, 2, 3)).Select(_ => DrawnOutage(chance, setting))],
            ProviderIsOdd = chance.OneIn(4),
        };
    }

    private static Outage DrawnOutage(Chance chance, Setting setting)
    {
        var from = setting.Start + chance.Between(Duration.Zero, setting.For);
        return new(from, from + chance.Between(
            Duration.FromMinutes(1), chance.Of(Duration.FromHours(3), Duration.FromDays(2), Duration.FromDays(30))));
    }
}
