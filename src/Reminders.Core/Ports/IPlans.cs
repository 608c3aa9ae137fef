namespace Reminders.Core.Ports;

/// <summary>The plans 整改方案. Shared contract: <see cref="Ledger"/>.</summary>
public interface IPlans
{
    /// <summary>Reads all plans by number, plans that are still being loaded included, in one read.</summary>
    Task<IReadOnlyList<Plan>> PlansAsync(CancellationToken cancellation);

    /// <summary>Adds a plan. False when its number is taken; of two calls at once only one succeeds.</summary>
    Task<bool> TryAddPlanAsync(Plan plan, CancellationToken cancellation);

    /// <summary>Replaces the plan with the same number, or adds it. The last write stays.</summary>
    Task SavePlanAsync(Plan plan, CancellationToken cancellation);
}
