using NodaTime.Text;

namespace Reminders.Core.Time;

/// <summary>
/// One thing that the schedule owes to one role: <c>before-7</c>, <c>due</c>, <c>overdue-3</c>, <c>supervisor-1</c>, <c>verify-2020-05-21</c>. It belongs to
/// the local day <see cref="On"/> and falls due at <see cref="At"/>, that day's slot; news of an item falls due when it happens.
/// </summary>
public sealed record Step(string Name, Role Role, LocalDate On, Instant At)
{
    /// <summary>The name of the step on the deadline day, which goes out on that very day even when nobody works.</summary>
    public const string Due = "due";

    private const string Unreachable = "unreachable-";
    private const string Verify = "verify-";
    private const string LookBack = "look-back-";

    private static readonly InstantPattern Moment = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'");

    /// <summary>What steps of that name are about.</summary>
    public static OccasionKind KindOf(string name) =>
        name.StartsWith(Verify, StringComparison.Ordinal) ? OccasionKind.Verification
        : name.StartsWith(LookBack, StringComparison.Ordinal) ? OccasionKind.LookBack
        : OccasionKind.Deadline;

    /// <summary>The name of the step that asks on a day for what was reported done to be verified, or for what was closed to be looked at again.</summary>
    internal static string NameOf(OccasionKind kind, LocalDate on) =>
        (kind == OccasionKind.LookBack ? LookBack : Verify) + LocalDatePattern.Iso.Format(on);

    /// <summary>The name of the step that tells what happened to an item at an instant.</summary>
    internal static string NewsName(string what, Instant at) => $"{what}-{Moment.Format(at)}";

    /// <summary>The name of the step that tells a leader of a person who cannot be reached, from the instant at which it falls due.</summary>
    public static string UnreachableName(PhoneNumber number, Instant at) => NewsName(Unreachable + number.Fingerprint, at);

    /// <summary>Whether a step of that name tells of a person who cannot be reached.</summary>
    public static bool IsUnreachable(string name) => name.StartsWith(Unreachable, StringComparison.Ordinal);

    /// <summary>Whether a step of that name tells that this number cannot be reached.</summary>
    public static bool IsUnreachable(string name, PhoneNumber number) => name.StartsWith($"{Unreachable}{number.Fingerprint}-", StringComparison.Ordinal);
}

/// <summary>
/// What a role is owed at some moment: the latest step that is due, the due ones before it that it makes pointless (in order), and
/// the first one still to come; none for whoever does not hear of the occasion.
/// </summary>
public sealed record OwedSteps(Step? Latest, IReadOnlyList<Step> Passed, Step? Next);
