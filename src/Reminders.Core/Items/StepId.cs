namespace Reminders.Core.Items;

/// <summary>The permanent identity of a step: the item, the version of its deadline (0 for a step that no deadline owes), the step and the role.</summary>
public readonly record struct StepId(ItemCode Item, int DeadlineVersion, StepName Name, Role Role);
