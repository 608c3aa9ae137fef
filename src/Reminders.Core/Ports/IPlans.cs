namespace Reminders.Core.Ports;

/// <summary>The plans 整改方案. The contract that all ports of a ledger share stands at <see cref="Ledger"/>.</summary>
public interface IPlans
{
    /// <summary>All plans by number, in one read. Plans that are still being loaded are included.</summary>
    Task<IReadOnlyList<Plan>> PlansAsync(CancellationToken cancellation);

    /// <summary>Takes a plan's number. False when the number is taken already.</summary>
    Task<bool> TryAddPlanAsync(Plan plan, CancellationToken cancellation);

    /// <summary>Replaces the plan of the same number, or adds it. Of two calls at once the later write stays.</summary>
    Task SavePlanAsync(Plan plan, CancellationToken cancellation);
}
