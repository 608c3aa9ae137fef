namespace Reminders.Core.UseCases;

/// <summary>An absence that was recorded or cancelled, and the items that have other people now.</summary>
public sealed record AbsenceFollowed(Absence Absence, IReadOnlyList<ItemCode> Items);

/// <summary>
/// Records an absence and its deputy. An absence that begins today is followed at once: the items of the absentee are looked at. Recording
/// the same absence again returns the existing one, and follows it if a crash prevented that. Two calls at once for one number see each
/// other. Two calls at once for two people who name each other as deputy may both succeed; then both get messages although they are away.
/// </summary>
public sealed class RecordAbsence(Ledger ledger, ReadPeople readPeople, FollowAbsences follow, IClock clock, string zone)
{
    /// <param name="number">The number of the absentee.</param>
    /// <param name="deputy">The deputy, with a number.</param>
    /// <param name="days">The first and the last day of the absence, as local days in the zone.</param>
    /// <param name="reason">The reason; may be empty.</param>
    /// <param name="by">Who records it.</param>
    /// <param name="cancellation">Cancels between two writes.</param>
    public async Task<Outcome<AbsenceFollowed>> RunAsync(
        PhoneNumber number,
        Party deputy,
        (LocalDate From, LocalDate Until) days,
        string reason,
        Actor by,
        CancellationToken cancellation)
    {
        if (await NameAsync(number, cancellation) is not { } name)
        {
            return new Outcome<AbsenceFollowed>.Refused(
                "number-unknown", $"Nobody in the directory or in an item has the number of the absentee.");
        }
        while (true)
        {
            var known = (await ledger.People.AbsencesAsync(cancellation)).Select(a => a.Value).ToList();
            // The id counts the absences of the number, so two calls at once want the same id and one loses.
            var prefix = $"{number.Fingerprint}-";
            var id = $"{prefix}{known.Count(a => a.Id.StartsWith(prefix, StringComparison.Ordinal)) + 1}";
            var absence = new Absence(id, number, name, deputy, days.From, days.Until, zone)
            {
                Reason = reason,
                MadeAt = clock.GetCurrentInstant(),
                MadeBy = by.Name,
            };
            if (known.FirstOrDefault(IsSame) is { } same)
                return await FollowedAsync(same, cancellation);
            var failing = (await ledger.Barriers.BarriersAsync(cancellation)).FlagOf(deputy.Phone!.Value) is not null;
            if (AbsenceRules.Check(absence, known, failing, absence.MadeAt) is { } refusal)
                return new Outcome<AbsenceFollowed>.Refused(refusal);
            if (await ledger.People.TryAddAbsenceAsync(absence, cancellation))
                return await FollowedAsync(absence, cancellation);

            bool IsSame(Absence other) => other.StageAt(absence.MadeAt) != AbsenceStage.Over
                && (other.Number, other.Deputy, other.From, other.Until) == (number, deputy, days.From, days.Until);
        }
    }

    private async Task<Outcome<AbsenceFollowed>> FollowedAsync(Absence absence, CancellationToken cancellation) =>
        new Outcome<AbsenceFollowed>.Done(new(absence, await follow.RunAsync(cancellation)));

    private async Task<string?> NameAsync(PhoneNumber number, CancellationToken cancellation)
    {
        var names = (await ledger.People.ContactsAsync(cancellation)).Where(c => c.Phone == number).Select(c => c.Name).ToList();
        var people = await readPeople.RunAsync(cancellation);
        await foreach (var item in ledger.Items.ItemsAsync(null, cancellation).Select(people.Told))
        {
            var own = Enum.GetValues<Role>().SelectMany(role => item.Recipients(role)).Select(p => p.InOwnName());
            names.AddRange(own.Where(p => p.Phone == number).Select(p => p.Name));
        }
        return names.Count == 0 ? null : string.Join(Absence.NameSeparator, names.Distinct());
    }
}
