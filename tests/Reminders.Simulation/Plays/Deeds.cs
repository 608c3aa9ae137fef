using NodaTime.Text;

namespace Reminders.Simulation.Plays;

/// <summary>The actions of people during a play.</summary>
public static class Deeds
{
    /// <summary>Loads a plan and repeats the load until it succeeds, like a person who sees it fail.</summary>
    public static Deed Load(Instant at, PlanDraft plan, params ImmutableArray<Contact> contacts) =>
        Insisted(at, $"loads {plan.Title}", host =>
            host.UseCases.LoadPlan.RunAsync(plan, contacts, dryRun: false, Setting.Office, CancellationToken.None));

    /// <summary>Repeats an action until it succeeds.</summary>
    public static Deed Insisted(Instant at, string what, Func<Host, Task> act) => new(at, what, null, async (host, _, _) =>
    {
        while (true)
        {
            try
            {
                await act(host);
                return;
            }
            catch (SimulatedFault)
            {
                continue;
            }
        }
    });

    /// <summary>Acts on an item, if it exists.</summary>
    public static Deed Act(Instant at, string what, ItemCode code, Func<Item, LocalDate, ItemCommand> command) =>
        new(at, what, code, async (host, item, today) =>
        {
            if (item is not null)
                await host.UseCases.ActOnItem.RunAsync(code, command(item, today), CancellationToken.None);
        });

    public static IEnumerable<Deed> Drawn(Chance chance, Setting setting)
    {
        var plans = chance.Of(1, 1, 1, 2);
        var items = new List<ItemCode>();
        var drafts = new List<PlanDraft>();
        for (var number = 1; number <= plans; number++)
        {
            var at = setting.Start + (number == 1 ? Duration.Zero : chance.Between(Duration.Zero, setting.For));
            var plan = Plan(chance, setting, number, at.InZone(setting.TimeZone).Date);
            items.AddRange(Enumerable.Range(1, plan.Items.Length).Select(n => new ItemCode(number, n)));
            drafts.Add(plan);
            yield return Load(at, plan, Contacts(chance));
        }
        for (var deeds = chance.Number(0, 12); deeds > 0; deeds--)
            yield return Drawn(
                chance, setting.Start + chance.Between(Duration.Zero, setting.For), items[chance.Number(0, items.Count - 1)]);
        if (chance.OneIn(3))
            yield return Load(
                setting.Start + chance.Between(Duration.Zero, setting.For), Changed(chance, drafts[chance.Number(0, drafts.Count - 1)]));
    }

    private static Deed Drawn(Chance chance, Instant at, ItemCode code)
    {
        var (who, days) = (Setting.Somebody(chance.Number(1, 8)), chance.Number(0, 40));
        return chance.Number(0, 16) switch
        {
            16 => Act(at, $"urges the person of {code}", code, (_, _) => new UrgeItem(Setting.Office, "请抓紧")),
            0 or 1 => Act(at, $"reports {code} done", code, (_, _) => new ReportItem(Setting.Office, "完成")),
            2 => Act(at, $"returns {code}", code, (_, _) => new ReturnItem(new("领导"), "照片看不清")),
            3 => Act(at, $"verifies {code}", code, (_, today) => new VerifyItem(
                new("领导"), new(true, true, true, true), "现场已核查", days > 20 ? today.PlusDays(days - 20) : null)),
            4 or 5 => Act(at, $"extends {code}", code, (item, today) => new ExtendItem(
                Setting.Office, (item.Deadline.Date ?? today).PlusDays(days), "汛期")),
            6 => Act(at, $"reopens {code}", code, (_, today) => new ReopenItem(Setting.Office, today.PlusDays(days), "反弹")),
            7 => Act(at, $"cancels {code}", code, (_, _) => new CancelItem(Setting.Office, "重复")),
            8 => Act(at, $"asks for more time for {code}", code, (item, today) => new RequestExtension(
                new(who.Name), (item.Deadline.Date ?? today).PlusDays(days), "汛期")),
            9 => Act(at, $"refuses more time for {code}", code, (_, _) => new DeclineExtension(new("领导"), "不符合条件")),
            10 => Act(at, $"looks back at {code}", code, (_, today) => new LookBackItem(
                new("领导"), "未反弹", days > 20 ? today.PlusDays(days - 20) : null)),
            11 => Act(at, $"grants what {code} asks for", code, (item, today) => new ExtendItem(
                new("领导"), item.Asked?.Deadline ?? today, "情况属实")),
            12 => Act(at, $"makes {who.Name} the person of {code}", code, (_, _) => new CompleteItem(
                Setting.Office, Persons: ImmutableArray.Create(who))),
            13 => Leave(at, who, Setting.Somebody(chance.Number(1, 8)), days),
            14 => TakeOver(at, new(who.Phone!.Value, Setting.Somebody(chance.Number(1, 8)))),
            _ => Changing(at, Contacts(chance)),
        };
    }

    private static Deed Changing(Instant at, ImmutableArray<Contact> contacts) =>
        Insisted(at, "changes the contacts", host =>
            host.UseCases.UpdateContacts.RunAsync(contacts, Setting.Office, CancellationToken.None));

    public static Deed Leave(Instant at, Party who, Party deputy, int days) =>
        new(at, $"says that {who.Name} is away from now on for {days % 10} days and {deputy.Name} stands in", null, (host, _, today) =>
            host.UseCases.RecordAbsence.RunAsync(
                who.Phone!.Value, deputy, (today, today.PlusDays(days % 10)), "出差", Setting.Office, CancellationToken.None));

    public static Deed TakeOver(Instant at, Succession succession) =>
        Insisted(
            at,
            $"gives to {succession.To.Name} what {succession.From.Value[^2..]} does for {succession.Unit ?? "everybody"}", async host =>
        {
            var before = host.Handovers.Ended;
            var outcome = await host.UseCases.HandOver.RunAsync(succession, Setting.Office, CancellationToken.None);
            if (outcome is Outcome<Handed>.Done)
                host.Handovers.End(succession, before);
        });

    private static PlanDraft Plan(Chance chance, Setting setting, int number, LocalDate today) => new($"整改方案{number}", today.Year, $"given")
    {
        Items = [.. Enumerable.Range(1, chance.Of(1, 1, 1, 2, 2, 3, 5)).Select(n => new ItemDraft(n, null, $"问题{n}")
        {
            Persons = [.. People(chance, 5, chance.Of(1, 1, 2))],
            Leaders = [.. People(chance, 7, 1)],
            Deadline = Due(today.PlusDays(chance.Number(-20, (int)setting.For.TotalDays))),
        })],
    };

    /// <summary>A later version of the plan: moved deadlines, other people, an item removed, an item added.</summary>
    private static PlanDraft Changed(Chance chance, PlanDraft plan)
    {
        var items = plan.Items.Select(item => chance.Number(0, 3) switch
        {
            0 when item.Deadline.Date!.Value.PlusDays(chance.Number(-20, 30)) is var date => item with { Deadline = Due(date) },
            1 => item with { Persons = [Setting.Somebody(chance.Number(1, 8))] },
            _ => item,
        }).ToList();
        if (chance.OneIn(4))
            items.RemoveAt(chance.Number(0, items.Count - 1));
        if (chance.OneIn(3))
            items.Insert(chance.Number(0, items.Count), plan.Items[0] with { Title = "新问题" });
        return plan with { Items = [.. items.Select((item, n) => item with { Ordinal = n + 1 })] };
    }

    private static Deadline Due(LocalDate date) => Deadline.On(date, LocalDatePattern.Iso.Format(date));

    private static IEnumerable<Party> People(Chance chance, int of, int count) =>
        Enumerable.Range(0, count).Select(_ => Setting.Somebody(chance.Number(1, of))).Distinct();

    private static ImmutableArray<Contact> Contacts(Chance chance) => chance.OneIn(3)
        ? []
        :
        [
            new(Setting.Somebody(8).Name, Setting.Number(8), Role.Supervisor),
            .. chance.OneIn(2) ? (Contact[])[new(Setting.Somebody(7).Name, Setting.Number(7), Role.Supervisor)] : [],
        ];
}
