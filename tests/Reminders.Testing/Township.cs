namespace Reminders.Testing;

/// <summary>
/// A ledger of many open items of which few are due: every n-th item of the first plans has its first reminder in the slot
/// <see cref="DueAt"/>. The others have theirs in the year after, all items of a plan on one day.
/// </summary>
public sealed record Township(int Due, int Plans, int PlanSize)
{
    /// <summary>13 May 2020, 09:00 in Shanghai, a week before the deadlines.</summary>
    public static Instant DueAt => Build.Now;

    /// <summary>The plans in which the due items stand, the same number in each.</summary>
    public int PlansWithDue { get; init; } = 1;

    /// <summary>The distance between two due items of a plan; 1: they are neighbours.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>The number of due items of one person, and so of one SMS.</summary>
    public int ItemsPerPerson { get; init; } = 1;

    /// <summary>The number of units among which the items of a plan are divided; 0: they have none.</summary>
    public int Units { get; init; }

    public int Items => Plans * PlanSize;

    private int DuePerPlan => Due / PlansWithDue;

    /// <summary>Writes the township into an empty ledger.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="atOnce">The number of plans that are written at the same time.</param>
    /// <param name="cancellation">Ends the filling.</param>
    public Task FillAsync(Ledger ledger, int atOnce, CancellationToken cancellation) => Parallel.ForEachAsync(
        Enumerable.Range(1, Plans),
        new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellation },
        async (number, token) => await FillPlanAsync(ledger, number, token));

    private async Task FillPlanAsync(Ledger ledger, int number, CancellationToken cancellation)
    {
        var plan = new Plan(number, $"整改方案{number}", 2020, Given.Zone)
        {
            ItemCount = PlanSize,
            LoadedAt = DueAt - Duration.FromDays(60),
            LoadedBy = Given.Office.Name,
        };
        await ledger.Plans.TryAddPlanAsync(plan, cancellation);
        var items = Enumerable.Range(1, PlanSize).Select(ordinal => ItemOf(number, ordinal)).ToList();
        await ledger.Items.AddItemsAsync(items, plan.LoadedAt, Given.Office, cancellation);
        await ledger.Agenda.AddToAgendaAsync([.. items.Select(EntryOf)], cancellation);
        await ledger.Plans.SavePlanAsync(plan with { IsComplete = true }, cancellation);
    }

    private Item ItemOf(int plan, int ordinal)
    {
        var isDue = plan <= PlansWithDue && ordinal % Stride == 0 && ordinal / Stride <= DuePerPlan;
        var person = isDue ? (((plan - 1) * DuePerPlan) + (ordinal / Stride) - 1) / ItemsPerPerson : Due;
        ImmutableArray<Party> persons = [new($"张{person}", PhoneNumber.Parse($"+86139{person:00000000}"))];
        return Given.Item("2020-05-20", ordinal, $"部分村档案资料不规范第{ordinal}项") with
        {
            Code = new(plan, ordinal),
            Problem = string.Concat(Enumerable.Repeat("个别村贫困户档案填写不规范、更新不及时。", 4)),
            Measures = string.Concat(Enumerable.Repeat("对照标准逐户核实,建立长效机制,落实到人。", 8)),
            Units = Units == 0 ? [] : [UnitOf(ordinal % Units)],
            NamedPersons = persons,
            Persons = persons,
            Deadline = Deadline.On(isDue ? new(2020, 5, 20) : new LocalDate(2021, 1, 1).PlusDays(plan % 300), "stated"),
        };
    }

    public static string UnitOf(int number) => $"第{number}办公室";

    private static AgendaEntry EntryOf(Item item)
    {
        var (at, since) = Given.Schedule().FirstLook(item.OccasionIn(Given.Shanghai)!, Given.Shanghai);
        return AgendaEntry.ForItem(item, at, since);
    }
}
