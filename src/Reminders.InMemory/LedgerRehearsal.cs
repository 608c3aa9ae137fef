using System.Runtime.CompilerServices;

namespace Reminders.InMemory;

/// <summary>
/// Plays a loaded plan on from now: its items as they stand, whom they name, who is absent when, what was told in the last weeks and which numbers fail are copied into memory, and
/// the very code that sends runs there until the last day. Other plans are left out, so a person's digests show this plan's items alone.
/// </summary>
public static class LedgerRehearsal
{
    /// <summary>How far back notices may still count against a carrier's limit or hold a step that is still owed.</summary>
    private static readonly Duration Remembered = Duration.FromDays(60);

    /// <param name="ledger">The ledger, which is only read.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="now">From when on it is played.</param>
    /// <param name="to">The last day, which counts whole; null for two weeks after the last deadline or from now, a year at most.</param>
    /// <param name="cancellation">Ends the play.</param>
    public static async IAsyncEnumerable<RehearsedSms> PlayAsync(
        Ledger ledger, Plan plan, ReminderPolicy policy, Instant now, LocalDate? to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var zone = plan.TimeZone;
        var today = now.InZone(zone).Date;
        var items = await ledger.Items.ItemsAsync(plan.Number, cancellation).ToListAsync(cancellation);
        var end = to ?? LocalDate.Min(
            items.Select(i => i.OccasionIn(zone)).OfType<Occasion>().Select(o => LocalDate.Max(o.On, today).PlusDays(Rehearsal.DaysAfterLastDeadline)).Append(today).Max(), today.PlusYears(1));
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
            AgendaEntry.ForItem(item, now, system.Schedule.FirstVisit(item.OccasionIn(zone)! with { Since = now }, zone).Since);
    }
}
