namespace Reminders.Core.UseCases;

/// <summary>
/// Moves a dead letter into the ledger, where it is shown, and has its notice looked after by the next scan. The letter may be removed from
/// its queue afterwards. Safe to repeat.
/// </summary>
public sealed class DrainDeadLetter(Ledger ledger, IClock clock)
{
    public async Task RunAsync(DeadLetter letter, CancellationToken cancellation)
    {
        await ledger.Watch.AddDeadLetterAsync(letter, cancellation);
        if (letter.Notice is { } id && await ledger.Notices.FindNoticeAsync(id, cancellation) is { } notice && !NoticeLife.IsSettled(notice.Value.State))
            await ledger.Agenda.AddToAgendaAsync([AgendaEntry.ForNotice(notice.Value, clock.GetCurrentInstant())], cancellation);
    }
}
