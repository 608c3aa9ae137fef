using System.Globalization;
using NodaTime.Text;

namespace Reminders.Core.Time;

/// <summary>What a step tells.</summary>
public enum StepKind
{
    /// <summary><c>before-7</c>: so many days before the deadline.</summary>
    Before,

    /// <summary><c>due</c>: the deadline day, on which it goes out even when nobody works.</summary>
    Due,

    /// <summary><c>overdue-3</c>: so many working days after the deadline.</summary>
    Overdue,

    /// <summary><c>supervisor-1</c>: the supervisor's digests about an overdue item, counted.</summary>
    Supervisor,

    /// <summary><c>verify-2020-05-21</c>: on that day, that a report waits to be verified.</summary>
    Verify,

    /// <summary><c>look-back-2020-08-20</c>: on that day, that a closed item waits to be looked at again.</summary>
    LookBack,

    /// <summary><c>returned-20200521T010000Z</c>: at that instant a report was not accepted.</summary>
    Returned,

    /// <summary><c>asked-20200521T010000Z</c>: at that instant a later deadline was asked for.</summary>
    Asked,

    /// <summary><c>answered-20200521T010000Z</c>: at that instant a request for a later deadline was answered.</summary>
    Answered,

    /// <summary><c>unreachable-1f2e…-20200521T010000Z</c>: since that instant the person with that number's fingerprint cannot be reached.</summary>
    Unreachable,
}

/// <summary>
/// The name of a step, such as <c>before-7</c>. The names are a contract: they stand in the ledger, in its keys and in what the API says.
/// Two names are equal when their texts are.
/// </summary>
public readonly record struct StepName
{
    private static readonly InstantPattern Moment = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'");

    private static readonly ImmutableArray<(StepKind Kind, string Prefix)> Prefixes =
    [
        (StepKind.Before, "before-"), (StepKind.Overdue, "overdue-"), (StepKind.Supervisor, "supervisor-"),
        (StepKind.Verify, "verify-"), (StepKind.LookBack, "look-back-"),
        (StepKind.Returned, "returned-"), (StepKind.Asked, "asked-"), (StepKind.Answered, "answered-"),
        (StepKind.Unreachable, "unreachable-"),
    ];

    private readonly string? text;

    private StepName(StepKind kind, string text) => (Kind, this.text) = (kind, text);

    public static StepName Due { get; } = new(StepKind.Due, "due");

    public StepKind Kind { get; }

    /// <summary>Whether it tells news of an item. Its id holds no version of the deadline: what happened, happened once.</summary>
    public bool TellsNews => Kind is StepKind.Returned or StepKind.Asked or StepKind.Answered;

    /// <summary>What steps of this kind are about.</summary>
    public OccasionKind Occasion => Kind switch
    {
        StepKind.Verify => OccasionKind.Verification,
        StepKind.LookBack => OccasionKind.LookBack,
        _ => OccasionKind.Deadline,
    };

    /// <exception cref="ArgumentOutOfRangeException">The kind counts neither days nor weeks.</exception>
    public static StepName Of(StepKind kind, int count) => kind is StepKind.Before or StepKind.Overdue or StepKind.Supervisor
        ? new(kind, PrefixOf(kind) + count.ToString(CultureInfo.InvariantCulture))
        : throw new ArgumentOutOfRangeException(nameof(kind), kind, "This kind of step has no number.");

    /// <exception cref="ArgumentOutOfRangeException">The kind has no day in its name.</exception>
    public static StepName Of(StepKind kind, LocalDate on) => kind is StepKind.Verify or StepKind.LookBack
        ? new(kind, PrefixOf(kind) + LocalDatePattern.Iso.Format(on))
        : throw new ArgumentOutOfRangeException(nameof(kind), kind, "This kind of step has no day.");

    /// <exception cref="ArgumentOutOfRangeException">The kind is no news.</exception>
    public static StepName Of(StepKind kind, Instant at) => kind is StepKind.Returned or StepKind.Asked or StepKind.Answered
        ? new(kind, PrefixOf(kind) + Moment.Format(at))
        : throw new ArgumentOutOfRangeException(nameof(kind), kind, "This kind of step is no news.");

    /// <summary>The step that tells a leader of a person who cannot be reached, from the instant at which it falls due.</summary>
    public static StepName Unreachable(PhoneNumber number, Instant at) =>
        new(StepKind.Unreachable, $"{PrefixOf(StepKind.Unreachable)}{number.Fingerprint}-{Moment.Format(at)}");

    /// <summary>Whether it tells that this number cannot be reached.</summary>
    public bool IsUnreachable(PhoneNumber number) =>
        Kind == StepKind.Unreachable && ToString().StartsWith($"{PrefixOf(Kind)}{number.Fingerprint}-", StringComparison.Ordinal);

    /// <summary>Reads a name as <see cref="ToString"/> writes it.</summary>
    public static bool TryParse(string? text, out StepName name)
    {
        name = default;
        if (text == Due.text)
        {
            name = Due;
            return true;
        }
        var (kind, prefix) = Prefixes.FirstOrDefault(p => text?.StartsWith(p.Prefix, StringComparison.Ordinal) == true);
        if (prefix is null)
            return false;
        var rest = text![prefix.Length..];
        var valid = kind switch
        {
            StepKind.Before or StepKind.Overdue or StepKind.Supervisor =>
                int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out _),
            StepKind.Verify or StepKind.LookBack => LocalDatePattern.Iso.Parse(rest).Success,
            StepKind.Unreachable => rest.LastIndexOf('-') is > 0 and var cut && Moment.Parse(rest[(cut + 1)..]).Success,
            _ => Moment.Parse(rest).Success,
        };
        if (valid)
            name = new(kind, text);
        return valid;
    }

    /// <exception cref="FormatException">The text is no name of a step.</exception>
    public static StepName Parse(string text) =>
        TryParse(text, out var name) ? name : throw new FormatException($"\"{text}\" is no name of a step.");

    public bool Equals(StepName other) => ToString() == other.ToString();

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    public override string ToString() => text ?? Due.text!;

    private static string PrefixOf(StepKind kind) => Prefixes.First(p => p.Kind == kind).Prefix;
}

/// <summary>
/// One thing that the schedule owes to one role. It belongs to the local day <see cref="On"/> and falls due at <see cref="At"/>, that day's slot; news of
/// an item falls due when it happens.
/// </summary>
public sealed record Step(StepName Name, Role Role, LocalDate On, Instant At);

/// <summary>
/// What a role is owed at some moment: the latest step that is due, the due ones before it that it makes pointless (in order), and the first one still to
/// come; none for a role that does not hear of the occasion.
/// </summary>
public sealed record OwedSteps(Step? Latest, IReadOnlyList<Step> Passed, Step? Next);

/// <summary>What an item waits for, and so what its messages are about.</summary>
public enum OccasionKind
{
    /// <summary>The work, until its deadline and after it.</summary>
    Deadline,

    /// <summary>核查: what was reported done is to be looked at on the spot.</summary>
    Verification,

    /// <summary>回头看: what was closed is to be looked at once more.</summary>
    LookBack,
}

/// <summary>
/// Why messages about an item are owed at present. Its steps are counted from the local day <see cref="On"/>: the deadline, the day of the report, the day of the
/// look-back. It began at <see cref="Since"/>.
/// </summary>
/// <param name="Kind">What the item waits for.</param>
/// <param name="On">The local day, in the plan's zone.</param>
/// <param name="Since">When the item came to wait for it.</param>
/// <param name="Version">The deadline's version; 0 for the other kinds, whose steps are named by their days and so never have the same name twice.</param>
public sealed record Occasion(OccasionKind Kind, LocalDate On, Instant Since, int Version)
{
    public static Occasion Deadline(LocalDate deadline, Instant since = default, int version = 1) =>
        new(OccasionKind.Deadline, deadline, since, version);
}
