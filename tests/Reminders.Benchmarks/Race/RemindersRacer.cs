using System.Diagnostics;
using Reminders.Rows;

namespace Reminders.Benchmarks.Race;

/// <summary>Reminders with the use cases as the hosts wire them, and a clock that is set to a moment and then ticks.</summary>
/// <param name="course">The items.</param>
/// <param name="sender">The provider.</param>
/// <param name="open">Opens the ledger.</param>
/// <param name="receivers">How many messages are handled at once: one in <c>serve</c>, four in a host on Azure.</param>
internal sealed class RemindersRacer(Course course, RaceSender sender, Func<CancellationToken, Task<OpenedLedger>> open, int receivers)
    : Racer, ISmsSender
{
    private const int PlanSize = 1_000;

    // A Sunday and the two days after it.
    private static readonly Instant Evening = Given.At("2026-03-22T18:00");
    private static readonly Instant[] Slots = [Given.At("2026-03-23T09:00"), Given.At("2026-03-24T09:00")];
    private static readonly LocalDate[] Deadlines = [Given.Day("2026-03-30"), Given.Day("2026-03-31")];
    private static readonly LocalDate Later = Given.Day("2026-09-30");

    private readonly TickingClock clock = new(Evening);
    private OpenedLedger? opened;
    private UseCases? useCases;
    private ImmutableArray<QueuePump> pumps;

    public override Process? Helper => opened?.Process;

    public override async Task LoadAsync(CancellationToken cancellation)
    {
        opened = await open(cancellation);
        var queue = new InMemoryQueue(clock);
        useCases = new(opened.Ledger, queue, this, new InMemoryEvidenceStore(), Given.Schedule(), clock, Given.Zone);
        pumps = [.. Enumerable.Range(0, receivers).Select(_ => new QueuePump(queue, useCases))];
        var plans = (course.Items + PlanSize - 1) / PlanSize;
        for (var plan = 0; plan < plans; plan++)
        {
            var loaded = await useCases.LoadPlan.RunAsync(Plan(plan, plans), [], dryRun: false, Given.Office, cancellation);
            if (!loaded.Stored || loaded.Items.Any(i => i.State == ItemState.Draft))
                throw new InvalidOperationException("An item of the plan is a draft, so its person would hear nothing.");
        }
    }

    /// <summary>
    /// Runs the scan before, which looks after the notices of the last slot. The slot is now: a timer starts the scan at its instant.
    /// </summary>
    public override async Task<long> ReachAsync(int slot, CancellationToken cancellation)
    {
        clock.SetTo(Slots[slot] - InMemorySystem.ScanInterval);
        await FinishAsync(cancellation);
        clock.SetTo(Slots[slot]);
        return Stopwatch.GetTimestamp();
    }

    public override async Task<long> FinishAsync(CancellationToken cancellation)
    {
        await useCases!.ScanDeadlines.RunAsync(cancellation);
        var drained = await Task.WhenAll(pumps.Select(p => Task.Run(() => p.DrainAsync(cancellation), cancellation)));
        var faults = drained.SelectMany(d => d.Faults).ToList();
        if (faults.Count > 0)
            throw new AggregateException(faults);
        return Stopwatch.GetTimestamp();
    }

    public override async Task<long> RecordedAsync(int slot, CancellationToken cancellation) =>
        (await opened!.Ledger.Notices.NoticesSinceAsync(Slots[slot], cancellation)).Count(n => n.State == NoticeState.Sent);

    public async Task<SendOutcome> SendAsync(Sms sms, CancellationToken cancellation)
    {
        await sender.SendAsync(sms.To.Value, sms.Text);
        return new SendOutcome.Accepted($"SM{sms.Reference}");
    }

    public Task<ProviderReport?> FindAsync(Sms sms, Instant since, CancellationToken cancellation) =>
        Task.FromResult<ProviderReport?>(new($"SM{sms.Reference}", Delivered: true));

    public override ValueTask DisposeAsync() => opened?.DisposeAsync() ?? ValueTask.CompletedTask;

    // The due items are spread over all plans.
    private PlanDraft Plan(int plan, int plans) => new($"整改方案{plan + 1}", 2026, $"given")
    {
        Items =
        [
            .. Enumerable.Range(0, course.Items).Where(n => n % plans == plan).Select((n, index) => new ItemDraft(index + 1, $"{index + 1}",
                $"第{n}个问题整改不到位")
            {
                Problem = $"第{n}个问题：个别村贫困户档案填写不规范、更新不及时。",
                Measures = "对照标准逐户核实，建立长效机制，落实到人。",
                Persons = [new(Course.Name(n % course.Due), PhoneNumber.Parse(Course.Phone(n % course.Due)))],
                Leaders = [new("钱国强", Given.Phone(99))],
                Deadline = Deadline.On(n < 2 * course.Due ? Deadlines[n / course.Due] : Later, "given"),
            }),
        ],
    };

    private sealed class TickingClock(Instant start) : IClock
    {
        private Instant start = start;
        private long since = Stopwatch.GetTimestamp();

        public Instant GetCurrentInstant() => start + Duration.FromTimeSpan(Stopwatch.GetElapsedTime(since));

        public void SetTo(Instant now) => (start, since) = (now, Stopwatch.GetTimestamp());
    }
}

/// <summary>A ledger and what must be closed after it.</summary>
internal sealed record OpenedLedger(Ledger Ledger, IAsyncDisposable? Closes = null, Process? Process = null) : IAsyncDisposable
{
    public static Task<OpenedLedger> InMemoryAsync(CancellationToken cancellation) =>
        Task.FromResult<OpenedLedger>(new(new InMemoryLedger()));

    public static Task<OpenedLedger> InFileAsync(string folder)
    {
        var store = SqliteRowStore.Open(Path.Combine(folder, "reminders.db"));
        return Task.FromResult<OpenedLedger>(new(RowLedger.Of(store), store));
    }

    /// <summary>Azurite keeps its tables in memory: it stands for a service that has its own way to make writes durable.</summary>
    public static async Task<OpenedLedger> OnAzuriteAsync(CancellationToken cancellation)
    {
        var azurite = await AzuriteProcess.StartAsync(dataFolder: null, Console.Error.WriteLine, cancellation);
        return new(await TableLedger.CreateAsync(azurite.NewClient(), cancellation), azurite, Process.GetProcessById(azurite.ProcessId));
    }

    public async ValueTask DisposeAsync()
    {
        Process?.Dispose();
        if (Closes is not null)
            await Closes.DisposeAsync();
    }
}
