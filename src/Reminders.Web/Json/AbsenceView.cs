namespace Reminders.Web.Json;

/// <summary>An absence as it is listed, with whole numbers.</summary>
public sealed record AbsenceView(
    string Id, string Name, string Phone, PartyView Deputy, LocalDate From, LocalDate Until, AbsenceStage Stage, string Reason, Instant MadeAt, string MadeBy,
    Instant? CancelledAt, string? CancelledBy)
{
    public static AbsenceView Of(Absence absence, Instant now) => new(
        absence.Id, absence.Name, absence.Number.Value, PartyView.Of(absence.Deputy, seesNumbers: true), absence.From, absence.Until, absence.StageAt(now), absence.Reason,
        absence.MadeAt, absence.MadeBy, absence.CancelledAt, absence.CancelledBy);
}
