namespace Reminders.InMemory.Rehearsals;

/// <summary>
/// A copy of a ledger in memory. A change is tried out there with the code that makes it, so a preview shows exactly what would happen. The
/// ledger itself is only read.
/// </summary>
public static class LedgerCopy
{
    /// <summary>The age up to which notices can still count against a carrier's limit or hold a step that is owed.</summary>
    private static readonly Duration Remembered = Duration.FromDays(60);

    /// <summary>Copies the plans, the people and all items.</summary>
    public static async Task<InMemorySystem> WithItemsAsync(
        Ledger ledger, ReminderPolicy policy, string zone, Instant now, CancellationToken cancellation)
    {
        var system = await WithoutItemsAsync(ledger, policy, zone, now, cancellation);
        var items = await ledger.Items.ItemsAsync(null, cancellation).ToListAsync(cancellation);
        await system.Ledger.Items.AddItemsAsync(items, now, new("copy"), cancellation);
        return system;
    }

    /// <summary>
    /// Copies the plans, without their items, and the people. A plan that is loaded into the copy gets the number that it would get.
    /// </summary>
    public static async Task<InMemorySystem> WithoutItemsAsync(
        Ledger ledger, ReminderPolicy policy, string zone, Instant now, CancellationToken cancellation)
    {
        var system = new InMemorySystem(policy, zone, now);
        foreach (var plan in await ledger.Plans.PlansAsync(cancellation))
            await system.Ledger.Plans.TryAddPlanAsync(plan, cancellation);
        await CopyPeopleAsync(ledger, system.Ledger, cancellation);
        return system;
    }

    /// <summary>Copies the directory, the absences, the handovers and the flagged numbers.</summary>
    internal static async Task CopyPeopleAsync(Ledger from, Ledger to, CancellationToken cancellation)
    {
        await to.People.SaveContactsAsync(await from.People.ContactsAsync(cancellation), cancellation);
        foreach (var absence in await from.People.AbsencesAsync(cancellation))
            await to.People.TryAddAbsenceAsync(absence.Value, cancellation);
        foreach (var handover in await from.People.HandoversAsync(cancellation))
            await to.People.TryAddHandoverAsync(handover, cancellation);
        foreach (var flag in (await from.Barriers.BarriersAsync(cancellation)).Flags)
            await to.Barriers.FlagAsync(flag, cancellation);
    }

    /// <summary>Copies the recent notices.</summary>
    internal static async Task CopyNoticesAsync(Ledger from, Ledger to, Instant now, CancellationToken cancellation) =>
        await to.Notices.ClaimAsync(await from.Notices.NoticesSinceAsync(now - Remembered, cancellation), cancellation);
}
