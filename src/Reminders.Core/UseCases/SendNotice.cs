namespace Reminders.Core.UseCases;

/// <summary>The outcome of a queue message. Every outcome lets the message go, because the agenda follows unsettled notices up.</summary>
public enum SendResult
{
    /// <summary>The notice was handled.</summary>
    Done,

    /// <summary>The message is out of date.</summary>
    Stale,

    /// <summary>Another process holds the notice.</summary>
    Busy,

    /// <summary>This sender was too slow, so another may have taken over.</summary>
    Late,

    /// <summary>The ledger was restored and the office has not resumed reminders, or the ledger is out of use.</summary>
    Held,
}

/// <summary>
/// Sends the notice of a queue message. It reads everything again first. The ledger says Sending before the provider is called, so another
/// process with the same message stops there.
/// </summary>
public sealed class SendNotice(
    Ledger ledger, ISmsSender sender, ReadPeople people, WriteNotice write, FlagNumber flag, Schedule schedule, IClock clock)
{
    public async Task<SendResult> RunAsync(NoticeMessage message, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var stored = await ledger.Notices.FindNoticeAsync(message.Notice, cancellation);
        if (stored is null || stored.Value.Attempt != message.Version
            || stored.Value.State is not (NoticeState.Pending or NoticeState.Queued))
        {
            return SendResult.Stale;
        }

        // After the notice: a move seals the ledger and then changes the tag of every waiting notice, so that no sender slips through.
        var barriers = await ledger.Barriers.BarriersAsync(cancellation);
        if (barriers.Restoration is not null || barriers.Move is not null)
            return SendResult.Held;
        var items = await ItemsOfAsync(ledger, stored.Value, cancellation);
        var told = (await people.RunAsync(barriers, cancellation)).Told(items);
        var decision = SendDecision.Decide(stored.Value, told, barriers, schedule, now);
        await RecordDroppedAsync(decision.Notice, items, now, cancellation);
        return await write.RunAsync(stored, new(now, _ => decision.Notice) { Owed = decision.Owed }, cancellation) switch
        {
            NoticeWrite.HeldUp => SendResult.Late,
            NoticeWrite.Written { Notice: { Value.State: NoticeState.Sending } sending } =>
                await SendAsync(sending, items, barriers, cancellation),
            NoticeWrite.Written => SendResult.Done,
            _ => SendResult.Busy,
        };
    }

    /// <summary>The present items of a notice, without items that do not exist any more.</summary>
    internal static async Task<IReadOnlyDictionary<ItemCode, Item>> ItemsOfAsync(
        Ledger ledger, Notice notice, CancellationToken cancellation) =>
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
        // The message may be on its way now, so a cancellation must not stop the record.
        now = clock.GetCurrentInstant();
        if (outcome is SendOutcome.NumberRefused refused)
            await flag.RunAsync(notice.To, refused.Code, now, CancellationToken.None);
        if (outcome is SendOutcome.Stopped stopped)
        {
            var halt = new SendingHalt(stopped.Code, barriers.Halt?.Since ?? now, now + NoticeTiming.HaltsFor);
            await ledger.Barriers.SaveHaltAsync(halt, CancellationToken.None);
        }
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

    // The records are written before the notice; they are true even if a crash prevents the write of the notice.
    private Task RecordDroppedAsync(Notice notice, IReadOnlyDictionary<ItemCode, Item> items, Instant now, CancellationToken cancellation)
    {
        var dropped = notice.Steps
            .Where(s => s.Dropped is not null && items.ContainsKey(s.Id.Item))
            .Select(s => new StepRecord(s.Id, notice.To, notice.Name, s.At, OutcomeOf(s.Dropped!), s.Dropped!, now))
            .ToImmutableArray();
        return dropped.IsEmpty ? Task.CompletedTask : ledger.Items.RecordStepsAsync(dropped, cancellation);

        static StepOutcome OutcomeOf(string reason) => reason == Reasons.Newer ? StepOutcome.Superseded : StepOutcome.Suppressed;
    }
}
