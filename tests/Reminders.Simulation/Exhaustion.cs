namespace Reminders.Simulation;

/// <summary>A small plan with all that happens to it, for playing every possible death.</summary>
public sealed record SmallPlay(string Name, Setting Setting)
{
    private static readonly Instant Start = Instant.FromUtc(2020, 5, 18, 2, 0); // Monday, 10:00 in Shanghai

    private static readonly Setting Office = new("Asia/Shanghai", new() { BeforeDays = [0], SupervisorAfterWorkingDays = 1 }, Start, Duration.FromHours(4 * 24 + 4))
    {
        Calm = Duration.FromDays(3.5),
    };

    private static readonly ImmutableArray<Contact> Above =
    [
        new(Setting.Somebody(7).Name, Setting.Number(7), Role.Leader) { Items = ["1", "2"] },
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
                Deeds.Act(Start + Duration.FromHours(26), "extends 1-1", new(1, 1), (item, _) => new ExtendItem(Setting.Office, item.Deadline.Date!.Value.PlusDays(2), "汛期")),
                Deeds.Act(Start + Duration.FromHours(49), "reports 1-2 done", new(1, 2), (_, _) => new ReportItem(Setting.Office, "完成")),
            ],
        }),
        new("a person whose number does not work is replaced", Office with
        {
            Dead = [Setting.Number(1)],
            Deeds =
            [
                Deeds.Load(Start, Plan(1, 2), Above),
                Deeds.Act(Start + Duration.FromHours(50), "makes 丙 the person of 1-1", new(1, 1), (_, _) => new CompleteItem(Setting.Office, Persons: ImmutableArray.Create(Setting.Somebody(3)))),
            ],
        }),
    ];

    /// <summary>Plays it with these deaths.</summary>
    public Outcome Play(params (int Call, bool Afterwards)[] deaths) =>
        new Play(Setting, new NamedDeaths(deaths), new(1), new(kept: false, Setting.TimeZone)).Run();

    private static PlanDraft Plan(params int[] persons) => new("整改方案", 2020, "given")
    {
        Items = [.. persons.Select((person, i) => new ItemDraft(i + 1, null, $"问题{i + 1}") { Persons = [Setting.Somebody(person)], Deadline = Deadline.On(new(2020, 5, 20), "5月20日") })],
    };
}

/// <summary>What it came to when a process died at every call, and at every pair of calls.</summary>
public sealed record Exhaustion(int Calls, int Singles, int Pairs, IReadOnlyList<string> Broken)
{
    /// <summary>Plays all deaths, each just before and just after the call took effect.</summary>
    /// <param name="play">The small plan.</param>
    /// <param name="pairs">Whether the process also dies a second time, at every later call.</param>
    /// <param name="progress">Is told how many runs are done, of how many at most.</param>
    public static Exhaustion Of(SmallPlay play, bool pairs = true, Action<int, int>? progress = null)
    {
        var undisturbed = play.Play();
        var broken = new List<string>();
        var gate = new Lock();
        var (singles, twos) = (0, 0);
        if (undisturbed.Broken is not null)
            return new(undisturbed.Calls, 0, 0, [$"without any death: {undisturbed.Broken}"]);
        // A run in which the process died early makes more calls than one in which it did not; the second death goes on to that run's own end.
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

        int Record(Outcome outcome, string deaths, ref int count)
        {
            Interlocked.Increment(ref count);
            if (outcome.Broken is { } promise)
            {
                lock (gate)
                    broken.Add($"deaths {deaths}: {promise.Promise}: {promise.What}");
            }
            return outcome.Calls;
        }
    }
}
