namespace Reminders.Core.UseCases;

/// <summary>
/// Carries absences that have begun, ended or been cancelled into the items that are not at their end: from then on whoever is told, answers by SMS or is looked
/// for before a message goes out is found there. A timer's use case: it costs one read while no absence turns. What has been carried is marked last, so a
/// run that was cut off is done again by the next. Safe to overlap.
/// </summary>
public sealed class CarryAbsences(Ledger ledger, ActOnItem act, IClock clock)
{
    /// <summary>The items that were changed.</summary>
    public async Task<ImmutableArray<ItemCode>> RunAsync(CancellationToken cancellation)
    {
        var changed = new SortedSet<ItemCode>();
        var absences = await ledger.People.AbsencesAsync(cancellation);
        var now = clock.GetCurrentInstant();
        var overtaken = false;
        while (overtaken || Turned(absences, now).Count > 0)
        {
            await CarryAsync(absences, now, changed, cancellation);
            // Whoever carries older absences than the newest may write over what another run carried meanwhile: so the last to write looks again.
            var newest = await ledger.People.AbsencesAsync(cancellation);
            overtaken = !newest.SequenceEqual(absences) || !await MarkAsync(Turned(absences, now), now, cancellation);
            absences = await ledger.People.AbsencesAsync(cancellation);
            now = clock.GetCurrentInstant();
        }
        return [.. changed];
    }

    private static List<Stored<Absence>> Turned(IEnumerable<Stored<Absence>> absences, Instant now) =>
        [.. absences.Where(a => a.Value.Carried != a.Value.StageAt(now))];

    private async Task CarryAsync(IReadOnlyList<Stored<Absence>> absences, Instant now, SortedSet<ItemCode> changed, CancellationToken cancellation)
    {
        var people = await ActOnItem.PeopleAsync(ledger, [], now, cancellation);
        var by = new Actor(string.Join('、', Turned(absences, now).Select(a => a.Value.CancelledBy ?? a.Value.MadeBy).Distinct().DefaultIfEmpty("absence")), "absence");
        await act.EachAsync(
            item => people.WithDeputies(item) == item ? null : new StandIn(by) { People = people }, changed, cancellation);
    }

    private async Task<bool> MarkAsync(IEnumerable<Stored<Absence>> turned, Instant now, CancellationToken cancellation)
    {
        foreach (var absence in turned)
        {
            if (!await ledger.People.TrySaveAbsenceAsync(absence with { Value = absence.Value with { Carried = absence.Value.StageAt(now) } }, cancellation))
                return false;
        }
        return true;
    }
}
