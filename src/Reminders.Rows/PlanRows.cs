
namespace Reminders.Rows;

/// <summary>Plans, in the directory's table. Partition: <c>plans</c>. Row: the plan's number.</summary>
internal sealed class PlanRows(IRows table) : IPlans
{
    public const string Partition = "plans";

    private volatile IReadOnlyDictionary<int, int> sizes = new Dictionary<int, int>();

    public async Task<IReadOnlyList<Plan>> PlansAsync(CancellationToken cancellation)
    {
        var plans = await table.ReadAsync(RowRange.Of(Partition), cancellation).Select(RowJson.Value<Plan>).ToListAsync(cancellation);
        sizes = plans.ToDictionary(p => p.Number, p => p.ItemCount);
        return plans;
    }

    /// <summary>
    /// The number of items of each plan, as it was when the plans were last read. Reads them if the codes are of several plans and one of
    /// the codes was not known then.
    /// </summary>
    public async Task<IReadOnlyDictionary<int, int>> SizesAsync(IReadOnlyCollection<ItemCode> codes, CancellationToken cancellation)
    {
        if (codes.DistinctBy(c => c.Plan).Count() > 1 && codes.Any(c => sizes.GetValueOrDefault(c.Plan) < c.Ordinal))
            await PlansAsync(cancellation);
        return sizes;
    }

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
