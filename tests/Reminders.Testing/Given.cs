using NodaTime.Text;

namespace Reminders.Testing;

/// <summary>
/// The values that tests of the rules begin from: an open item of plan 1 in Shanghai, its person, its leader and its supervisor.
/// </summary>
public static class Given
{
    public const string Zone = "Asia/Shanghai";

    public static readonly DateTimeZone Shanghai = DateTimeZoneProviders.Tzdb[Zone];

    public static readonly Actor Office = new("办公室");

    public static readonly Party Person = new("张三", Phone(1));

    public static readonly Party Leader = new("李四", Phone(11));

    public static readonly Party Supervisor = new("赵六", Phone(21));

    /// <summary>No number fails, and the provider takes every message.</summary>
    public static readonly SendBarriers NoBarriers = new([], null);

    /// <summary>One of a hundred numbers that nobody has.</summary>
    public static PhoneNumber Phone(int number) => PhoneNumber.Parse($"+86139000000{number:00}");

    /// <summary>A moment by Shanghai's clocks, such as <c>2020-05-13T09:00</c>.</summary>
    public static Instant At(string local) =>
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Parse(local).Value.InZoneStrictly(Shanghai).ToInstant();

    public static LocalDate Day(string date) => LocalDatePattern.Iso.Parse(date).Value;

    public static Schedule Schedule(ReminderPolicy? policy = null) => new(policy ?? new(), (policy ?? new()).WorkingCalendar());

    public static Schedule Schedule(ReminderPolicy policy, WorkingCalendar calendar) => new(policy, calendar);

    /// <summary>The use cases on a ledger and a clock, with a queue and an outbox of their own.</summary>
    public static UseCases UseCasesOn(Ledger ledger, IClock clock) =>
        new(ledger, new InMemoryQueue(clock), new Outbox(clock), new InMemoryEvidenceStore(), Schedule(), clock, Zone);

    /// <summary>An item open since long before its first reminder.</summary>
    public static Item Item(string deadline = "2020-05-20", int ordinal = 1, string title = "档案填写不规范") => new(new(1, ordinal), null, title)
    {
        NamedPersons = [Person],
        NamedLeaders = [Leader],
        Persons = [Person],
        Leaders = [Leader],
        Supervisors = [Supervisor],
        Deadline = Deadline.On(Day(deadline), deadline),
        State = ItemState.Open,
        OpenSince = At("2020-01-01T00:00"),
    };

    public static Item Item(ItemState state) => Item() with
    {
        State = state,
        OpenSince = state == ItemState.Draft ? null : At("2020-01-01T00:00"),
        Report = state is ItemState.Reported or ItemState.Closed ? new(new(Person.Name), At("2020-05-15T10:00"), "done") : null,
    };

    /// <summary>A notice of Shanghai's slot on that day about the given steps of items of plan 1.</summary>
    public static Notice Notice(string slot, Party to, params (int Ordinal, string Step, Role Role)[] steps) =>
        new(Core.Notices.Notice.IdOf(to.Phone!.Value, At(slot)), to.Phone!.Value, to.Name, At(slot), Zone)
        {
            Steps = [.. steps.Select(s => new NoticeStep(new(new(1, s.Ordinal), 1, StepName.Parse(s.Step), s.Role), At(slot)))],
            StateAt = At(slot),
        };

    /// <summary>A plan whose items 1, 2, … have these deadlines; who answers for them stands in the contacts.</summary>
    public static PlanDraft Plan(params string[] deadlines) => new("整改方案", 2020, $"given")
    {
        Items = [.. deadlines.Select((d, i) => new ItemDraft(i + 1, $"{i + 1}", $"问题{i + 1}") { Deadline = Deadline.On(Day(d), d) })],
    };

    /// <summary>A plan of many items that name their people with numbers, so that all of them are open once it is loaded.</summary>
    public static PlanDraft LargePlan(string title, int items) => new(title, 2026, $"given")
    {
        Items =
        [
            .. Enumerable.Range(1, items).Select(n => new ItemDraft(n, $"{n}", $"第{n}个问题整改不到位")
            {
                Problem = $"第{n}个问题：个别村贫困户档案填写不规范、更新不及时。",
                Measures = "对照标准逐户核实，建立长效机制，落实到人。",
                Persons = [new($"张{n % 100}", Phone(n % 100))],
                Leaders = [Leader],
                Deadline = Deadline.On(Day("2026-09-30"), "9月30日"),
            }),
        ],
    };

    /// <summary>The person and the leader of all items up to the given one, and the supervisor of the whole plan.</summary>
    public static Contact[] Contacts(int items = 1)
    {
        var codes = Enumerable.Range(1, items).Select(i => $"{i}").ToArray();
        return
        [
            new(Person.Name, Person.Phone!.Value) { Items = [.. codes] },
            new(Leader.Name, Leader.Phone!.Value, Role.Leader) { Items = [.. codes] },
            new(Supervisor.Name, Supervisor.Phone!.Value, Role.Supervisor),
        ];
    }
}
