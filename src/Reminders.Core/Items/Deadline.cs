namespace Reminders.Core.Items;

/// <summary>
/// What a plan says about a deadline. Only a <see cref="Date"/> has a schedule; every other kind waits until somebody gives a date.
/// </summary>
public enum DeadlineKind
{
    /// <summary>A calendar date; the whole day counts, in the plan's zone.</summary>
    Date,

    /// <summary>立行立改: at once, without a date.</summary>
    Immediate,

    /// <summary>长期坚持: a standing duty.</summary>
    Continuous,

    /// <summary>每月25日前: recurs; somebody must name the next date.</summary>
    Recurring,

    /// <summary>收到反馈后30个工作日内: counts from a day that the plan does not give.</summary>
    Relative,

    /// <summary>已完成 in the place of a deadline.</summary>
    Completed,

    /// <summary>No text.</summary>
    Missing,

    /// <summary><c>**</c> or <c>XX月XX日</c>.</summary>
    Redacted,

    /// <summary>A text that is not a date, or an impossible date such as 2月30日.</summary>
    Invalid,
}

/// <summary>
/// The deadline of an item. <see cref="Date"/> is set exactly when <see cref="Kind"/> is <see cref="DeadlineKind.Date"/>; the whole local
/// day counts, and the item is overdue from the start of the next day in the zone of the plan. <see cref="Text"/> is the text of the
/// document. <see cref="Version"/> grows by one at every change, so that messages for an older deadline are recognised.
/// </summary>
public sealed record Deadline
{
    private Deadline(DeadlineKind kind, LocalDate? date, string text, int version) =>
        (Kind, Date, Text, Version) = (kind, date, text, version);

    /// <summary>The deadline of an item that has no text for one.</summary>
    public static Deadline Missing { get; } = None(DeadlineKind.Missing, "");

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

    /// <summary>The same deadline with another text.</summary>
    public Deadline Saying(string text) => new(Kind, Date, text, Version);

    /// <summary>The deadline that replaces this one.</summary>
    public Deadline MovedTo(LocalDate date, string text) => On(date, text, Version + 1);
}
