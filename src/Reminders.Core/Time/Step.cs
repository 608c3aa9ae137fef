namespace Reminders.Core.Time;

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
