using System.Globalization;
using NodaTime.Text;

namespace Reminders.Core.Time;

/// <summary>The content of a step.</summary>
public enum StepKind
{
    /// <summary><c>before-7</c>: this many days before the deadline.</summary>
    Before,

    /// <summary><c>due</c>: on the deadline day, even when it is a day off.</summary>
    Due,

    /// <summary><c>overdue-3</c>: this many working days after the deadline.</summary>
    Overdue,

    /// <summary><c>supervisor-1</c>: the number of the digest to a supervisor about an overdue item.</summary>
    Supervisor,

    /// <summary><c>verify-2020-05-21</c>: on that day, a report waits to be verified.</summary>
    Verify,

    /// <summary><c>look-back-2020-08-20</c>: on that day, a closed item waits for its look-back.</summary>
    LookBack,

    /// <summary><c>returned-20200521T010000Z</c>: a report was returned at that instant.</summary>
    Returned,

    /// <summary><c>urged-20200521T010000Z</c>: the office urged the person at that instant.</summary>
    Urged,

    /// <summary><c>asked-20200521T010000Z</c>: a later deadline was asked for at that instant.</summary>
    Asked,

    /// <summary><c>answered-20200521T010000Z</c>: a request for a later deadline was answered at that instant.</summary>
    Answered,

    /// <summary><c>unreachable-1f2e…-20200521T010000Z</c>: the number with that fingerprint fails since that instant.</summary>
    Unreachable,
}

/// <summary>
/// The name of a step, such as <c>before-7</c>. Names are a contract: the ledger, its keys and the API contain them. Equality is that of
/// the texts.
/// </summary>
public readonly record struct StepName
{
    private static readonly InstantPattern Moment = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'");

    private static readonly ImmutableArray<(StepKind Kind, string Prefix)> Prefixes =
    [
        (StepKind.Before, "before-"), (StepKind.Overdue, "overdue-"), (StepKind.Supervisor, "supervisor-"),
        (StepKind.Verify, "verify-"), (StepKind.LookBack, "look-back-"),
        (StepKind.Returned, "returned-"), (StepKind.Urged, "urged-"), (StepKind.Asked, "asked-"), (StepKind.Answered, "answered-"),
        (StepKind.Unreachable, "unreachable-"),
    ];

    private readonly string? text;
    private readonly int hash;

    private StepName(StepKind kind, string text) =>
        (Kind, this.text, hash) = (kind, text, text.GetHashCode(StringComparison.Ordinal));

    public static StepName Due { get; } = new(StepKind.Due, "due");

    public StepKind Kind { get; }

    /// <summary>Whether the step tells news of an item. News happens once, so its id has no deadline version.</summary>
    public bool TellsNews => TellsNewsOf(Kind);

    /// <summary>The kind of occasion that owes such steps.</summary>
    public OccasionKind Occasion => Kind switch
    {
        StepKind.Verify => OccasionKind.Verification,
        StepKind.LookBack => OccasionKind.LookBack,
        _ => OccasionKind.Deadline,
    };

    private static bool TellsNewsOf(StepKind kind) => kind is StepKind.Returned or StepKind.Urged or StepKind.Asked or StepKind.Answered;

    /// <exception cref="ArgumentOutOfRangeException">The kind has no number.</exception>
    public static StepName Of(StepKind kind, int count) => kind is StepKind.Before or StepKind.Overdue or StepKind.Supervisor
        ? new(kind, PrefixOf(kind) + count.ToString(CultureInfo.InvariantCulture))
        : throw new ArgumentOutOfRangeException(nameof(kind), kind, "This kind of step has no number.");

    /// <exception cref="ArgumentOutOfRangeException">The kind has no day.</exception>
    public static StepName Of(StepKind kind, LocalDate on) => kind is StepKind.Verify or StepKind.LookBack
        ? new(kind, PrefixOf(kind) + LocalDatePattern.Iso.Format(on))
        : throw new ArgumentOutOfRangeException(nameof(kind), kind, "This kind of step has no day.");

    /// <exception cref="ArgumentOutOfRangeException">The kind is not news.</exception>
    public static StepName Of(StepKind kind, Instant at) => TellsNewsOf(kind)
        ? new(kind, PrefixOf(kind) + Moment.Format(at))
        : throw new ArgumentOutOfRangeException(nameof(kind), kind, "This kind of step is no news.");

    /// <summary>The step that tells a leader that a person cannot be reached, due at the instant.</summary>
    public static StepName Unreachable(PhoneNumber number, Instant at) =>
        new(StepKind.Unreachable, $"{PrefixOf(StepKind.Unreachable)}{number.Fingerprint}-{Moment.Format(at)}");

    /// <summary>Whether the step says that this number cannot be reached.</summary>
    public bool IsUnreachable(PhoneNumber number) =>
        Kind == StepKind.Unreachable && ToString().StartsWith($"{PrefixOf(Kind)}{number.Fingerprint}-", StringComparison.Ordinal);

    /// <summary>Reads a name in the form of <see cref="ToString"/>.</summary>
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

    /// <exception cref="FormatException">The text is not the name of a step.</exception>
    public static StepName Parse(string text) =>
        TryParse(text, out var name) ? name : throw new FormatException($"\"{text}\" is no name of a step.");

    public bool Equals(StepName other) => ToString() == other.ToString();

    public override int GetHashCode() => text is null ? Due.hash : hash;

    public override string ToString() => text ?? Due.text!;

    private static string PrefixOf(StepKind kind) => Prefixes.First(p => p.Kind == kind).Prefix;
}

/// <summary>
/// One message that is owed to one role. It belongs to the local day <see cref="On"/> and is due at <see cref="At"/>, the slot of that day;
/// news is due when it happens.
/// </summary>
public sealed record Step(StepName Name, Role Role, LocalDate On, Instant At);

/// <summary>
/// The steps owed to a role at an instant: the latest due step, the due steps that it supersedes (in order), and the first step to come.
/// All are empty for a role that is not told of the occasion.
/// </summary>
public sealed record OwedSteps(Step? Latest, IReadOnlyList<Step> Passed, Step? Next);

/// <summary>The event that an item waits for, and the subject of its messages.</summary>
public enum OccasionKind
{
    /// <summary>The work, before and after its deadline.</summary>
    Deadline,

    /// <summary>核查: verification on the spot after a report.</summary>
    Verification,

    /// <summary>回头看: another look at a closed item.</summary>
    LookBack,
}

/// <summary>
/// Why messages about an item are owed at present. Its steps count from the local day <see cref="On"/>: the day of the deadline, of the
/// report or of the look-back.
/// </summary>
/// <param name="Kind">The event that the item waits for.</param>
/// <param name="On">The local day, in the plan's zone.</param>
/// <param name="Since">The instant at which the item began to wait.</param>
/// <param name="Version">The version of the deadline; 0 for the other kinds, whose step names contain a day and so are unique.</param>
public sealed record Occasion(OccasionKind Kind, LocalDate On, Instant Since, int Version)
{
    public static Occasion Deadline(LocalDate deadline, Instant since = default, int version = 1) =>
        new(OccasionKind.Deadline, deadline, since, version);
}
