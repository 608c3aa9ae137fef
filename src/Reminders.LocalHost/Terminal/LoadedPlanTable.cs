using Spectre.Console;

namespace Reminders.LocalHost.Terminal;

/// <summary>A plan as an office has loaded it, or would: its items, what it changes where it was there already, and last its number.</summary>
internal static class LoadedPlanTable
{
    public static void Write(LoadedPlan loaded, bool dryRun)
    {
        var (screen, plan) = (Screen.Out, loaded.Plan);
        PlanTable.Write(plan.Title, plan.Year, plan.YearBasis, loaded.Items, loaded.Findings, i => $"{i.Code}");
        foreach (var difference in loaded.Differences)
            screen.WriteLine(Standing.Plain($"  item {difference.Code} {Changed(difference)}"));

        var states = loaded.Items.GroupBy(i => i.State).OrderBy(g => g.Key).Select(g => $"{g.Count()} {ItemWords.Of(g.Key)}");
        var items = $"{loaded.Items.Count} items{(loaded.Items.Count > 0 ? ": " : "")}{string.Join(", ", states)}";
        var changes = $"the file changes {(loaded.Differences.Count == 0 ? "nothing" : $"{loaded.Differences.Count} items")}";
        screen.WriteLine((loaded.AlreadyLoaded, dryRun) switch
        {
            (false, true) => $"Plan {plan.Number} would have {items}. Nothing was stored.",
            (false, false) => $"Plan {plan.Number} is loaded with {items}.",
            (true, true) => $"Plan {plan.Number} is there with {items}; {changes}. Nothing was stored.",
            (true, false) => $"Plan {plan.Number} was there already and has {items}; {changes}.",
        });
    }

    private static string Changed(ItemDifference difference)
    {
        var what = difference.Kind switch
        {
            DifferenceKind.Added => $"is new: {difference.Title}",
            DifferenceKind.Gone => "stands in the file no longer",
            _ => string.Join("; ", difference.Fields.Select(f => $"{f.Field}: {f.Old} → {f.New}")),
        };
        return difference.Kept is { } kept ? $"{what}; it stays as it is: {kept.Message} [{kept.Code}]" : what;
    }
}
