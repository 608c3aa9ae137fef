namespace Reminders.Testing;

/// <summary>
/// The use cases on the in-memory ports, with a provider that can be scripted and a wire on which the process can crash. Time stands still
/// until a test moves it.
/// </summary>
public sealed class World
{
    private readonly QueuePump pump;

    public World(Instant start, ReminderPolicy? policy = null, Wire? wire = null)
    {
        Clock = new(start);
        Queue = new(Clock);
        Provider = new(Clock);
        Wire = wire ?? new();
        Schedule = Given.Schedule(policy);
        UseCases = new(Ledger, Queue, Provider, Evidence, Schedule, Clock, Given.Zone);
        Wired = UseCases with
        {
            Ledger = Wire.Through(Ledger),
            Queue = Wire.Port<INoticeQueue>(Queue),
            Sender = Wire.Port<ISmsSender>(Provider),
        };
        pump = new(Queue, Wired);
    }

    public SettableClock Clock { get; }
    public InMemoryLedger Ledger { get; } = new();
    public InMemoryQueue Queue { get; }
    public ScriptedProvider Provider { get; }
    public InMemoryEvidenceStore Evidence { get; } = new();
    public Wire Wire { get; }
    public Schedule Schedule { get; }

    /// <summary>The use cases on the ports themselves.</summary>
    public UseCases UseCases { get; }

    /// <summary>The use cases of the process whose calls pass the wire.</summary>
    public UseCases Wired { get; }

    public UpdateContacts Contacts => Wired.UpdateContacts;
    public HandOver HandOver => Wired.HandOver;
    public FollowAbsences Absences => Wired.FollowAbsences;
    public RecordAbsence RecordAbsence => Wired.RecordAbsence;
    public CancelAbsence CancelAbsence => Wired.CancelAbsence;

    /// <summary>Reads beside the wire.</summary>
    public ReadItems Items => UseCases.ReadItems;

    public Instant Now => Clock.GetCurrentInstant();

    /// <summary>Crashes and faults that running through time has survived.</summary>
    public List<Exception> Faults { get; } = [];

    /// <summary>The use cases on another ledger, such as one with a faulty port, and the other ports themselves.</summary>
    public UseCases On(Ledger ledger) => UseCases with { Ledger = ledger };

    /// <summary>Loads a plan.</summary>
    public Task<LoadResult> LoadAsync(PlanDraft plan, params Contact[] contacts) =>
        Wired.LoadPlan.RunAsync(plan, contacts, dryRun: false, Given.Office, CancellationToken.None);

    public Task<Outcome<Item>> ActAsync(int ordinal, ItemCommand command) =>
        Wired.ActOnItem.RunAsync(new(1, ordinal), command, CancellationToken.None);

    /// <summary>One scan and all messages that can be had now; a crash ends it until the next beat.</summary>
    public async Task BeatAsync()
    {
        using var life = new CancellationTokenSource();
        Wire.Crashing = life.Cancel;
        try
        {
            await Wired.ScanDeadlines.RunAsync(life.Token);
            Faults.AddRange((await pump.DrainAsync(life.Token)).Faults);
        }
        catch (ProcessCrashed fault)
        {
            Faults.Add(fault);
        }
        finally
        {
            Wire.Crashing = null;
        }
    }

    /// <summary>
    /// Moves the clock to the instant, inclusive, from one due entry to the next, by a timer's pause if that entry is due already.
    /// </summary>
    public async Task RunUntilAsync(Instant end, bool stopAtFault = false)
    {
        var before = Faults.Count;
        for (var next = NextAt; next <= end; next = NextAt <= Now ? Now + InMemorySystem.ScanInterval : NextAt)
        {
            Clock.SetTo(next.Value);
            await BeatAsync();
            if (stopAtFault && Faults.Count > before)
                return;
        }
        Clock.SetTo(end);
    }

    /// <summary>An outage until the instant, then one beat.</summary>
    public async Task OutageUntilAsync(Instant end)
    {
        Clock.SetTo(end);
        await BeatAsync();
    }

    public Task<ScanReport> ScanAsync() => Wired.ScanDeadlines.RunAsync(CancellationToken.None);

    public Task<SendResult> SendAsync(NoticeMessage message) => Wired.SendNotices.OneAsync(message, CancellationToken.None);

    public Task<bool> ReceiveAsync(Receipt receipt) => Wired.RecordReceipt.RunAsync(receipt, CancellationToken.None);

    public async Task<IReadOnlyList<NumberFlag>> FlagsAsync() => (await Ledger.Barriers.BarriersAsync(CancellationToken.None)).Flags;

    /// <summary>The notice to the number in the slot of that moment.</summary>
    public async Task<Notice> NoticeAsync(PhoneNumber to, string slot) =>
        (await Ledger.Notices.FindNoticeAsync(Notice.IdOf(to, Given.At(slot)), CancellationToken.None))!.Value;

    /// <summary>The item with the people who are told of it now.</summary>
    public async Task<Item> ItemAsync(int ordinal = 1, int plan = 1) => (await FileAsync(ordinal, plan)).Item;

    public async Task<ItemFile> FileAsync(int ordinal = 1, int plan = 1) =>
        (await Items.FindFileAsync(new(plan, ordinal), CancellationToken.None))!;

    public async Task<Notice> NoticeOfAsync(Taken taken) => (await Ledger.Notices.FindNoticeAsync(taken.Sms.Notice, default))!.Value;

    /// <summary>Who was told of which step, once for each SMS that told it.</summary>
    public async Task<List<(PhoneNumber To, StepId Step)>> ToldAsync()
    {
        var told = new List<(PhoneNumber, StepId)>();
        foreach (var taken in Provider.Taken)
            told.AddRange((await NoticeOfAsync(taken)).Steps.Where(s => s.Dropped is null).Select(s => (taken.Sms.To, s.Id)));
        return told;
    }

    public async Task<IReadOnlyList<StepRecord>> RecordsAsync(int ordinal = 1) => (await FileAsync(ordinal)).Steps;

    private Instant? NextAt => new[] { Ledger.NextAt, Queue.NextAt }.Min();
}
