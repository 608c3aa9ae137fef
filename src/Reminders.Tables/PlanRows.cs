using Azure.Data.Tables;

namespace Reminders.Tables;

/// <summary>Plans, in the directory's table. Partition: <c>plans</c>. Row: the plan's number.</summary>
internal sealed class PlanRows(TableClient table) : IPlans
{
    public const string Partition = "plans";

    public async Task<IReadOnlyList<Plan>> PlansAsync(CancellationToken cancellation) =>
        await table.RowsAsync(Partition, cancellation).Select(EntityJson.Value<Plan>).ToListAsync(cancellation);

    public async Task<bool> TryAddPlanAsync(Plan plan, CancellationToken cancellation) =>
        (await table.InsertFreeAsync([[Row(plan)]], cancellation)).Count > 0;

    public Task SavePlanAsync(Plan plan, CancellationToken cancellation) => table.UpsertAsync([Row(plan)], cancellation);

    private static TableEntity Row(Plan plan)
    {
        var row = EntityJson.Row(Partition, Keys.Number(plan.Number), plan);
        row["Title"] = plan.Title.Length <= 200 ? plan.Title : plan.Title[..200];
        row["IsComplete"] = plan.IsComplete;
        return row;
    }
}
