using System.Runtime.CompilerServices;

namespace Reminders.InMemory.Rehearsals;

/// <summary>One SMS of a rehearsal: the notice, and what the phone would show at that local moment.</summary>
public sealed record RehearsedSms(OffsetDateTime At, Notice Notice, OutboxMessage Message)
{
    public static async Task<RehearsedSms> OfAsync(
        InMemorySystem system, OutboxMessage message, DateTimeZone zone, CancellationToken cancellation) =>
        new(
            message.At.WithOffset(zone.GetUtcOffset(message.At)),
            (await system.Ledger.Notices.FindNoticeAsync(message.Sms.Notice, cancellation))!.Value,
            message);
}

/// <summary>
/// What is to be rehearsed. Both dates are days of the zone and count whole; an item done on a day is done and verified before that day's
/// slot.
/// </summary>
public sealed record RehearsalScript(PlanDraft Plan, IReadOnlyCollection<Contact> Contacts, ReminderPolicy Policy, string Zone)
{
    public LocalDate? From { get; init; }
    public LocalDate? To { get; init; }
    public IReadOnlyCollection<(int Ordinal, LocalDate On)> Done { get; init; } = [];
}

/// <summary>Plays a plan through time on the very code that sends. What it shows is what would be sent.</summary>
public sealed class Rehearsal
{
    /// <summary>How long after the last deadline a rehearsal ends by itself: long enough to see the supervisor told.</summary>
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
            ?? deadlines.Select(d => schedule.Steps(Role.Person, Occasion.Deadline(d), zone).First().On).DefaultIfEmpty(new(2000, 1, 1)).Min();
        To = script.To ?? deadlines.Select(d => d.PlusDays(DaysAfterLastDeadline)).DefaultIfEmpty(From).Max();
        system = new(script.Policy, script.Zone, StartOf(From));
    }

    public LocalDate From { get; }

    public LocalDate To { get; }

    /// <summary>The items as loading made them; empty before the rehearsal has begun.</summary>
    public IReadOnlyList<Item> Items { get; private set; } = [];

    /// <summary>What was doubtful about the plan as a whole; empty before the rehearsal has begun.</summary>
    public IReadOnlyList<Finding> Findings { get; private set; } = [];

    /// <summary>Every SMS in the order of sending.</summary>
    public async IAsyncEnumerable<RehearsedSms> PlayAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var office = new Actor("rehearsal");
        var loaded = await system.UseCases.LoadPlan.RunAsync(
            script.Plan with { YearIsWeak = false }, script.Contacts, dryRun: false, office, cancellation);
        (Items, Findings) = (loaded.Items, loaded.Findings);
        var shown = 0;
        for (var day = From; day <= To; day = day.PlusDays(1))
        {
            foreach (var (ordinal, _) in script.Done.Where(d => d.On == day || (day == From && d.On < day)))
            {
                await system.UseCases.ActOnItem.RunAsync(new(1, ordinal), new ReportItem(office, "done"), cancellation);
                await system.UseCases.ActOnItem.RunAsync(
                    new(1, ordinal), new VerifyItem(new("verifier"), new(true, true, true, true), "done"), cancellation);
            }
            await system.RunUntilAsync(StartOf(day.PlusDays(1)) - Duration.Epsilon, cancellation);
            for (; shown < system.Outbox.Messages.Count; shown++)
                yield return await RehearsedSms.OfAsync(system, system.Outbox.Messages[shown], zone, cancellation);
        }
    }

    private Instant StartOf(LocalDate date) => zone.AtStartOfDay(date).ToInstant();
}

/// <summary>
/// Plays a loaded plan on from now. Copies the plan's items, the directory, the absences, the flagged numbers and the notices of
/// the last weeks into memory, and runs the very code that sends there until the last day. Other plans are left out, so a person's digests
/// show this plan's items alone.
/// </summary>
public static class LedgerRehearsal
{
    /// <summary>How far back notices may still count against a carrier's limit or hold a step that is still owed.</summary>
    private static readonly Duration Remembered = Duration.FromDays(60);

    /// <param name="ledger">The ledger, which is only read.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="now">The moment at which the play begins.</param>
    /// <param name="to">The last day, which counts whole; null for two weeks after the last deadline or from now, a year at most.</param>
    /// <param name="cancellation">Ends the play.</param>
    public static async IAsyncEnumerable<RehearsedSms> PlayAsync(
        Ledger ledger, Plan plan, ReminderPolicy policy, Instant now, LocalDate? to,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var zone = plan.TimeZone;
        var today = now.InZone(zone).Date;
        var items = await ledger.Items.ItemsAsync(plan.Number, cancellation).ToListAsync(cancellation);
        var end = to ?? LocalDate.Min(
            items.Select(i => i.OccasionIn(zone)).OfType<Occasion>()
                .Select(o => LocalDate.Max(o.On, today).PlusDays(Rehearsal.DaysAfterLastDeadline))
                .Append(today).Max(),
            today.PlusYears(1));
        var system = new InMemorySystem(policy, plan.Zone, now);
        await system.Ledger.Plans.TryAddPlanAsync(plan, cancellation);
        await system.Ledger.Items.AddItemsAsync(items, now, new("rehearsal"), cancellation);
        await system.Ledger.People.SaveContactsAsync(await ledger.People.ContactsAsync(cancellation), cancellation);
        foreach (var absence in await ledger.People.AbsencesAsync(cancellation))
            await system.Ledger.People.TryAddAbsenceAsync(absence.Value, cancellation);
        foreach (var handover in await ledger.People.HandoversAsync(cancellation))
            await system.Ledger.People.TryAddHandoverAsync(handover, cancellation);
        foreach (var flag in (await ledger.Barriers.BarriersAsync(cancellation)).Flags)
            await system.Ledger.Barriers.FlagAsync(flag, cancellation);
        await system.Ledger.Notices.ClaimAsync(await ledger.Notices.NoticesSinceAsync(now - Remembered, cancellation), cancellation);
        await system.Ledger.Agenda.AddToAgendaAsync([.. items.Where(i => i.IsWatched).Select(Visit)], cancellation);
        var shown = 0;
        for (var day = today; day <= end; day = day.PlusDays(1))
        {
            await system.RunUntilAsync(zone.AtStartOfDay(day.PlusDays(1)).ToInstant() - Duration.Epsilon, cancellation);
            for (; shown < system.Outbox.Messages.Count; shown++)
                yield return await RehearsedSms.OfAsync(system, system.Outbox.Messages[shown], zone, cancellation);
        }

        // As after any change of an item: looked at now, from each role's latest step on.
        AgendaEntry Visit(Item item) =>
            AgendaEntry.ForItem(item, now, system.Schedule.FirstLook(item.OccasionIn(zone)! with { Since = now }, zone).Since);
    }
}
