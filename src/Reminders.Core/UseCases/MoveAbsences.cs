namespace Reminders.Core.UseCases;

/// <summary>
/// Keeps absences that are not over with the people they mean: an absence holds numbers, and a number that its owner has given up may be a stranger's
/// tomorrow. Moved before the directory is, so that a call that was cut off is finished by repeating it; what was moved is still to be carried into the items.
/// </summary>
/// <param name="ledger">Where they are.</param>
/// <param name="now">The moment that tells which are over.</param>
internal sealed class MoveAbsences(Ledger ledger, Instant now)
{
    private readonly HashSet<string> seen = [];

    /// <summary>
    /// Follows whoever has a new number in a new directory: the one number there of somebody of his name that the old directory did not know. Answers the absences that
    /// stay as they are although the directory knows their people no more, or that would name as deputy somebody who cannot be. Run again, it moves only what was
    /// recorded since.
    /// </summary>
    public async Task<ImmutableArray<Refusal>> RunAsync(IReadOnlyCollection<Contact> before, IReadOnlyCollection<Contact> after, CancellationToken cancellation)
    {
        var refused = await RunAsync(a => seen.Contains(a.Id) ? a : Followed(a, before, after), allOrNone: false, cancellation);
        var absences = (await ledger.People.AbsencesAsync(cancellation)).Select(a => a.Value).Where(a => a.StageAt(now) != AbsenceStage.Over && seen.Add(a.Id));
        return [.. refused, .. absences.SelectMany(a => Left(a, before, after))];
    }

    /// <summary>Makes whoever takes over all of what a deputy does the deputy; answers why he cannot be, and then nothing is moved.</summary>
    public async Task<Refusal?> RunAsync(Succession succession, CancellationToken cancellation) =>
        (await RunAsync(a => succession.IsFrom(a.Deputy) ? a with { Deputy = succession.To } : a, allOrNone: true, cancellation)).FirstOrDefault();

    private async Task<ImmutableArray<Refusal>> RunAsync(Func<Absence, Absence> move, bool allOrNone, CancellationToken cancellation)
    {
        while (true)
        {
            var absences = await ledger.People.AbsencesAsync(cancellation);
            var moved = absences.Where(a => a.Value.StageAt(now) != AbsenceStage.Over && move(a.Value) != a.Value)
                .Select(a => a with { Value = move(a.Value) with { Carried = AbsenceStage.Ahead } })
                .ToList();
            if (moved.Count == 0)
                return [];
            var all = absences.Select(a => moved.FirstOrDefault(m => m.Value.Id == a.Value.Id)?.Value ?? a.Value).ToList();
            var barriers = await ledger.Barriers.BarriersAsync(cancellation);
            var refusals = moved.ToDictionary(
                a => a.Value.Id, a => AbsenceRules.Check(a.Value, all.Where(o => o.Id != a.Value.Id), barriers.FlagOf(a.Value.Deputy.Phone!.Value) is not null, now));
            ImmutableArray<Refusal> refused = [.. refusals.Values.OfType<Refusal>()];
            if ((allOrNone && refused.Length > 0) || await SaveAsync(moved.Where(a => refusals[a.Value.Id] is null), cancellation))
                return refused;
        }
    }

    private async Task<bool> SaveAsync(IEnumerable<Stored<Absence>> moved, CancellationToken cancellation)
    {
        foreach (var absence in moved)
        {
            if (!await ledger.People.TrySaveAbsenceAsync(absence, cancellation))
                return false; // somebody cancelled or carried it meanwhile
        }
        return true;
    }

    private static Absence Followed(Absence absence, IReadOnlyCollection<Contact> before, IReadOnlyCollection<Contact> after)
    {
        var followed = absence;
        if (NewNumber(absence.Number, absence.Names, before, after) is { } number)
            followed = followed with { Number = number, Former = absence.Number };
        if (NewNumber(absence.Deputy.Phone!.Value, [absence.Deputy.Name], before, after) is { } deputy)
            followed = followed with { Deputy = absence.Deputy with { Phone = deputy } };
        return followed;
    }

    private static PhoneNumber? NewNumber(PhoneNumber number, IEnumerable<string> names, IReadOnlyCollection<Contact> before, IReadOnlyCollection<Contact> after)
    {
        var meant = Meant(number, names, before);
        if (IsKnown(number, names, before, after))
            return null;
        // A namesake who has long had a number of his own is somebody else.
        var numbers = after.Where(c => meant.Contains(c.Name) && !before.Any(b => b.Name == c.Name && b.Phone == c.Phone)).Select(c => c.Phone).Distinct().ToList();
        return numbers.Count == 1 ? numbers[0] : null;
    }

    private static bool IsKnown(PhoneNumber number, IEnumerable<string> names, IEnumerable<Contact> before, IEnumerable<Contact> after) =>
        Meant(number, names, before).Concat(names).ToHashSet() is var meant && after.Any(c => c.Phone == number && meant.Contains(c.Name));

    // Of several who share a number those who are meant; whom the absence calls otherwise than the directory is known by the number.
    private static HashSet<string> Meant(PhoneNumber number, IEnumerable<string> names, IEnumerable<Contact> before)
    {
        var known = before.Where(c => c.Phone == number).Select(c => c.Name).ToHashSet();
        var called = names.ToHashSet();
        return known.Count == 0 || known.Overlaps(called) ? called : known;
    }

    private static IEnumerable<Refusal> Left(Absence absence, IReadOnlyCollection<Contact> before, IReadOnlyCollection<Contact> after)
    {
        if (HasLeft(absence.Number, absence.Names))
            yield return new("absent-left", $"{absence.Name}, who is recorded as absent until {absence.Until:uuuu-MM-dd}, is not in the directory with that number any more; if there is a new one, cancel that absence and record it anew.");
        if (HasLeft(absence.Deputy.Phone!.Value, [absence.Deputy.Name]))
            yield return new("deputy-left", $"{absence.Deputy.Name}, who stands in for {absence.Name} until {absence.Until:uuuu-MM-dd}, is not in the directory with that number any more; cancel that absence and name another deputy.");

        bool HasLeft(PhoneNumber number, IEnumerable<string> names) =>
            before.Any(c => c.Phone == number) && !IsKnown(number, names, before, after);
    }
}
