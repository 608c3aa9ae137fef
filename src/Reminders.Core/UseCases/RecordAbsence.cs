namespace Reminders.Core.UseCases;

/// <summary>What came of recording or cancelling an absence: it, and the items that changed hands at once, or why nothing was done. Both null: there is no such absence.</summary>
public sealed record AbsenceResult(Absence? Absence, Refusal? Refusal)
{
    public ImmutableArray<ItemCode> Changed { get; init; } = [];
}

/// <summary>
/// Records that somebody is away and who stands in. What begins today is carried into the items at once. The same absence again is answered as it is, and
/// what is still to be carried is. Of two for one number at once each finds the other. For two numbers at once, each naming the other's owner as
/// deputy, both may count; then the deputies are told although they are away.
/// </summary>
public sealed class RecordAbsence(Ledger ledger, ReadPeople readPeople, FollowAbsences follow, IClock clock, string zone)
{
    /// <param name="number">The number of the absent one.</param>
    /// <param name="deputy">The deputy, with a number.</param>
    /// <param name="days">The first and the last day of the absence, days of the zone.</param>
    /// <param name="reason">Why; may be empty.</param>
    /// <param name="by">Who records it.</param>
    /// <param name="cancellation">Cancels between two writes.</param>
    public async Task<AbsenceResult> RunAsync(PhoneNumber number, Party deputy, (LocalDate From, LocalDate Until) days, string reason, Actor by, CancellationToken cancellation)
    {
        if (await NameAsync(number, cancellation) is not { } name)
            return new(null, new("number-unknown", "Nobody in the directory or in an item has the number of the absent one."));
        while (true)
        {
            var known = (await ledger.People.AbsencesAsync(cancellation)).Select(a => a.Value).ToList();
            // The id counts those recorded for the number, so that two at once want the same one.
            var prefix = $"{number.Fingerprint}-";
            var absence = new Absence($"{prefix}{known.Count(a => a.Id.StartsWith(prefix, StringComparison.Ordinal)) + 1}", number, name, deputy, days.From, days.Until, zone)
            {
                Reason = reason,
                MadeAt = clock.GetCurrentInstant(),
                MadeBy = by.Name,
            };
            if (known.FirstOrDefault(a => a.StageAt(absence.MadeAt) != AbsenceStage.Over && (a.Number, a.Deputy, a.From, a.Until) == (number, deputy, days.From, days.Until)) is { } same)
                return await CarriedAsync(same, cancellation);
            var failing = (await ledger.Barriers.BarriersAsync(cancellation)).FlagOf(deputy.Phone!.Value) is not null;
            if (AbsenceRules.Check(absence, known, failing, absence.MadeAt) is { } refusal)
                return new(null, refusal);
            if (await ledger.People.TryAddAbsenceAsync(absence, cancellation))
                return await CarriedAsync(absence, cancellation);
        }
    }

    private async Task<AbsenceResult> CarriedAsync(Absence absence, CancellationToken cancellation) =>
        new(absence, null) { Changed = await follow.RunAsync(cancellation) };

    private async Task<string?> NameAsync(PhoneNumber number, CancellationToken cancellation)
    {
        var names = (await ledger.People.ContactsAsync(cancellation)).Where(c => c.Phone == number).Select(c => c.Name).ToList();
        var people = await readPeople.RunAsync(cancellation);
        await foreach (var item in ledger.Items.ItemsAsync(null, cancellation).Select(people.Told))
            names.AddRange(Enum.GetValues<Role>().SelectMany(item.Recipients).Select(p => p.InOwnName()).Where(p => p.Phone == number).Select(p => p.Name));
        return names.Count == 0 ? null : string.Join(Absence.NameSeparator, names.Distinct());
    }
}
