namespace Reminders.Testing;

/// <summary>
/// A township's plan dealt out to its villages: each village has every item with its own person, and all have one leader. All items are
/// due on 20 May 2020, and the plan is loaded on the 12th, the day before the first reminder.
/// </summary>
public sealed record DealtOut(int PlanItems, int Villages)
{
    public int Items => PlanItems * Villages;

    /// <summary>The number of the one person of a village, counted from 1.</summary>
    public static PhoneNumber Phone(int village) => PhoneNumber.Parse($"+861390001{village:0000}");

    public Contact[] Contacts =>
    [
        .. Enumerable.Range(1, Villages).Select(n => new Contact($"村干部{n}", Phone(n), Unit: $"第{n}村")),
        new("镇领导", Given.Phone(11), Role.Leader),
    ];

    /// <summary>The plan that is dealt out. Its texts are as long as in real plans.</summary>
    public PlanDraft Plan => new PlanDraft("整改方案", 2020, $"given")
    {
        Items =
        [
            .. Enumerable.Range(1, PlanItems).Select(n => new ItemDraft(n, $"{n}", $"问题{n}")
            {
                Problem = $"第{n}个问题：" + string.Concat(Enumerable.Repeat("个别村贫困户档案填写不规范、更新不及时。", 4)),
                Measures = string.Concat(Enumerable.Repeat("对照标准逐户核实，建立长效机制，落实到人。", 8)),
                Leaders = [new("镇领导")],
                Persons = [new("张三")],
                Deadline = Deadline.On(Given.Day("2020-05-20"), "5月20日"),
            }),
        ],
    }.DealtTo([.. Enumerable.Range(1, Villages).Select(n => $"第{n}村")]);

    /// <summary>Loads it, or loads it again.</summary>
    public Task<LoadResult> LoadAsync(Ledger ledger, CancellationToken cancellation) =>
        Given.UseCasesOn(ledger, new SettableClock(Given.At("2020-05-12T10:00"))).LoadPlan
            .RunAsync(Plan, Contacts, dryRun: false, Given.Office, cancellation);

    /// <summary>The first day's slot, in which each village's person is reminded of all items in one SMS.</summary>
    public static SlotRun FirstDay(Ledger ledger) => new(ledger, Given.At("2020-05-13T09:00"));

    /// <summary>The first day after the deadline, which tells the leader too. The steps between were missed.</summary>
    public static SlotRun OverdueDay(Ledger ledger) => new(ledger, Given.At("2020-05-21T09:00"));
}
