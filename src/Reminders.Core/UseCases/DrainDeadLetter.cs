namespace Reminders.Core.UseCases;

/// <summary>
/// Copies a dead letter into the ledger, which shows it, and puts its notice on the agenda for the next scan. Afterwards the letter may be
/// removed from its queue. Safe to repeat.
/// </summary>
public sealed class DrainDeadLetter(Ledger ledger, IClock clock)
{
    public async Task RunAsync(DeadLetter letter, CancellationToken cancellation)
    {
        await ledger.Watch.AddDeadLetterAsync(letter, cancellation);
        if (letter.Notice is { } id
            && await ledger.Notices.FindNoticeAsync(id, cancellation) is { } notice
            && !NoticeLife.IsSettled(notice.Value.State))
        {
            await ledger.Agenda.AddToAgendaAsync([AgendaEntry.ForNotice(notice.Value, clock.GetCurrentInstant())], cancellation);
        }
    }
}
