namespace Reminders.Core.UseCases;

/// <summary>
/// Has the items of people looked at whose absence has begun, ended or been cancelled since the last run: deputies and people who are back hear what
/// they are owed. A part of every scan; it costs one read while no absence turns and nobody writes people. What is done is marked last, so a crash has it done again.
/// </summary>
public sealed class FollowAbsences(Ledger ledger, ReadPeople people, FollowPeople follow, IClock clock)
{
    /// <summary>The items that have other people now.</summary>
    public async Task<ImmutableArray<ItemCode>> RunAsync(CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var turned = (await people.AbsencesAsync(cancellation)).Where(a => a.Value.Carried != a.Value.StageAt(now)).ToList();
        if (turned.Count == 0)
            return [];
        var by = new Actor(string.Join('、', turned.Select(a => a.Value.CancelledBy ?? a.Value.MadeBy).Distinct()), "absence");
        var items = await follow.RunAsync((_, told) => turned.Any(a => Concerns(a.Value, told)), now, by, null, cancellation);
        foreach (var absence in turned)
            await ledger.People.TrySaveAbsenceAsync(absence with { Value = absence.Value with { Carried = absence.Value.StageAt(now) } }, cancellation);
        return [.. items.Select(i => i.Code)];
    }

    private static bool Concerns(Absence absence, Item told) =>
        Enum.GetValues<Role>().SelectMany(role => told.Parties(role)).Any(p => absence.IsOf(p.InOwnName()));
}
