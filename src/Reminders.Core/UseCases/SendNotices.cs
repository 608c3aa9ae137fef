using System.Collections.Concurrent;

namespace Reminders.Core.UseCases;

/// <summary>The result of a queue message. Every result lets the message go, because the agenda follows unsettled notices up.</summary>
public enum SendResult
{
    /// <summary>The notice was handled.</summary>
    Done,

    /// <summary>The message is out of date.</summary>
    Stale,

    /// <summary>Another process, or another message of the batch, has the notice.</summary>
    Busy,

    /// <summary>This sender was too slow, so another may have taken over.</summary>
    Late,

    /// <summary>The ledger was restored and the office has not resumed reminders, or the ledger is out of use.</summary>
    Held,
}

/// <summary>The outcome of one message of a batch.</summary>
/// <param name="Result">Null after a fault.</param>
/// <param name="Fault">The message must be delivered again; null for none.</param>
public sealed record MessageOutcome(SendResult? Result, Exception? Fault = null);

/// <summary>
/// Sends the notices of a batch of queue messages. It reads everything again first. The ledger says Sending before the provider is called,
/// so another process with the same message stops there. Reads and writes are shared by the batch; every decision is made for one notice.
/// </summary>
public sealed class SendNotices(
    Ledger ledger, ISmsSender sender, ReadPeople people, WriteNotice write, FlagNumber flag, Schedule schedule, IClock clock)
{
    /// <summary>The most messages that a host hands over at once. A crash leaves as many notices to be asked for.</summary>
    public const int Most = 32;

    /// <summary>
    /// The calls to the provider at once. The second half of a batch then begins within the two minutes that a call may take, and so before
    /// <see cref="NoticeTiming.CallsWithin"/> ends.
    /// </summary>
    private const int CallsAtOnce = 16;

    /// <summary>
    /// The batches in which received messages go. A message that failed before goes alone: a notice that cannot be read holds up no other.
    /// </summary>
    public static IEnumerable<IReadOnlyList<T>> Batches<T>(IReadOnlyCollection<T> received, Func<T, int> deliveryCount) =>
    [
        .. received.Where(m => deliveryCount(m) == 1).Chunk(Most),
        .. received.Where(m => deliveryCount(m) != 1).Chunk(1),
    ];

    /// <summary>Handles the messages and returns their outcomes, in their order. Throws only when it is cancelled.</summary>
    public async Task<IReadOnlyList<MessageOutcome>> RunAsync(IReadOnlyList<NoticeMessage> messages, CancellationToken cancellation)
    {
        var sends = messages.Select(m => new Send(m)).ToList();
        try
        {
            await SendAsync(sends, cancellation);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            foreach (var send in sends.Where(s => s.IsOpen))
                send.Fault = fault;
        }
        return [.. sends.Select(s => new MessageOutcome(s.Result, s.Fault))];
    }

    /// <summary>The present items of notices, without items that do not exist any more.</summary>
    internal static async Task<IReadOnlyDictionary<ItemCode, Item>> ItemsOfAsync(
        Ledger ledger, IEnumerable<Notice> notices, CancellationToken cancellation) =>
        await ledger.Items.FindItemsAsync([.. notices.SelectMany(n => n.Steps).Select(s => s.Id.Item).Distinct()], cancellation);

    private async Task SendAsync(List<Send> sends, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var notices = await ledger.Notices.FindNoticesAsync([.. sends.Select(s => s.Message.Notice).Distinct()], cancellation);
        var taken = new HashSet<string>();
        foreach (var send in sends)
        {
            if (notices.GetValueOrDefault(send.Message.Notice) is not { Value.State: NoticeState.Pending or NoticeState.Queued } stored
                || stored.Value.Attempt != send.Message.Version)
            {
                send.Result = SendResult.Stale;
            }
            else if (taken.Add(stored.Value.Id))
                send.Stored = stored;
            else
                send.Result = SendResult.Busy;
        }
        if (sends.All(s => !s.IsOpen))
            return;

        // After the notices: a move seals the ledger and then changes the tag of every waiting notice, so that no sender slips through.
        var barriers = await ledger.Barriers.BarriersAsync(cancellation);
        if (barriers.Restoration is not null || barriers.Move is not null)
        {
            foreach (var send in Open(sends))
                send.Result = SendResult.Held;
            return;
        }
        var items = await ItemsOfAsync(ledger, Open(sends).Select(s => s.Notice), cancellation);
        var told = (await people.RunAsync(barriers, cancellation)).Told(items);
        // A text may have to be written again, and no notice depends on another. A fault concerns the one message alone.
        Parallel.ForEach(Open(sends), send =>
        {
            try
            {
                send.Decision = SendDecision.Decide(send.Notice, told, barriers, schedule, now);
            }
            catch (Exception fault)
            {
                send.Fault = fault;
            }
        });
        await WriteDecisionsAsync(Open(sends), items, now, cancellation);
        var called = CallAsync(Open(sends), cancellation);
        await called.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await RecordAnswersAsync([.. sends.Where(s => s.Answer is not null)], told, barriers);
        await called;
    }

    private static List<Send> Open(List<Send> sends) => sends.FindAll(s => s.IsOpen);

    /// <summary>Does the work for each of the messages. A fault concerns the one message alone.</summary>
    private static async Task EachAsync(List<Send> sends, Func<Send, Task> work)
    {
        foreach (var send in sends)
        {
            try
            {
                await work(send);
            }
            catch (Exception fault)
            {
                send.Fault = fault;
            }
        }
    }

    private async Task WriteDecisionsAsync(
        List<Send> sends, IReadOnlyDictionary<ItemCode, Item> items, Instant now, CancellationToken cancellation)
    {
        await RecordDroppedAsync([.. sends.Select(s => s.Decision!.Notice)], items, now, cancellation);
        var written = await write.RunAsync(
            [.. sends.Select(s => new NoticeChange(s.Stored!, now, _ => s.Decision!.Notice) { Owed = s.Decision!.Owed })], cancellation);
        foreach (var (send, outcome) in sends.Zip(written))
        {
            switch (outcome)
            {
                case NoticeWrite.Written { Notice: { Value.State: NoticeState.Sending } sending }:
                    send.Stored = sending;
                    break;
                case NoticeWrite.Written:
                    send.Result = SendResult.Done;
                    break;
                case NoticeWrite.HeldUp:
                    send.Result = SendResult.Late;
                    break;
                default:
                    send.Result = SendResult.Busy;
                    break;
            }
        }
    }

    private Task CallAsync(List<Send> sends, CancellationToken cancellation)
    {
        var waiting = new ConcurrentQueue<Send>(sends);
        return Task.WhenAll(Enumerable.Range(0, CallsAtOnce).Select(async _ =>
        {
            while (waiting.TryDequeue(out var send))
            {
                cancellation.ThrowIfCancellationRequested();
                await CallAsync(send, cancellation);
            }
        }));
    }

    private async Task CallAsync(Send send, CancellationToken cancellation)
    {
        var notice = send.Notice;
        var now = clock.GetCurrentInstant();
        if (now > notice.StateAt + NoticeTiming.CallsWithin)
        {
            send.Result = SendResult.Late;
            return;
        }
        try
        {
            var sms = new Sms(notice.Id, notice.Attempt, notice.To, notice.Text)
            {
                ValidUntil = schedule.Policy.QuietHours.NextStart(now, DateTimeZoneProviders.Tzdb[notice.Zone]),
            };
            var answer = await sender.SendAsync(sms, cancellation);
            (send.Answer, send.AnsweredAt) = (answer, clock.GetCurrentInstant());
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            send.Fault = fault;
        }
    }

    // The messages may be on their way now, so a cancellation must not stop the record.
    private async Task RecordAnswersAsync(List<Send> sends, IReadOnlyDictionary<ItemCode, Item> items, SendBarriers barriers)
    {
        var isStopped = sends.Exists(s => s.Answer is SendOutcome.Stopped);
        await EachAsync(sends, send => BlockAsync(send.Notice.To, send.Answer!, send.AnsweredAt, barriers));
        var changes = Open(sends).ConvertAll(send => ChangeOf(send, items));
        var written = await write.RunAsync(changes, CancellationToken.None);
        if (barriers.Halt is not null && !isStopped && sends.Exists(s => s.Answer is SendOutcome.Accepted))
            await ledger.Barriers.SaveHaltAsync(null, CancellationToken.None);
        foreach (var (send, outcome) in Open(sends).Zip(written))
            send.Result = outcome is NoticeWrite.HeldUp ? SendResult.Late : SendResult.Done;
    }

    /// <summary>Writes the flag or the halt that the answer asks for.</summary>
    private async Task BlockAsync(PhoneNumber to, SendOutcome answer, Instant at, SendBarriers barriers)
    {
        if (answer is SendOutcome.NumberRefused refused)
            await flag.RunAsync(to, refused.Code, at, CancellationToken.None);
        if (answer is SendOutcome.Stopped stopped)
        {
            var halt = new SendingHalt(stopped.Code, barriers.Halt?.Since ?? at, at + NoticeTiming.HaltsFor);
            await ledger.Barriers.SaveHaltAsync(halt, CancellationToken.None);
        }
    }

    private NoticeChange ChangeOf(Send send, IReadOnlyDictionary<ItemCode, Item> items)
    {
        var (answer, attempt, at) = (send.Answer!, send.Notice.Attempt, send.AnsweredAt);
        var answered = SendDecision.TryAnswered(send.Notice, attempt, answer, items, schedule, at);
        return new(send.Stored!, at, Answered)
        {
            Owed = answered?.Owed ?? [],
            IsFact = answered is not { Notice.State: NoticeState.Superseded },
            Insists = true,
        };

        Notice? Answered(Notice newest) =>
            (newest == send.Notice ? answered : SendDecision.TryAnswered(newest, attempt, answer, items, schedule, at))?.Notice;
    }

    // The records are written before the notices; they are true even if a crash prevents the write of a notice.
    private Task RecordDroppedAsync(
        IEnumerable<Notice> notices, IReadOnlyDictionary<ItemCode, Item> items, Instant now, CancellationToken cancellation)
    {
        ImmutableArray<StepRecord> dropped =
        [
            .. from notice in notices
               from step in notice.Steps
               where step.Dropped is not null && items.ContainsKey(step.Id.Item)
               select new StepRecord(step.Id, notice.To, notice.Name, step.At, OutcomeOf(step.Dropped!), step.Dropped!, now),
        ];
        return dropped.IsEmpty ? Task.CompletedTask : ledger.Items.RecordStepsAsync(dropped, cancellation);

        static StepOutcome OutcomeOf(string reason) => reason == Reasons.Newer ? StepOutcome.Superseded : StepOutcome.Suppressed;
    }

    /// <summary>A message on its way through the batch.</summary>
    private sealed class Send(NoticeMessage message)
    {
        public NoticeMessage Message => message;

        /// <summary>The notice as it was read, or as this sender wrote it.</summary>
        public Stored<Notice>? Stored { get; set; }
        public SendDecision? Decision { get; set; }
        public SendOutcome? Answer { get; set; }
        public Instant AnsweredAt { get; set; }
        public SendResult? Result { get; set; }
        public Exception? Fault { get; set; }

        public Notice Notice => Stored!.Value;
        public bool IsOpen => Result is null && Fault is null;
    }
}
