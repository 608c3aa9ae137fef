namespace Reminders.Core.UseCases;

/// <summary>What became of a queue message.</summary>
public enum SendResult
{
    /// <summary>The notice was dealt with; the message can go.</summary>
    Done,

    /// <summary>The message says nothing that is still true; it can go.</summary>
    Stale,

    /// <summary>Somebody else holds the notice at this moment; the message can go, since the agenda follows the notice up.</summary>
    Busy,

    /// <summary>This sender was held up for so long that others may have taken over; it has sent nothing, and the agenda follows the notice up.</summary>
    Late,

    /// <summary>The ledger was restored and nobody has said go; the message can go, since the agenda follows the notice up.</summary>
    Held,
}

/// <summary>
/// Sends one notice that a queue message points to. Everything is read again first; the ledger says Sending before the provider is called,
/// so that whoever else holds the same message stops there.
/// </summary>
public sealed class SendNotice(
    Ledger ledger, ISmsSender sender, ReadPeople people, WriteNotice write, FlagNumber flag, Schedule schedule, IClock clock)
{
    public async Task<SendResult> RunAsync(NoticeMessage message, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var stored = await ledger.Notices.FindNoticeAsync(message.Notice, cancellation);
        if (stored is null || stored.Value.Attempt != message.Version || stored.Value.State is not (NoticeState.Pending or NoticeState.Queued))
            return SendResult.Stale;

        var barriers = await ledger.Barriers.BarriersAsync(cancellation);
        if (barriers.Restoration is not null)
            return SendResult.Held;
        var items = await ItemsOfAsync(ledger, stored.Value, cancellation);
        var told = (await people.RunAsync(barriers, cancellation)).Told(items);
        var decision = SendDecision.Decide(stored.Value, told, barriers, schedule, now);
        await RecordDroppedAsync(decision.Notice, items, now, cancellation);
        return await write.RunAsync(stored, new(now, _ => decision.Notice) { Owed = decision.Owed }, cancellation) switch
        {
            NoticeWrite.HeldUp => SendResult.Late,
            NoticeWrite.Written { Notice: { Value.State: NoticeState.Sending } sending } => await SendAsync(sending, items, barriers, cancellation),
            NoticeWrite.Written => SendResult.Done,
            _ => SendResult.Busy,
        };
    }

    /// <summary>The items that a notice tells of, as they are now; those that are gone are missing.</summary>
    internal static async Task<IReadOnlyDictionary<ItemCode, Item>> ItemsOfAsync(Ledger ledger, Notice notice, CancellationToken cancellation) =>
        await ledger.Items.FindItemsAsync([.. notice.Steps.Select(s => s.Id.Item).Distinct()], cancellation);

    private async Task<SendResult> SendAsync(
        Stored<Notice> sending, IReadOnlyDictionary<ItemCode, Item> items, SendBarriers barriers, CancellationToken cancellation)
    {
        var notice = sending.Value;
        var now = clock.GetCurrentInstant();
        if (now > notice.StateAt + NoticeTiming.CallsWithin)
            return SendResult.Late;
        var sms = new Sms(notice.Id, notice.Attempt, notice.To, notice.Text)
        {
            ValidUntil = schedule.Policy.QuietHours.NextStart(now, DateTimeZoneProviders.Tzdb[notice.Zone]),
        };
        var outcome = await sender.SendAsync(sms, cancellation);
        // From here on the message may be on its way: nothing that cancels this call may keep it from being recorded.
        now = clock.GetCurrentInstant();
        if (outcome is SendOutcome.NumberRefused refused)
            await flag.RunAsync(notice.To, refused.Code, now, CancellationToken.None);
        if (outcome is SendOutcome.Stopped stopped)
            await ledger.Barriers.SaveHaltAsync(new(stopped.Code, barriers.Halt?.Since ?? now, now + NoticeTiming.HaltsFor), CancellationToken.None);
        var answered = SendDecision.TryAnswered(notice, notice.Attempt, outcome, items, schedule, now);
        var change = new NoticeChange(now, n => SendDecision.TryAnswered(n, notice.Attempt, outcome, items, schedule, now)?.Notice)
        {
            Owed = answered?.Owed ?? [],
            IsFact = answered is not { Notice.State: NoticeState.Superseded },
            Insists = true,
        };
        var written = await write.RunAsync(sending, change, CancellationToken.None);
        if (outcome is SendOutcome.Accepted && barriers.Halt is not null)
            await ledger.Barriers.SaveHaltAsync(null, CancellationToken.None);
        return written is NoticeWrite.HeldUp ? SendResult.Late : SendResult.Done;
    }

    // Before the notice: after a crash in between, the record is true all the same.
    private Task RecordDroppedAsync(Notice notice, IReadOnlyDictionary<ItemCode, Item> items, Instant now, CancellationToken cancellation)
    {
        var dropped = notice.Steps.Where(s => s.Dropped is not null && items.ContainsKey(s.Id.Item)).Select(s => new StepRecord(
            s.Id, notice.To, notice.Name, s.At, s.Dropped == Reasons.Newer ? StepOutcome.Superseded : StepOutcome.Suppressed, s.Dropped!, now)).ToImmutableArray();
        return dropped.IsEmpty ? Task.CompletedTask : ledger.Items.RecordStepsAsync(dropped, cancellation);
    }
}
