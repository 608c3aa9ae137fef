namespace Reminders.Core.Items;

/// <summary>What a plan says about an item's deadline. Only <see cref="Date"/> can be watched; every other kind waits for somebody.</summary>
public enum DeadlineKind
{
    /// <summary>A calendar date; the whole day counts, in the plan's zone.</summary>
    Date,

    /// <summary>立行立改: at once, no date said.</summary>
    Immediate,

    /// <summary>长期坚持: a standing duty.</summary>
    Continuous,

    /// <summary>每月25日前: comes back; the next date must be named.</summary>
    Recurring,

    /// <summary>收到反馈后30个工作日内: counts from a day that the plan does not give.</summary>
    Relative,

    /// <summary>已完成 stands where the deadline should.</summary>
    Completed,

    /// <summary>Nothing is said.</summary>
    Missing,

    /// <summary><c>**</c> or <c>XX月XX日</c>.</summary>
    Redacted,

    /// <summary>Something is said that is no date of any kind, or an impossible one such as 2月30日.</summary>
    Invalid,
}

/// <summary>
/// By when an item must be put right. <see cref="Date"/> is set exactly when <see cref="Kind"/> is
/// <see cref="DeadlineKind.Date"/>; the item is overdue from the first moment after that local day. <see cref="Text"/> is
/// what the document said. <see cref="Version"/> grows by one at every change, so that whatever was queued under an older
/// deadline can be told from what is owed now.
/// </summary>
public sealed record Deadline
{
    private Deadline(DeadlineKind kind, LocalDate? date, string text, int version) =>
        (Kind, Date, Text, Version) = (kind, date, text, version);

    public DeadlineKind Kind { get; }
    public LocalDate? Date { get; }
    public string Text { get; }
    public int Version { get; private init; }

    public static Deadline On(LocalDate date, string text, int version = 1) => new(DeadlineKind.Date, date, text, version);

    /// <exception cref="ArgumentException">The kind is a date.</exception>
    public static Deadline None(DeadlineKind kind, string text, int version = 1) =>
        kind == DeadlineKind.Date
            ? throw new ArgumentException("A deadline of kind date needs its date.", nameof(kind))
            : new(kind, null, text, version);

    /// <summary>The same deadline in other words of the document.</summary>
    public Deadline Saying(string text) => new(Kind, Date, text, Version);

    /// <summary>The deadline that replaces this one.</summary>
    public Deadline MovedTo(LocalDate date, string text) => On(date, text, Version + 1);
}
