using System.Globalization;

namespace Reminders.Rows;

/// <summary>
/// Says where the rows of a plan's items stand in the items' table. Plans share partitions in blocks of consecutive numbers, and the kind
/// of a row stands first in its key. So one request reads items, writes step records or reads tallies of many plans
/// (docs/decisions/13-plans-share-partitions.md).
/// </summary>
internal static class PlanKeys
{
    private const int PlansInBlock = 64;

    /// <summary>The partitions of earlier versions: the number of one plan.</summary>
    public static RowRange Earlier { get; } = new() { FromPartition = "0", ToPartition = "9" + Keys.AfterBetween };

    /// <summary>Begins with a letter, so it is never the partition of an earlier version.</summary>
    public static string Partition(int plan) => "b" + Keys.Number(plan / PlansInBlock);

    public static string Key(string kind, int plan, params ReadOnlySpan<string> rest) => Keys.Join([kind, Keys.Number(plan), .. rest]);

    /// <summary>The rows of one kind of a plan.</summary>
    public static RowRange Rows(string kind, int plan) => Rows(kind, plan, plan);

    /// <summary>The rows of one kind of all plans from one to another of the same block.</summary>
    public static RowRange Rows(string kind, int first, int last) => RowRange.Of(Partition(first)) with
    {
        From = Key(kind, first, ""),
        Before = Key(kind, last) + Keys.AfterBetween,
    };

    /// <summary>
    /// The row under the name that earlier versions and all backups give it: its partition is the plan, and its key has no plan.
    /// </summary>
    public static Row ToEarlier(Row row) => row.Key.Split(Keys.Between) is [var kind, var plan, .. var rest]
        ? new(plan, Keys.Join([kind, .. rest]), new(row.Properties))
        : throw new FormatException($"A row of the items has the key {row.Key}.");

    /// <summary>The row at its present place, from the name that earlier versions and backups give it.</summary>
    public static Row FromEarlier(Row row) => row.Key.Split(Keys.Between) is [var kind, .. var rest]
        ? new(Partition(PlanOf(row.Partition)), Keys.Join([kind, row.Partition, .. rest]), new(row.Properties))
        : throw new FormatException($"A row of the items has the key {row.Key}.");

    /// <summary>The plan that a part of a key spells.</summary>
    public static int PlanOf(string part) => int.Parse(part, CultureInfo.InvariantCulture);
}
