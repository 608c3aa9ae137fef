using System.Collections.Immutable;
using NodaTime;
using Reminders.Core.Items;
using Reminders.Core.Ledgers;
using Reminders.Core.Schedules;
using Reminders.Core.Sms;

namespace Reminders.Core.Notices;

/// <summary>What became of a queue message.</summary>
public enum SendResult
{
    /// <summary>The notice was dealt with; the message can go.</summary>
    Done,

    /// <summary>The message says nothing that is still true; it can go.</summary>
    Stale,

    /// <summary>Somebody else holds the notice at this moment; the message can go, since the agenda follows the notice up.</summary>
    Busy,
}

/// <summary>
/// Sends one notice that a queue message points to. Everything is read again first; the ledger says Sending before the provider is called,
/// so that whoever else holds the same message stops there.
/// </summary>
public sealed class SendNotice(ILedger ledger, INoticeQueue queue, ISmsSender sender, Schedule schedule, IClock clock)
{
    public async Task<SendResult> RunAsync(NoticeMessage message, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var stored = await ledger.FindNoticeAsync(message.Notice, cancellation);
        if (stored is null || stored.Value.Attempt != message.Version || stored.Value.State is not (NoticeState.Pending or NoticeState.Queued))
            return SendResult.Stale;

        var items = await ItemsOfAsync(ledger, stored.Value, cancellation);
        var failing = stored.Value.Steps.Any(s => s.Id.Name.StartsWith(Step.Unreachable, StringComparison.Ordinal))
            ? (await ledger.FlagsAsync(cancellation)).Select(f => f.Number).ToHashSet()
            : [];
        var decision = SendDecision.Decide(stored.Value, items, failing, schedule, now);
        await ledger.AddToAgendaAsync(decision.Owed, cancellation);
        var saved = await ledger.TrySaveNoticeAsync(stored with { Value = decision.Notice }, cancellation);
        if (saved is null)
            return SendResult.Busy;
        if (!decision.Owed.IsEmpty)
            await OweChangedAsync(ledger, saved.Value, items, now, cancellation);
        if (saved.Value.State == NoticeState.Sending)
            await SendAsync(saved, items, cancellation);
        await RecordDroppedAsync(saved.Value, items, now, cancellation);
        return SendResult.Done;
    }

    /// <summary>The items that a notice tells of, as they are now; those that are gone are missing.</summary>
    internal static async Task<IReadOnlyDictionary<ItemCode, Item>> ItemsOfAsync(ILedger ledger, Notice notice, CancellationToken cancellation) =>
        await ledger.FindItemsAsync(notice.Steps.Select(s => s.Id.Item), cancellation);

    /// <summary>
    /// Once a missed notice is withdrawn: owes its steps under the versions of those items that were changed in between. A scan that came just
    /// after the change still took the steps for told.
    /// </summary>
    internal static async Task OweChangedAsync(
        ILedger ledger, Notice missed, IReadOnlyDictionary<ItemCode, Item> before, Instant now, CancellationToken cancellation)
    {
        var items = await ItemsOfAsync(ledger, missed, cancellation);
        var changed = items.Where(i => before.GetValueOrDefault(i.Key)?.Version != i.Value.Version).ToDictionary();
        await ledger.AddToAgendaAsync(SendDecision.OwedAgain(missed, changed, now), cancellation);
    }

    private async Task SendAsync(Stored<Notice> sending, IReadOnlyDictionary<ItemCode, Item> items, CancellationToken cancellation)
    {
        var notice = sending.Value;
        var outcome = await sender.SendAsync(new(notice.Id, notice.To, notice.Text), cancellation);
        // From here on the message may be on its way: nothing that cancels this call may keep it from being recorded.
        var now = clock.GetCurrentInstant();
        if (outcome is SendOutcome.NumberRefused refused)
            await new FlagNumber(ledger).RunAsync(notice, refused.Code, now, CancellationToken.None);
        var moved = await NoticeChange.ApplyAsync(ledger, sending, n => Moved(n, outcome, now), CancellationToken.None);
        if (moved is { State: NoticeState.Queued })
            await queue.EnqueueAsync([moved.Message], CancellationToken.None);
    }

    private static Notice? Moved(Notice notice, SendOutcome outcome, Instant now) => outcome switch
    {
        SendOutcome.Accepted accepted => notice.TryMove(NoticeState.Sent, now) is { } sent ? sent with { ProviderId = accepted.ProviderId, SentAt = now } : null,
        SendOutcome.NumberRefused refused => notice.TryMove(NoticeState.Failed, now, refused.Code),
        SendOutcome.MessageRefused refused => notice.TryMove(NoticeState.Failed, now, refused.Code),
        SendOutcome.Later later => notice.TryQueueAgain(now, later.Code, now + NoticeTiming.RetryAfter(notice.Attempt)),
        SendOutcome.Unknown unknown => notice.TryMove(NoticeState.Unknown, now, unknown.Detail),
        _ => throw new NotSupportedException($"The outcome {outcome.GetType().Name} is not known."),
    };

    private Task RecordDroppedAsync(Notice notice, IReadOnlyDictionary<ItemCode, Item> items, Instant now, CancellationToken cancellation)
    {
        var dropped = notice.Steps.Where(s => s.Dropped is not null && items.ContainsKey(s.Id.Item)).Select(s => new StepRecord(
            s.Id, notice.To, notice.Name, s.At, s.Dropped == Reasons.Newer ? StepOutcome.Superseded : StepOutcome.Suppressed, s.Dropped!, now)).ToImmutableArray();
        return dropped.IsEmpty ? Task.CompletedTask : ledger.RecordStepsAsync(dropped, cancellation);
    }
}

/// <summary>How long each state may last before somebody looks at it.</summary>
public static class NoticeTiming
{
    /// <summary>How long a queued notice may stay unsent before it is queued anew.</summary>
    public static Duration FollowUpAfter { get; } = Duration.FromMinutes(10);

    /// <summary>How long a sender may hold a notice, and how long the provider is given before it is asked about a lost answer.</summary>
    public static Duration SettlesWithin { get; } = Duration.FromMinutes(5);

    /// <summary>5, 10, 20, 40 and then 60 minutes.</summary>
    public static Duration RetryAfter(int attempt) => Duration.FromMinutes(Math.Min(60, 5 << Math.Min(attempt - 1, 4)));
}
