using System.Runtime.CompilerServices;

namespace Reminders.InMemory.Rehearsals;

/// <summary>One SMS of a rehearsal: its notice, and the message at that local time.</summary>
public sealed record RehearsedSms(OffsetDateTime At, Notice Notice, OutboxMessage Message)
{
    public SmsSize Size { get; } = SmsSize.Of(Message.Text);

    public static async Task<RehearsedSms> OfAsync(
        InMemorySystem system, OutboxMessage message, DateTimeZone zone, CancellationToken cancellation) =>
        new(
            message.At.WithOffset(zone.GetUtcOffset(message.At)),
            (await system.Ledger.Notices.FindNoticeAsync(message.Sms.Notice, cancellation))!.Value,
            message);
}

/// <summary>
/// The input of a rehearsal. Both dates are days of the zone and are included. An item in <see cref="Done"/> is reported and verified
/// before the slot of its day.
/// </summary>
public sealed record RehearsalScript(PlanDraft Plan, IReadOnlyCollection<Contact> Contacts, ReminderPolicy Policy, string Zone)
{
    public LocalDate? From { get; init; }
    public LocalDate? To { get; init; }
    public IReadOnlyCollection<(int Ordinal, LocalDate On)> Done { get; init; } = [];
}

/// <summary>Plays a plan through time with the code that sends, so it shows exactly the SMS that would be sent.</summary>
public sealed class Rehearsal
{
    /// <summary>The default end, after the last deadline. It includes the escalation to the supervisor.</summary>
    public const int DaysAfterLastDeadline = 14;

    private readonly RehearsalScript script;
    private readonly DateTimeZone zone;
    private readonly InMemorySystem system;

    public Rehearsal(RehearsalScript script)
    {
        this.script = script;
        zone = DateTimeZoneProviders.Tzdb[script.Zone];
        var schedule = new Schedule(script.Policy, script.Policy.WorkingCalendar());
        var deadlines = script.Plan.Items.Select(i => i.Deadline.Date).OfType<LocalDate>().ToList();
        From = script.From
            ?? deadlines.Select(d => schedule.Steps(Role.Person, Occasion.Deadline(d), zone).First().On)
                .DefaultIfEmpty(new(2000, 1, 1)).Min();
        To = script.To ?? deadlines.Select(d => d.PlusDays(DaysAfterLastDeadline)).DefaultIfEmpty(From).Max();
        system = new(script.Policy, script.Zone, StartOf(From));
    }

    public LocalDate From { get; }

    public LocalDate To { get; }

    /// <summary>The loaded items; empty before the rehearsal begins.</summary>
    public IReadOnlyList<Item> Items { get; private set; } = [];

    /// <summary>The findings on the plan as a whole; empty before the rehearsal begins.</summary>
    public IReadOnlyList<Finding> Findings { get; private set; } = [];

    public async IAsyncEnumerable<RehearsedSms> PlayAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var office = new Actor("rehearsal");
        var loaded = await system.UseCases.LoadPlan.RunAsync(
            script.Plan with { YearIsWeak = false }, script.Contacts, dryRun: false, office, cancellation);
        (Items, Findings) = (loaded.Items, loaded.Findings);
        for (var day = From; day <= To; day = day.PlusDays(1))
        {
            foreach (var (ordinal, _) in script.Done.Where(d => d.On == day || (day == From && d.On < day)))
            {
                await system.UseCases.ActOnItem.RunAsync(new(1, ordinal), new ReportItem(office, "done"), cancellation);
                await system.UseCases.ActOnItem.RunAsync(
                    new(1, ordinal), new VerifyItem(new("verifier"), new(true, true, true, true), "done"), cancellation);
            }
            await foreach (var sms in RehearsedDay.PlayAsync(system, StartOf(day.PlusDays(1)), zone, cancellation))
                yield return sms;
        }
    }

    private Instant StartOf(LocalDate date) => zone.AtStartOfDay(date).ToInstant();
}

/// <summary>
/// Plays loaded plans from now on. It copies their items, the directory, the absences, the handovers, the flagged numbers and recent
/// notices into memory, and runs the code that sends there until the last day. A digest shows the items of these plans alone.
/// </summary>
public static class LedgerRehearsal
{
    /// <param name="ledger">The ledger; it is only read.</param>
    /// <param name="plans">The plans, at least one. Days are those in the zone of the first.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="now">The start.</param>
    /// <param name="to">The last day, included; null for two weeks after the last deadline or today, at most a year from now.</param>
    /// <param name="cancellation">Cancels the rehearsal.</param>
    public static async IAsyncEnumerable<RehearsedSms> PlayAsync(
        Ledger ledger, IReadOnlyList<Plan> plans, ReminderPolicy policy, Instant now, LocalDate? to,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var zone = plans[0].TimeZone;
        var today = now.InZone(zone).Date;
        var zones = plans.ToDictionary(p => p.Number, p => p.TimeZone);
        var items = new List<Item>();
        foreach (var plan in plans)
            items.AddRange(await ledger.Items.ItemsAsync(plan.Number, cancellation).ToListAsync(cancellation));
        var end = to ?? LocalDate.Min(
            items.Select(OccasionOf).OfType<Occasion>()
                .Select(o => LocalDate.Max(o.On, today).PlusDays(Rehearsal.DaysAfterLastDeadline))
                .Append(today).Max(),
            today.PlusYears(1));
        var system = new InMemorySystem(policy, plans[0].Zone, now);
        foreach (var plan in plans)
            await system.Ledger.Plans.TryAddPlanAsync(plan, cancellation);
        await system.Ledger.Items.AddItemsAsync(items, now, new("rehearsal"), cancellation);
        await LedgerCopy.CopyPeopleAsync(ledger, system.Ledger, cancellation);
        await LedgerCopy.CopyNoticesAsync(ledger, system.Ledger, now, cancellation);
        await system.Ledger.Agenda.AddToAgendaAsync([.. items.Where(i => i.IsWatched).Select(Visit)], cancellation);
        await foreach (var sms in RunAsync(system, zone, today, end, cancellation))
            yield return sms;

        // Like after a change of the item: due now, from each role's latest step on.
        AgendaEntry Visit(Item item) =>
            AgendaEntry.ForItem(
                item, now, system.Schedule.FirstLook(OccasionOf(item)! with { Since = now }, zones[item.Code.Plan]).Since);

        Occasion? OccasionOf(Item item) => item.OccasionIn(zones[item.Code.Plan]);
    }

    /// <summary>Loads a plan into a copy of the ledger and plays it from now on, without the items of other plans.</summary>
    /// <param name="ledger">The ledger; it is only read.</param>
    /// <param name="plan">The plan, which is not loaded yet.</param>
    /// <param name="contacts">The contacts that come with it.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="zone">The TZDB id of the zone of the plan.</param>
    /// <param name="now">The start.</param>
    /// <param name="to">The last day, included.</param>
    /// <param name="cancellation">Cancels the rehearsal.</param>
    public static async IAsyncEnumerable<RehearsedSms> PlayAsync(
        Ledger ledger, PlanDraft plan, IReadOnlyCollection<Contact> contacts, ReminderPolicy policy, string zone, Instant now, LocalDate to,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var system = await LedgerCopy.WithoutItemsAsync(ledger, policy, zone, now, cancellation);
        await LedgerCopy.CopyNoticesAsync(ledger, system.Ledger, now, cancellation);
        await system.UseCases.LoadPlan.RunAsync(plan, contacts, dryRun: false, new("rehearsal"), cancellation);
        var local = DateTimeZoneProviders.Tzdb[zone];
        await foreach (var sms in RunAsync(system, local, now.InZone(local).Date, to, cancellation))
            yield return sms;
    }

    private static async IAsyncEnumerable<RehearsedSms> RunAsync(
        InMemorySystem system, DateTimeZone zone, LocalDate from, LocalDate to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var day = from; day <= to; day = day.PlusDays(1))
        {
            var end = zone.AtStartOfDay(day.PlusDays(1)).ToInstant();
            await foreach (var sms in RehearsedDay.PlayAsync(system, end, zone, cancellation))
                yield return sms;
        }
    }
}

/// <summary>
/// Plays up to the end of a day and gives its SMS. Then it forgets what no later day needs, so that memory does not grow with the days.
/// </summary>
internal static class RehearsedDay
{
    /// <summary>
    /// For how many days notices stay beyond the supervisors' days. A scan looks back to the last digest, and a step can wait through a
    /// long holiday.
    /// </summary>
    private const int DaysKept = 14;

    public static async IAsyncEnumerable<RehearsedSms> PlayAsync(
        InMemorySystem system, Instant end, DateTimeZone zone, [EnumeratorCancellation] CancellationToken cancellation)
    {
        system.Ledger.KeepsSteps = false;
        await system.RunUntilAsync(end - Duration.Epsilon, cancellation);
        foreach (var message in system.Outbox.Take())
            yield return await RehearsedSms.OfAsync(system, message, zone, cancellation);
        system.Ledger.ForgetNoticesBefore(end - Duration.FromDays(system.Schedule.Policy.SupervisorEveryDays + DaysKept));
    }
}
