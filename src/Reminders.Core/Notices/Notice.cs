using System.Collections.Frozen;
using NodaTime.Text;
using static Reminders.Core.Notices.NoticeState;

namespace Reminders.Core.Notices;

/// <summary>The queue of a notice: a reminder to a person, or an escalation to a leader or supervisor.</summary>
public enum NoticeKind
{
    Reminder,
    Escalation,
}

/// <summary>
/// One SMS to one number at one slot, about one or more steps. The id derives from number and slot, so that a second claim of the same
/// notice finds it taken.
/// </summary>
public sealed record Notice(string Id, PhoneNumber To, string Name, Instant SlotAt, string Zone)
{
    private static readonly InstantPattern SlotPattern = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmm'Z'");

    public NoticeKind Kind => Steps.Any(s => s.Id.Role != Role.Person) ? NoticeKind.Escalation : NoticeKind.Reminder;

    /// <summary>The highest role of the recipient in its steps.</summary>
    public Role Role => Steps.Select(s => s.Id.Role).DefaultIfEmpty().Max();

    public ImmutableArray<NoticeStep> Steps { get; init; } = [];
    public NoticeState State { get; init; } = NoticeState.Pending;

    /// <summary>The reason of the state; null for none.</summary>
    public string? Reason { get; init; }

    /// <summary>The instant of the last change of state.</summary>
    public Instant StateAt { get; init; }

    /// <summary>Counts from 1 and grows each time the notice is queued again. A message of an earlier attempt is stale.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>When the queue delivers the message of a later retry; null for at once.</summary>
    public Instant? NotBefore { get; init; }

    /// <summary>The number of earlier attempts that the provider accepted and did not deliver.</summary>
    public int Undelivered { get; init; }

    /// <summary>The number of attempts that failed with a code that the table of errors does not have.</summary>
    public int Unlisted { get; init; }

    /// <summary>How often the provider could not say whether it took the last attempt.</summary>
    public int Questions { get; init; }

    /// <summary>
    /// The attempts that count against the carrier's limits: the undelivered ones, and the last one unless it was withdrawn or refused.
    /// </summary>
    public int AtCarrier => Undelivered + (NoticeLife.MayHaveBeenTold(State) && State != NoticeState.Failed ? 1 : 0);

    /// <summary>The segments that the provider took. It bills an undelivered attempt too.</summary>
    public int SentSegments => (Undelivered + (State is NoticeState.Sent or NoticeState.Delivered or NoticeState.Undelivered ? 1 : 0))
        * SmsSize.Of(Text).Segments;

    /// <summary>
    /// Whether the text may be sent again after undelivered attempts: both our limit and that of the carrier for identical texts allow it.
    /// </summary>
    public bool HasDeliveriesLeft => Undelivered < Math.Min(NoticeTiming.MostDeliveries, Country.Of(To).MaxIdentical);

    /// <summary>The start of the last attempt, since which the provider is asked for it.</summary>
    public Instant? SendingAt { get; init; }

    public string Text { get; init; } = "";
    public string? ProviderId { get; init; }
    public Instant? SentAt { get; init; }

    /// <summary>The start or the acceptance of the last attempt, the later of both; before the first attempt its slot.</summary>
    public Instant LastTriedAt => Instant.Max(SentAt ?? SlotAt, SendingAt ?? SlotAt);

    /// <summary>The local day of its slot. The notice is sent on no other day.</summary>
    public LocalDate Day => SlotAt.InZone(DateTimeZoneProviders.Tzdb[Zone]).Date;

    public NoticeMessage Message => new(Id, Attempt, Kind) { NotBefore = NotBefore };

    /// <summary>The notice in the new state; null when the table does not allow the move.</summary>
    public Notice? TryMove(NoticeState state, Instant now, string? reason = null) =>
        NoticeLife.Allows(State, state) ? this with { State = state, StateAt = now, Reason = reason } : null;

    /// <inheritdoc cref="TryMove"/>
    /// <exception cref="InvalidOperationException">The table does not allow the move.</exception>
    public Notice MovedTo(NoticeState state, Instant now, string? reason = null) =>
        TryMove(state, now, reason) ?? throw new InvalidOperationException($"Notice {Id} cannot move from {State} to {state}.");

    /// <summary>
    /// The notice queued for the next attempt, at once or later; null when the table does not allow it. Messages of earlier attempts become
    /// stale.
    /// </summary>
    public Notice? TryQueueAgain(Instant now, string reason, Instant? notBefore = null) =>
        TryMove(NoticeState.Queued, now, reason) is { } queued
            ? queued with { Attempt = Attempt + 1, NotBefore = notBefore, Questions = 0 }
            : null;

    /// <summary>
    /// Moves a notice that did not arrive back to Queued, or to Superseded when its steps are owed in another slot. Only a person does
    /// this; it is the only move out of an end state.
    /// </summary>
    /// <exception cref="InvalidOperationException">The notice arrived, or may still arrive.</exception>
    public Notice SentAgain(NoticeState state, Instant now)
    {
        if (!NoticeLife.DidNotArrive(State) || state is not (NoticeState.Queued or NoticeState.Superseded))
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
    /// The id: the slot in UTC, then 64 bits of a hash of the number. The slot comes first, so that a store can tell the day from the id.
    /// </summary>
    public static string IdOf(PhoneNumber to, Instant slotAt) => $"{SlotPattern.Format(slotAt)}-{to.Fingerprint}";
}

/// <summary>
/// A step of a notice and when it was due. <see cref="Dropped"/> is the reason why the SMS does not tell it; null if it does.
/// </summary>
public sealed record NoticeStep(StepId Id, Instant At, string? Dropped = null)
{
    public NoticeStep DroppedFor(string? reason) => reason == Dropped ? this : this with { Dropped = reason };
}

/// <summary>The state of a notice on its way to the phone. It only moves forward (<see cref="NoticeLife"/>).</summary>
public enum NoticeState
{
    /// <summary>Claimed in the ledger; its first message may not be in the queue yet.</summary>
    Pending,

    /// <summary>Queued again, at once or for later.</summary>
    Queued,

    /// <summary>A sender holds it and may have called the provider.</summary>
    Sending,

    /// <summary>The answer of the provider was lost. The provider is asked before another attempt.</summary>
    Unknown,

    /// <summary>The provider accepted it or, with the reason <see cref="Reasons.Undecided"/>, may have accepted it.</summary>
    Sent,

    /// <summary>A receipt says that it reached the phone.</summary>
    Delivered,

    /// <summary>A receipt says that it did not reach the phone.</summary>
    Undelivered,

    /// <summary>The provider refused it for good.</summary>
    Failed,

    /// <summary>Not sent, for a named reason.</summary>
    Suppressed,

    /// <summary>Not sent, because something newer replaces it.</summary>
    Superseded,
}

/// <summary>The life of a notice as one table of all allowed moves.</summary>
public static class NoticeLife
{
    private static readonly FrozenDictionary<NoticeState, NoticeState[]> Moves = new Dictionary<NoticeState, NoticeState[]>
    {
        [Pending] = [Queued, Sending, Suppressed, Superseded],
        // Queued again when its message may be lost; Sent or Delivered when an earlier attempt turns out to have reached the provider.
        [Queued] = [Queued, Sending, Suppressed, Superseded, Sent, Delivered],
        // A receipt can arrive before our own record of the answer. Superseded when the provider does not know the message and the day is
        // over.
        [Sending] = [Sent, Failed, Unknown, Queued, Superseded, Delivered, Undelivered],
        [Unknown] = [Sent, Failed, Queued, Superseded, Delivered, Undelivered],
        // Queued again when a receipt says that the phone may be reached later; Superseded when the account must be repaired first.
        [Sent] = [Delivered, Undelivered, Failed, Queued, Superseded],
        [Delivered] = [],
        [Undelivered] = [],
        [Failed] = [],
        [Suppressed] = [],
        [Superseded] = [],
    }.ToFrozenDictionary();

    public static bool Allows(NoticeState from, NoticeState to) => Moves[from].Contains(to);

    /// <summary>Whether the notice needs no follow-up. A receipt may still arrive.</summary>
    public static bool IsSettled(NoticeState state) => state is not (Pending or Queued or Sending or Unknown);

    /// <summary>Whether the notice surely did not arrive. Only such a notice can be sent again by hand.</summary>
    public static bool DidNotArrive(NoticeState state) => state is Undelivered or Failed;

    /// <summary>Whether the notice told its recipient or may still do so. The steps of a withdrawn notice are owed again.</summary>
    public static bool MayHaveBeenTold(NoticeState state) => state is not (Suppressed or Superseded);
}

/// <summary>The states in words for people.</summary>
public static class NoticeWords
{
    public static Wording Of(NoticeState state) => state switch
    {
        NoticeState.Pending => $"waiting to be queued 待发送",
        NoticeState.Queued => $"queued 排队中",
        NoticeState.Sending => $"being sent 发送中",
        NoticeState.Unknown => $"sent perhaps 待确认",
        NoticeState.Sent => $"sent 已发送",
        NoticeState.Delivered => $"delivered 已送达",
        NoticeState.Undelivered => $"not delivered 未送达",
        NoticeState.Failed => $"refused by the provider 发送失败",
        NoticeState.Suppressed => $"not sent 未发送",
        NoticeState.Superseded => $"superseded 已被取代",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}
