namespace Reminders.Core.Items;

/// <summary>What names a step for ever: the item, the version of its deadline (0 for a step that no deadline owes), the step and the role.</summary>
public readonly record struct StepId(ItemCode Item, int DeadlineVersion, string Name, Role Role);
