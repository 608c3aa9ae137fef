using System.Collections.Immutable;
using CsCheck;
using NodaTime;
using Reminders.Core.Contacts;
using Reminders.Core.Items;
using Reminders.Core.Plans;
using Reminders.Core.Schedules;
using Reminders.Testing;

namespace Reminders.InMemory.Tests;

public enum Happening
{
    Report,
    Return,
    Verify,
    Extend,
    Reopen,
    Cancel,
    ReplacePerson,
    Outage,
}

/// <summary>One item: its deadline in days from the start, and which of the five people answer for it.</summary>
public sealed record Duty(int DeadlineIn, int Person, int SecondPerson, int Leader);

/// <summary>Something that happens some hours after what happened before, to one of the items.</summary>
public sealed record Event(int HoursLater, Happening What, int Item, int Days);

/// <summary>A plan and what comes over it.</summary>
public sealed record Scenario(
    ReminderPolicy Policy, Instant Start, Duty[] Duties, int Supervisors, Event[] Events, ProviderTurn[] Provider, int DeadNumber)
{
    private static readonly Gen<ReminderPolicy> Policies =
        from days in Gen.Int[0, 14].Array[1, 5]
        from slot in Gen.Int[0, 47]
        from every in Gen.Int[1, 6]
        from after in Gen.Int[1, 7]
        from digest in Gen.Int[1, 14]
        from quiet in Gen.Select(Gen.Int[0, 23], Gen.Int[0, 23])
        select new ReminderPolicy
        {
            BeforeDays = [.. days.Distinct()],
            SlotTime = LocalTime.Midnight.PlusMinutes(slot * 30),
            OverdueEveryWorkingDays = every,
            SupervisorAfterWorkingDays = after,
            SupervisorEveryDays = digest,
            QuietHours = new(new(quiet.Item1, 0), new(quiet.Item2, 0)),
        };

    private static readonly ProviderTurn[] Turns =
    [
        ProviderTurn.Accept, ProviderTurn.Accept, ProviderTurn.Busy, ProviderTurn.LoseMessage, ProviderTurn.TakeAndLoseAnswer, ProviderTurn.RefuseMessage, ProviderTurn.Throw,
    ];

    public static Gen<Scenario> Any { get; } =
        from policy in Policies.Where(p => !p.Problems().Any())
        from start in Gen.Int[0, 365 * 6 * 24]
        from duties in Gen.Select(Gen.Int[-40, 60], Gen.Int[1, 5], Gen.Int[1, 15], Gen.Int[1, 5], (d, p, s, l) => new Duty(d, p, s, l)).Array[1, 12]
        from supervisors in Gen.Int[0, 2]
        from events in Gen.Select(Gen.Int[1, 240], Gen.Enum<Happening>(), Gen.Int[0, 11], Gen.Int[1, 40], (h, w, i, d) => new Event(h, w, i, d)).Array[0, 12]
        from provider in Gen.Int[0, Turns.Length - 1].Select(i => Turns[i]).Array[0, 12]
        from dead in Gen.Int[1, 12]
        select new Scenario(policy, Given.At("2020-01-01T00:00") + Duration.FromHours(start), duties, supervisors, events, provider, dead);

    public PlanDraft Plan => new("整改方案", 2020, "given") { Items = [.. Duties.Select(Draft)] };

    public Contact[] Contacts =>
        [.. Enumerable.Range(1, Supervisors).Select(n => new Contact($"督查{n}", Given.Phone(n), Role.Supervisor))];

    private ItemDraft Draft(Duty duty, int index) => new(index + 1, null, $"问题{index + 1}")
    {
        Persons = duty.SecondPerson <= 5 ? [Party(duty.Person), Party(duty.SecondPerson)] : [Party(duty.Person)],
        Leaders = [Party(duty.Leader)],
        Deadline = Deadline.On(Start.InZone(Given.Shanghai).Date.PlusDays(duty.DeadlineIn), ""),
    };

    public static Party Party(int number) => new($"某{number}", Given.Phone(number));

    /// <summary>What the event does to an item; null for an outage.</summary>
    public static ItemCommand? Command(Event happening, Item item, LocalDate today) => happening.What switch
    {
        Happening.Report => new ReportItem(new("某人"), "完成"),
        Happening.Return => new ReturnItem(new("领导"), "照片看不清"),
        Happening.Verify => new VerifyItem(new("领导"), new(true, true, true, true), "现场已核查"),
        Happening.Extend => new ExtendItem(Given.Office, item.Deadline.Date!.Value.PlusDays(happening.Days), "汛期"),
        Happening.Reopen => new ReopenItem(Given.Office, today.PlusDays(happening.Days), "反弹"),
        Happening.Cancel => new CancelItem(Given.Office, "重复"),
        Happening.ReplacePerson => new CompleteItem(Given.Office, Persons: ImmutableArray.Create(Party((happening.Days % 5) + 1))),
        _ => null,
    };
}
