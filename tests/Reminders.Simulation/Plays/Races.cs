using NodaTime.Text;

namespace Reminders.Simulation.Plays;

/// <summary>
/// Loads plans with people from the directory while another person hands over, leaves or changes the directory. All of it starts within
/// seconds, so any call of one action can come between two calls of another.
/// </summary>
public static class Races
{
    private static readonly ImmutableArray<string> Units = ["东村", "西村"];

    public static IEnumerable<Deed> Drawn(Chance chance, Setting setting)
    {
        yield return Replace(setting.Start, "fills the directory", Directory);
        for (var plans = chance.Of(1, 1, 2); plans > 0; plans--)
        {
            var at = setting.Start + chance.Between(Duration.FromMinutes(5), setting.For);
            var plan = Plan(chance, $"指名方案{plans}", at.InZone(setting.TimeZone).Date);
            var contacts = Contacts(chance, plan);
            yield return Deeds.Load(at, plan, contacts);
            foreach (var rival in Rivals(chance, at))
                yield return rival;
            if (chance.OneIn(2))
                continue;
            at += chance.Of(Duration.FromSeconds(3), Duration.FromHours(5), Duration.FromDays(1));
            yield return Deeds.Load(at, Changed(chance, plan), chance.OneIn(2) ? contacts : []);
            foreach (var rival in Rivals(chance, at))
                yield return rival;
        }
    }

    private static ImmutableArray<Contact> Directory =>
    [
        .. Enumerable.Range(1, 4).Select(n => new Contact(Setting.Somebody(n).Name, Setting.Number(n), Unit: Units[n % 2])),
        .. Enumerable.Range(5, 2).Select(n => new Contact(Setting.Somebody(n).Name, Setting.Number(n), Role.Leader, Units[n % 2])),
        new(Setting.Somebody(8).Name, Setting.Number(8), Role.Supervisor),
    ];

    private static IEnumerable<Deed> Rivals(Chance chance, Instant at)
    {
        for (var rivals = chance.Of(1, 1, 1, 2, 3); rivals > 0; rivals--)
            yield return Rival(chance, at + chance.Between(-Duration.FromSeconds(1), Duration.FromSeconds(4)));
    }

    private static Deed Rival(Chance chance, Instant at)
    {
        var (number, other) = (chance.Number(1, 6), chance.Number(7, 8)); // the successor hands over nothing in the meantime
        var (who, known) = (Setting.Somebody(number), Directory[number - 1]);
        var moved = known with { Phone = Setting.Number(10 + number) };
        return chance.Number(0, 7) switch
        {
            0 or 1 => Deeds.TakeOver(at, new(who.Phone!.Value, Setting.Somebody(other))),
            2 => Deeds.TakeOver(at, new(who.Phone!.Value, Setting.Somebody(other)) { Unit = known.Unit }),
            3 => Deeds.Leave(at, who, Setting.Somebody(other), chance.Number(0, 3)),
            4 => Replace(at, $"replaces the directory by one in which {who.Name} has a new number", Directory.Replace(known, moved)),
            5 => Replace(at, $"replaces the directory by one without {who.Name}", Directory.Remove(known)),
            6 => Change(at, $"gives {who.Name} a new number", known.Phone, moved.Phone, moved),
            _ => Change(at, $"takes {who.Name} out of the directory", known.Phone, known.Phone),
        };
    }

    private static Deed Replace(Instant at, string what, ImmutableArray<Contact> contacts) =>
        Deeds.Insisted(at, what, host => host.UseCases.UpdateContacts.RunAsync(contacts, Setting.Office, CancellationToken.None));

    private static Deed Change(Instant at, string what, PhoneNumber old, PhoneNumber number, params ImmutableArray<Contact> contacts) =>
        Deeds.Insisted(at, what, host =>
            host.UseCases.UpdateContacts.RunAsync(old, number, contacts, Setting.Office, CancellationToken.None));

    /// <summary>A plan that names people without numbers, takes them from its contacts, or is dealt to units.</summary>
    private static PlanDraft Plan(Chance chance, string title, LocalDate today)
    {
        var named = chance.OneIn(2);
        var plan = new PlanDraft(title, today.Year, $"given")
        {
            Items = [.. Enumerable.Range(1, chance.Of(1, 2, 3)).Select(n => new ItemDraft(n, null, $"指名问题{n}")
            {
                Persons = named ? [.. People(chance, 1, 4)] : [],
                Leaders = named ? [.. People(chance, 5, 6)] : [],
                Deadline = Due(today.PlusDays(chance.Number(-3, 20))),
            })],
        };
        return !named && chance.OneIn(2) ? plan.DealtTo(Units) : plan;
    }

    private static ImmutableArray<Contact> Contacts(Chance chance, PlanDraft plan)
    {
        if (plan.Items[0].Unit is not null || (plan.Items[0].Persons.Length > 0 && chance.OneIn(2)))
            return [];
        var (person, leader) = (Setting.Somebody(chance.Number(1, 4)), Setting.Somebody(chance.Number(5, 6)));
        ImmutableArray<string> all = [.. plan.Items.Select(i => i.Code)];
        return [new(person.Name, person.Phone!.Value) { Items = all }, new(leader.Name, leader.Phone!.Value, Role.Leader) { Items = all }];
    }

    private static PlanDraft Changed(Chance chance, PlanDraft plan)
    {
        var items = plan.Items.Select(i => chance.OneIn(2)
            ? i with { Persons = i.Persons.IsEmpty ? [] : [.. People(chance, 1, 4)], Measures = "另行采取措施" }
            : i).ToList();
        if (plan.Items[0].Unit is null && chance.OneIn(2))
            items.Add(plan.Items[0] with { Title = "指名新问题" });
        return plan with { Items = [.. items.Select((item, n) => item with { Ordinal = n + 1 })] };
    }

    private static IEnumerable<Party> People(Chance chance, int from, int to) =>
        Enumerable.Range(0, chance.Of(1, 1, 2)).Select(_ => new Party(Setting.Somebody(chance.Number(from, to)).Name)).Distinct();

    private static Deadline Due(LocalDate date) => Deadline.On(date, LocalDatePattern.Iso.Format(date));
}
