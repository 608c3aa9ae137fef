namespace Reminders.Core.UseCases;

/// <summary>Cancels an absence, before or after it begins. The absentee is in charge again at once. Safe to repeat.</summary>
public sealed class CancelAbsence(Ledger ledger, FollowAbsences follow, IClock clock)
{
    public async Task<Outcome<AbsenceFollowed>> RunAsync(string id, Actor by, CancellationToken cancellation)
    {
        while ((await ledger.People.AbsencesAsync(cancellation)).FirstOrDefault(a => a.Value.Id == id) is { } stored)
        {
            var now = clock.GetCurrentInstant();
            var absence = stored.Value;
            if (absence.CancelledAt is null && absence.StageAt(now) == AbsenceStage.Over)
            {
                return new Outcome<AbsenceFollowed>.Refused(
                    "absence-over", $"The absence of {absence.Name} ended on {absence.Until:uuuu-MM-dd}.");
            }
            var cancelled = absence.CancelledAt is null ? absence with { CancelledAt = now, CancelledBy = by.Name } : absence;
            if (cancelled == absence || await ledger.People.TrySaveAbsenceAsync(stored with { Value = cancelled }, cancellation))
                return new Outcome<AbsenceFollowed>.Done(new(cancelled, await follow.RunAsync(cancellation)));
        }
        return new Outcome<AbsenceFollowed>.Missing();
    }
}
