using System.Collections.Immutable;
using NodaTime;
using Reminders.Core.Contacts;
using Reminders.Core.Items;
using Reminders.Core.Ledgers;

namespace Reminders.Core.Absences;

/// <summary>
/// Keeps absences that are not over with the people they mean: an absence holds numbers, and a number that its owner has given up may be a stranger's
/// tomorrow. Moved before the directory is, so that a call that was cut off is finished by repeating it; what was moved is still to be carried into the items.
/// </summary>
/// <param name="ledger">Where they are.</param>
/// <param name="now">The moment that tells which are over.</param>
internal sealed class MoveAbsences(ILedger ledger, Instant now)
{
    /// <summary>
    /// Follows whoever has a new number in a new directory: the one number there of somebody of his name that the old directory did not know. Answers the absences that
    /// stay as they are although their deputy is known no more, or that would name as deputy somebody who cannot be.
    /// </summary>
    public async Task<ImmutableArray<Refusal>> RunAsync(IReadOnlyCollection<Contact> before, IReadOnlyCollection<Contact> after, CancellationToken cancellation)
    {
        var refused = await RunAsync(
            absence => absence with
            {
                Number = After(absence.Number, absence.Name, before, after) ?? absence.Number,
                Deputy = absence.Deputy with { Phone = After(absence.Deputy.Phone!.Value, absence.Deputy.Name, before, after) ?? absence.Deputy.Phone },
            },
            allOrNone: false,
            cancellation);
        var left = (await ledger.AbsencesAsync(cancellation)).Select(a => a.Value)
            .Where(a => a.StageAt(now) != AbsenceStage.Over && Has(before, a.Deputy.Phone!.Value) && !Has(after, a.Deputy.Phone!.Value))
            .Select(a => new Refusal("deputy-left", $"{a.Deputy.Name} is in the directory no more and stands in for {a.Name} until {a.Until:uuuu-MM-dd}; cancel that absence and name another deputy."));
        return [.. refused, .. left];
    }

    /// <summary>Makes whoever takes over all of what a deputy does the deputy; answers why he cannot be, and then nothing is moved.</summary>
    public async Task<Refusal?> RunAsync(Succession succession, CancellationToken cancellation) =>
        (await RunAsync(a => succession.IsFrom(a.Deputy) ? a with { Deputy = succession.To } : a, allOrNone: true, cancellation)).FirstOrDefault();

    private async Task<ImmutableArray<Refusal>> RunAsync(Func<Absence, Absence> move, bool allOrNone, CancellationToken cancellation)
    {
        while (true)
        {
            var absences = await ledger.AbsencesAsync(cancellation);
            var moved = absences.Where(a => a.Value.StageAt(now) != AbsenceStage.Over && move(a.Value) != a.Value)
                .Select(a => a with { Value = move(a.Value) with { Carried = AbsenceStage.Ahead } })
                .ToList();
            if (moved.Count == 0)
                return [];
            var all = absences.Select(a => moved.FirstOrDefault(m => m.Value.Id == a.Value.Id)?.Value ?? a.Value).ToList();
            var barriers = await ledger.BarriersAsync(cancellation);
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
            if (!await ledger.TrySaveAbsenceAsync(absence, cancellation))
                return false; // somebody cancelled or carried it meanwhile
        }
        return true;
    }

    private static PhoneNumber? After(PhoneNumber number, string name, IReadOnlyCollection<Contact> before, IReadOnlyCollection<Contact> after)
    {
        if (Has(after, number))
            return null;
        // Of several who shared the number the one who is meant, and a namesake who has long had a number of his own is somebody else.
        var names = before.Where(c => c.Phone == number).Select(c => c.Name).ToHashSet();
        if (names.Contains(name))
            names = [name];
        var numbers = after.Where(c => names.Contains(c.Name) && !before.Any(b => b.Name == c.Name && b.Phone == c.Phone)).Select(c => c.Phone).Distinct().ToList();
        return numbers.Count == 1 ? numbers[0] : null;
    }

    private static bool Has(IEnumerable<Contact> directory, PhoneNumber number) => directory.Any(c => c.Phone == number);
}
