using System.Collections.Frozen;
using NodaTime.Text;
using static Reminders.Core.Notices.NoticeState;

namespace Reminders.Core.Notices;

/// <summary>Which of the two queues carries a notice: a reminder to those who do the work, or an escalation to those above.</summary>
public enum NoticeKind
{
    Reminder,
    Escalation,
}

/// <summary>
/// One SMS to one number at one slot, about one or more steps. The id is derived from number and slot, so that whoever claims the
/// same notice twice finds it taken.
/// </summary>
public sealed record Notice(string Id, PhoneNumber To, string Name, Instant SlotAt, string Zone)
{
    private static readonly InstantPattern SlotPattern = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmm'Z'");

    public NoticeKind Kind => Steps.Any(s => s.Id.Role != Role.Person) ? NoticeKind.Escalation : NoticeKind.Reminder;

    /// <summary>The highest role in which the reader is addressed.</summary>
    public Role Role => Steps.Select(s => s.Id.Role).DefaultIfEmpty().Max();

    public ImmutableArray<NoticeStep> Steps { get; init; } = [];
    public NoticeState State { get; init; } = NoticeState.Pending;

    /// <summary>Why it was suppressed, superseded or failed; null while there is nothing to say.</summary>
    public string? Reason { get; init; }

    /// <summary>When the state was entered.</summary>
    public Instant StateAt { get; init; }

    /// <summary>Counts from 1 and grows whenever the notice is queued anew; a message of an older attempt is dropped.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>When the queue is to hand it out, for a notice that was queued for later.</summary>
    public Instant? NotBefore { get; init; }

    /// <summary>How many attempts before the last one the provider took and did not bring to the phone.</summary>
    public int Undelivered { get; init; }

    /// <summary>How many attempts were refused, or did not arrive, with a code that the table of errors does not know.</summary>
    public int Unlisted { get; init; }

    /// <summary>How often the provider could not say whether it took the last attempt.</summary>
    public int Questions { get; init; }

    /// <summary>How many of its attempts count at the carrier's: those that did not arrive, and the last one unless it was withdrawn or the provider refused it.</summary>
    public int AtCarrier => Undelivered + (NoticeLife.MayHaveBeenTold(State) && State != NoticeState.Failed ? 1 : 0);

    /// <summary>Whether its text may go to the carrier once more, after what did not arrive.</summary>
    public bool HasDeliveriesLeft => Undelivered < Math.Min(NoticeTiming.MostDeliveries, Country.Of(To).MaxIdentical);

    /// <summary>When the last attempt began, from which on the provider is asked for it.</summary>
    public Instant? SendingAt { get; init; }

    public string Text { get; init; } = "";
    public string? ProviderId { get; init; }
    public Instant? SentAt { get; init; }

    /// <summary>When the last attempt began or was taken, whichever is known to be later; before the first, its slot.</summary>
    public Instant LastTriedAt => Instant.Max(SentAt ?? SlotAt, SendingAt ?? SlotAt);

    /// <summary>The day in whose slot the notice goes out; it is not sent on any other.</summary>
    public LocalDate Day => SlotAt.InZone(DateTimeZoneProviders.Tzdb[Zone]).Date;

    public NoticeMessage Message => new(Id, Attempt, Kind) { NotBefore = NotBefore };

    /// <summary>The notice moved on, or null where the table of states has no such move.</summary>
    public Notice? TryMove(NoticeState state, Instant now, string? reason = null) =>
        NoticeLife.Allows(State, state) ? this with { State = state, StateAt = now, Reason = reason } : null;

    /// <inheritdoc cref="TryMove"/>
    /// <exception cref="InvalidOperationException">The table has no such move.</exception>
    public Notice MovedTo(NoticeState state, Instant now, string? reason = null) =>
        TryMove(state, now, reason) ?? throw new InvalidOperationException($"Notice {Id} cannot move from {State} to {state}.");

    /// <summary>The notice queued anew, at once or for later, or null where it no longer can be; messages of attempts before are stale from now on.</summary>
    public Notice? TryQueueAgain(Instant now, string reason, Instant? notBefore = null) =>
        TryMove(NoticeState.Queued, now, reason) is { } queued
            ? queued with { Attempt = Attempt + 1, NotBefore = notBefore, Questions = 0 }
            : null;

    /// <summary>
    /// A notice that did not arrive, sent again by hand: queued, or superseded by what is owed in another slot. The one way out of an end, which nothing takes by itself.
    /// </summary>
    /// <exception cref="InvalidOperationException">The notice arrived, or may yet.</exception>
    public Notice SentAgain(NoticeState state, Instant now)
    {
        if (State is not (NoticeState.Undelivered or NoticeState.Failed) || state is not (NoticeState.Queued or NoticeState.Superseded))
            throw new InvalidOperationException($"Notice {Id} is {State} and cannot be sent again.");
        return this with
        {
            State = state,
            StateAt = now,
            Reason = state == NoticeState.Queued ? Reasons.ByHand : Reasons.Missed,
            Attempt = Attempt + 1,
            Undelivered = AtCarrier,
            Unlisted = 0,
            Questions = 0,
            NotBefore = null,
        };
    }

    /// <summary>Without its text, so that none reaches a log by accident.</summary>
    public override string ToString() => $"notice {Id} to {To}, attempt {Attempt}, {State}";

    /// <summary>
    /// The id: the slot in UTC, then 64 bits of a hash of the number. The slot comes first so that a store can tell the day from the id.
    /// </summary>
    public static string IdOf(PhoneNumber to, Instant slotAt) => $"{SlotPattern.Format(slotAt)}-{to.Fingerprint}";
}

/// <summary>A step that a notice tells, and when it fell due. <see cref="Dropped"/> names the reason why it was left out in the end.</summary>
public sealed record NoticeStep(StepId Id, Instant At, string? Dropped = null);

/// <summary>Where a notice stands on its way to the phone. It only moves forward (<see cref="NoticeLife"/>).</summary>
public enum NoticeState
{
    /// <summary>Claimed in the ledger; its first message is being handed to the queue.</summary>
    Pending,

    /// <summary>Handed to the queue anew, at once or for later.</summary>
    Queued,

    /// <summary>A sender holds it and has perhaps called the provider.</summary>
    Sending,

    /// <summary>The provider's answer was lost; it is asked before anything is sent again.</summary>
    Unknown,

    /// <summary>The provider has taken it, or, with the reason <see cref="Reasons.Undecided"/>, has perhaps taken it.</summary>
    Sent,

    /// <summary>A receipt says that it reached the phone.</summary>
    Delivered,

    /// <summary>A receipt says that it did not.</summary>
    Undelivered,

    /// <summary>The provider refused it for good.</summary>
    Failed,

    /// <summary>Not sent, for a named reason.</summary>
    Suppressed,

    /// <summary>Not sent, because something newer takes its place.</summary>
    Superseded,
}

/// <summary>The life of a notice as one table.</summary>
public static class NoticeLife
{
    private static readonly FrozenDictionary<NoticeState, NoticeState[]> Moves = new Dictionary<NoticeState, NoticeState[]>
    {
        [Pending] = [Queued, Sending, Suppressed, Superseded],
        // Queued again when its message may be lost; sent or delivered, when an earlier attempt turns out to have reached the provider.
        [Queued] = [Queued, Sending, Suppressed, Superseded, Sent, Delivered],
        // A receipt can be faster than our own record; superseded, when the provider knows of nothing and the day is over.
        [Sending] = [Sent, Failed, Unknown, Queued, Superseded, Delivered, Undelivered],
        [Unknown] = [Sent, Failed, Queued, Superseded, Delivered, Undelivered],
        // Queued again when a receipt says that it did not reach a phone which may be reached later; superseded, when the account must be
        // mended first.
        [Sent] = [Delivered, Undelivered, Failed, Queued, Superseded],
        [Delivered] = [],
        [Undelivered] = [],
        [Failed] = [],
        [Suppressed] = [],
        [Superseded] = [],
    }.ToFrozenDictionary();

    public static bool Allows(NoticeState from, NoticeState to) => Moves[from].Contains(to);

    /// <summary>Whether nobody has to look after the notice any more; a receipt may still come.</summary>
    public static bool IsSettled(NoticeState state) => state is not (Pending or Queued or Sending or Unknown);

    /// <summary>Whether the notice told, or may yet tell, its reader. A withdrawn one leaves its steps owed.</summary>
    public static bool MayHaveBeenTold(NoticeState state) => state is not (Suppressed or Superseded);
}

/// <summary>The states in the words that people read.</summary>
public static class NoticeWords
{
    public static string Of(NoticeState state) => state switch
    {
        NoticeState.Pending => "waiting to be queued 待发送",
        NoticeState.Queued => "queued 排队中",
        NoticeState.Sending => "being sent 发送中",
        NoticeState.Unknown => "sent perhaps 待确认",
        NoticeState.Sent => "sent 已发送",
        NoticeState.Delivered => "delivered 已送达",
        NoticeState.Undelivered => "not delivered 未送达",
        NoticeState.Failed => "refused by the provider 发送失败",
        NoticeState.Suppressed => "not sent 未发送",
        NoticeState.Superseded => "superseded 已被取代",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}
