namespace Reminders.Core.UseCases;

/// <summary>
/// Moves present and future absences to the new numbers of their people. An absence holds numbers, and a stranger may get a number that
/// its owner gave up. Absences move before the directory changes, so after a crash the same call finishes the work. A moved absence must
/// be followed again: <see cref="FollowAbsences"/> then looks at the items of the absentee.
/// </summary>
/// <param name="ledger">Holds the absences.</param>
/// <param name="now">Absences that are over at this moment do not move.</param>
internal sealed class MoveAbsences(Ledger ledger, Instant now)
{
    private readonly HashSet<string> seen = [];

    /// <summary>
    /// Moves absences of people who have a new number in the new directory: exactly one number there has their name and is new for that
    /// name. Returns refusals for two kinds of absences that stay unchanged: the new directory does not have their people any more, or the
    /// deputy may not stand in. A second run moves only absences that were recorded since the first.
    /// </summary>
    public async Task<ImmutableArray<Refusal>> RunAsync(
        IReadOnlyCollection<Contact> before, IReadOnlyCollection<Contact> after, CancellationToken cancellation)
    {
        var refused = await RunAsync(a => seen.Contains(a.Id) ? a : Followed(a, before, after), allOrNone: false, cancellation);
        var absences = (await ledger.People.AbsencesAsync(cancellation))
            .Select(a => a.Value)
            .Where(a => a.StageAt(now) != AbsenceStage.Over && seen.Add(a.Id));
        return [.. refused, .. absences.SelectMany(a => Left(a, before, after))];
    }

    /// <summary>
    /// Makes the successor of a deputy the deputy. Returns the reason if the successor may not stand in; then no absence is moved.
    /// </summary>
    public async Task<Refusal?> RunAsync(Succession succession, CancellationToken cancellation) =>
        (await RunAsync(a => succession.IsFrom(a.Deputy) ? a with { Deputy = succession.To } : a, allOrNone: true, cancellation))
        .FirstOrDefault();

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
            var refusals = moved.Select(a => a.Value).ToDictionary(
                a => a.Id,
                a => AbsenceRules.Check(a, all.Where(o => o.Id != a.Id), barriers.FlagOf(a.Deputy.Phone!.Value) is not null, now));
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
                return false; // it was cancelled or followed since
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

    private static PhoneNumber? NewNumber(
        PhoneNumber number, IEnumerable<string> names, IReadOnlyCollection<Contact> before, IReadOnlyCollection<Contact> after)
    {
        var meant = Meant(number, names, before);
        if (IsKnown(number, names, before, after))
            return null;
        // A contact with the same name and number in the old directory is another person.
        var numbers = after
            .Where(c => meant.Contains(c.Name) && !before.Any(b => b.Name == c.Name && b.Phone == c.Phone))
            .Select(c => c.Phone)
            .Distinct()
            .ToList();
        return numbers.Count == 1 ? numbers[0] : null;
    }

    private static bool IsKnown(PhoneNumber number, IEnumerable<string> names, IEnumerable<Contact> before, IEnumerable<Contact> after) =>
        Meant(number, names, before).Concat(names).ToHashSet() is var meant && after.Any(c => c.Phone == number && meant.Contains(c.Name));

    // Several people may share a number. Match by name; if no name matches, by number.
    private static HashSet<string> Meant(PhoneNumber number, IEnumerable<string> names, IEnumerable<Contact> before)
    {
        var known = before.Where(c => c.Phone == number).Select(c => c.Name).ToHashSet();
        var called = names.ToHashSet();
        return known.Count == 0 || known.Overlaps(called) ? called : known;
    }

    private static IEnumerable<Refusal> Left(Absence absence, IReadOnlyCollection<Contact> before, IReadOnlyCollection<Contact> after)
    {
        if (HasLeft(absence.Number, absence.Names))
        {
            yield return new(
                "absent-left",
                $"{absence.Name}, who is recorded as absent until {absence.Until:uuuu-MM-dd}, "
                + $"is not in the directory with that number any more; if there is a new one, cancel that absence and record it anew.");
        }
        if (HasLeft(absence.Deputy.Phone!.Value, [absence.Deputy.Name]))
        {
            yield return new(
                "deputy-left",
                $"{absence.Deputy.Name}, who stands in for {absence.Name} until {absence.Until:uuuu-MM-dd}, "
                + $"is not in the directory with that number any more; cancel that absence and name another deputy.");
        }

        bool HasLeft(PhoneNumber number, IEnumerable<string> names) =>
            before.Any(c => c.Phone == number) && !IsKnown(number, names, before, after);
    }
}
