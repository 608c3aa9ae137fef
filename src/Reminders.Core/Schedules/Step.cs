using NodaTime;
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

    /// <summary>Begins the name of the step that tells a leader of a person who cannot be reached; the fingerprint of the number follows.</summary>
    public const string Unreachable = "unreachable-";
}

/// <summary>What names a step for ever: the item, the version of its deadline, the step and the role.</summary>
public readonly record struct StepId(ItemCode Item, int DeadlineVersion, string Name, Role Role);

/// <summary>
/// What a role is owed at some moment: the latest step that is due, the due ones before it that it makes pointless (in order), and
/// the first one still to come.
/// </summary>
public sealed record OwedSteps(Step? Latest, IReadOnlyList<Step> Passed, Step Next);
