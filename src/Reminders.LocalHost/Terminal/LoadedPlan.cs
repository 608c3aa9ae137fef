namespace Reminders.LocalHost.Terminal;

/// <summary>What the API answers to a plan that is loaded.</summary>
internal sealed record LoadedPlan(
    PlanView Plan, bool Stored, bool AlreadyLoaded, IReadOnlyList<ItemDifference> Differences, IReadOnlyList<ItemView> Items, IReadOnlyList<Finding> Findings);
