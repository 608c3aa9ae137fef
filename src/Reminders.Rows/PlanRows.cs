
namespace Reminders.Rows;

/// <summary>Plans, in the directory's table. Partition: <c>plans</c>. Row: the plan's number.</summary>
internal sealed class PlanRows(IRows table) : IPlans
{
    public const string Partition = "plans";

    public async Task<IReadOnlyList<Plan>> PlansAsync(CancellationToken cancellation) =>
        await table.ReadAsync(RowRange.Of(Partition), cancellation).Select(RowJson.Value<Plan>).ToListAsync(cancellation);

    public async Task<bool> TryAddPlanAsync(Plan plan, CancellationToken cancellation) =>
        (await table.InsertFreeAsync([[Row(plan)]], cancellation)).Count > 0;

    public async Task SavePlanAsync(Plan plan, CancellationToken cancellation)
    {
        // A plan of an earlier version stays without the mark until its items are on the board.
        var known = await table.FindAsync(Partition, Keys.Number(plan.Number), cancellation);
        var row = Row(plan);
        await table.UpsertAsync(
            known is null || known.Properties.ContainsKey(BoardBuilding.OnBoard) ? row : BoardBuilding.Unmarked(row), cancellation);
    }

    private static Row Row(Plan plan)
    {
        var row = RowJson.Row(Partition, Keys.Number(plan.Number), plan);
        row["Title"] = plan.Title.Length <= 200 ? plan.Title : plan.Title[..200];
        row["IsComplete"] = plan.IsComplete;
        row[BoardBuilding.OnBoard] = true;
        return row;
    }
}
