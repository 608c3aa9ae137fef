namespace Reminders.Simulation;

/// <summary>A small plan and its deeds. The simulation plays it with every possible crash.</summary>
public sealed record SmallPlay(string Name, Setting Setting)
{
    private static readonly Instant Start = Instant.FromUtc(2020, 5, 18, 2, 0); // Monday, 10:00 in Shanghai

    private static readonly Instant Slot = Start + Duration.FromHours(47); // the day of the deadline

    private static readonly Setting Office = new(
        "Asia/Shanghai", new() { BeforeDays = [0], SupervisorAfterWorkingDays = 1 }, Start, Duration.FromHours(4 * 24 + 4))
    {
        Calm = Duration.FromDays(3.5),
    };

    private static readonly ImmutableArray<Contact> Above =
    [
        new(Setting.Somebody(7).Name, Setting.Number(7), Role.Leader) { Items = ["1", "2", "3"] },
        new(Setting.Somebody(8).Name, Setting.Number(8), Role.Supervisor),
    ];

    public static IReadOnlyList<SmallPlay> All { get; } =
    [
        new("one item from its first reminder to its supervisor", Office with { Deeds = [Deeds.Load(Start, Plan(1), Above)] }),
        new("two items of one person, one reported done, one extended", Office with
        {
            Deeds =
            [
                Deeds.Load(Start, Plan(1, 1), Above),
                Deeds.Act(Start + Duration.FromHours(26), "extends 1-1", new(1, 1), (item, _) =>
                    new ExtendItem(Setting.Office, item.Deadline.Date!.Value.PlusDays(2), "汛期")),
                Deeds.Act(Start + Duration.FromHours(49), "reports 1-2 done", new(1, 2), (_, _) => new ReportItem(Setting.Office, "完成")),
            ],
        }),
        new("a person whose number does not work is replaced", Office with
        {
            Dead = [Setting.Number(1)],
            Deeds =
            [
                Deeds.Load(Start, Plan(1, 2), Above),
                Deeds.Act(Start + Duration.FromHours(50), "makes 丙 the person of 1-1", new(1, 1), (_, _) =>
                    new CompleteItem(Setting.Office, Persons: ImmutableArray.Create(Setting.Somebody(3)))),
            ],
        }),
        new("three people in one batch, one of whose items ends", Office with
        {
            For = Duration.FromHours(2 * 24 + 4),
            Deeds =
            [
                Deeds.Load(Start, Plan(1, 2, 3), Above),
                Deeds.Act(Slot, "reports 1-2 done", new(1, 2), (_, _) => new ReportItem(Setting.Office, "完成")),
            ],
        }),
    ];

    /// <summary>Small plays in which one or two faults show that a build is broken.</summary>
    public static IReadOnlyList<SmallPlay> Scenes { get; } =
    [
        new("two hosts", All[1].Setting with { Hosts = 2, IdleHostsReceive = true }),
        new("no host for two days", All[0].Setting with
        {
            Outages = [new(Start + Duration.FromHours(46), Start + Duration.FromHours(96))],
        }),
        new("another plan in the slot", Office with
        {
            Hosts = 2,
            IdleHostsReceive = true,
            Deeds = [Deeds.Load(Start, Plan(1), Above), Deeds.Load(Start + Duration.FromHours(47), Plan(1) with { Title = "另一方案" }, Above)],
        }),
        new("a batch, and each of its messages comes again", All[3].Setting with { Hosts = 2, MessagesComeTwice = true }),
        new("a move in the middle of a batch", All[3].Setting with
        {
            Hosts = 2,
            Move = new(Slot + Duration.FromSeconds(5), Slot + Duration.FromMinutes(20)),
        }),
        new("every message comes twice", All[0].Setting with { Hosts = 2, MessagesComeTwice = true }),
        new("a load in the evening", Office with { Deeds = [Deeds.Load(Start + Duration.FromHours(57.7), Plan(1), Above)] }),
    ];

    public Outcome Play(params (int Call, bool Afterwards)[] crashes) =>
        new Play(Setting, new NamedCrashes(crashes), new(1), new(kept: false, Setting.TimeZone)).Run();

    private static PlanDraft Plan(params int[] persons) => new("整改方案", 2020, $"given")
    {
        Items = [.. persons.Select((person, i) => new ItemDraft(i + 1, null, $"问题{i + 1}")
        {
            Persons = [Setting.Somebody(person)],
            Deadline = Deadline.On(new(2020, 5, 20), "5月20日"),
        })],
    };
}

/// <summary>The outcomes of a crash at every call and at every pair of calls.</summary>
public sealed record Exhaustion(int Calls, int Singles, int Pairs, IReadOnlyList<string> Broken)
{
    /// <summary>Plays all crashes, each just before and just after the call takes effect.</summary>
    /// <param name="play">The small plan.</param>
    /// <param name="pairs">Whether the process also crashes a second time, at every later call.</param>
    /// <param name="progress">Receives the number of finished runs and the total.</param>
    public static Exhaustion Of(SmallPlay play, bool pairs = true, Action<int, int>? progress = null)
    {
        var undisturbed = play.Play();
        var broken = new List<string>();
        var gate = new Lock();
        var (singles, twos) = (0, 0);
        if (undisturbed.Broken is not null)
            return new(undisturbed.Calls, 0, 0, [$"without any crash: {undisturbed.Broken}"]);
        // A run with an early crash makes more calls, so the second crash counts that run's own calls.
        Parallel.For(0, undisturbed.Calls * 2, index =>
        {
            var first = (Call: (index / 2) + 1, Afterwards: index % 2 == 1);
            var calls = Record(play.Play(first), $"{first}", ref singles);
            for (var call = first.Call + 1; pairs && call <= calls; call++)
            {
                foreach (var afterwards in (bool[])[false, true])
                    Record(play.Play(first, (call, afterwards)), $"{first} and {(call, afterwards)}", ref twos);
            }
            progress?.Invoke(singles, undisturbed.Calls * 2);
        });
        return new(undisturbed.Calls, singles, twos, broken);

        int Record(Outcome outcome, string crashes, ref int count)
        {
            Interlocked.Increment(ref count);
            if (outcome.Broken is { } promise)
            {
                lock (gate)
                    broken.Add($"crashes {crashes}: {promise.Promise}: {promise.What}");
            }
            return outcome.Calls;
        }
    }
}
