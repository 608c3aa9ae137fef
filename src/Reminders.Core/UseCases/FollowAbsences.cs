namespace Reminders.Core.UseCases;

/// <summary>
/// Follows absences that have begun, ended or been cancelled since the last run: the items of the absentee are looked at, so that the
/// deputy, or the absentee who is back, gets the messages they are owed. Every scan runs it. It costs one read if no absence has changed
/// its stage and the people are unchanged. Absences are marked as followed last, so after a crash the next run repeats the work.
/// </summary>
public sealed class FollowAbsences(Ledger ledger, ReadPeople people, FollowPeople follow, IClock clock)
{
    /// <summary>Returns the items that have other people now.</summary>
    public async Task<ImmutableArray<ItemCode>> RunAsync(CancellationToken cancellation) =>
        await RunAsync(await ledger.Barriers.BarriersAsync(cancellation), cancellation);

    /// <param name="barriers">The caller has just read them.</param>
    /// <param name="cancellation">Ends the following.</param>
    public async Task<ImmutableArray<ItemCode>> RunAsync(SendBarriers barriers, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var turned = await TurnedAsync(people, barriers, now, cancellation);
        if (turned.Count == 0)
            return [];
        var by = new Actor(string.Join('、', turned.Select(a => a.Value.CancelledBy ?? a.Value.MadeBy).Distinct()), "absence");
        var items = await follow.RunAsync((_, told) => turned.Any(a => Concerns(a.Value, told)), now, by, null, cancellation);
        foreach (var absence in turned)
        {
            var followed = absence.Value with { Carried = absence.Value.StageAt(now) };
            await ledger.People.TrySaveAbsenceAsync(absence with { Value = followed }, cancellation);
        }
        return [.. items.Select(i => i.Code)];
    }

    /// <summary>The absences that nobody has followed since they began, ended or were cancelled.</summary>
    internal static async Task<List<Stored<Absence>>> TurnedAsync(
        ReadPeople people, SendBarriers barriers, Instant now, CancellationToken cancellation) =>
        [.. (await people.AbsencesAsync(barriers, cancellation)).Where(a => a.Value.Carried != a.Value.StageAt(now))];

    internal static bool Concerns(Absence absence, Item told) =>
        Enum.GetValues<Role>().SelectMany(role => told.Parties(role)).Any(p => absence.IsOf(p.InOwnName()));
}
