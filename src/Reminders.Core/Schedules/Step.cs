using NodaTime;
using NodaTime.Text;
using Reminders.Core.Contacts;
using Reminders.Core.Items;

namespace Reminders.Core.Schedules;

/// <summary>
/// One thing that the schedule owes to one role: <c>before-7</c>, <c>due</c>, <c>overdue-3</c>, <c>supervisor-1</c>. It belongs to the local
/// day <see cref="On"/> and falls due at <see cref="At"/>, that day's slot.
/// </summary>
public sealed record Step(string Name, Role Role, LocalDate On, Instant At)
{
    /// <summary>The name of the step on the deadline day, which goes out on that very day even when nobody works.</summary>
    public const string Due = "due";

    private const string Unreachable = "unreachable-";

    private static readonly InstantPattern UnreachableSince = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'");

    /// <summary>The name of the step that tells a leader of a person who cannot be reached, from the instant at which it falls due.</summary>
    public static string UnreachableName(PhoneNumber number, Instant at) => $"{Unreachable}{number.Fingerprint}-{UnreachableSince.Format(at)}";

    /// <summary>Whether a step of that name tells of a person who cannot be reached.</summary>
    public static bool IsUnreachable(string name) => name.StartsWith(Unreachable, StringComparison.Ordinal);

    /// <summary>Whether a step of that name tells that this number cannot be reached.</summary>
    public static bool IsUnreachable(string name, PhoneNumber number) => name.StartsWith($"{Unreachable}{number.Fingerprint}-", StringComparison.Ordinal);
}

/// <summary>What names a step for ever: the item, the version of its deadline, the step and the role.</summary>
public readonly record struct StepId(ItemCode Item, int DeadlineVersion, string Name, Role Role);

/// <summary>
/// What a role is owed at some moment: the latest step that is due, the due ones before it that it makes pointless (in order), and
/// the first one still to come.
/// </summary>
public sealed record OwedSteps(Step? Latest, IReadOnlyList<Step> Passed, Step Next);
