using System.Collections.Frozen;
using static Reminders.Core.Notices.NoticeState;

namespace Reminders.Core.Notices;

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
    public static bool Counts(NoticeState state) => state is not (Suppressed or Superseded);
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
