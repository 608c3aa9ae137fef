using System.Text.RegularExpressions;

namespace Reminders.Import.Plans;

/// <summary>A plan as a table (整改台账): one row per item, under a header that is found by its words.</summary>
internal static partial class TablePlan
{
    public static RawPlan Read(ItemTable table, IEnumerable<SourceLine> lines)
    {
        var reading = new TableReading(table);
        reading.Read();
        return new(Title(table), reading.Items)
        {
            Lines = lines,
            FrameLines = [.. table.Rows.Where((r, i) => i < table.HeaderIndex || IsFrame(r)).Select(r => r.AsLine())],
            BodyStart = table.HeaderRow.Line - 1,
            Findings = [.. DutyNotes.In(table.Rows.Take(table.HeaderIndex).Select(r => r.AsLine())), .. reading.Findings],
            HasSerials = true,
        };
    }

    /// <summary>The items of the table, or of each table if several stand side by side.</summary>
    public static RawPlan ReadAll(ItemTable table, IEnumerable<SourceLine> lines)
    {
        var parts = table.Header.SideBySide();
        if (parts.Count == 0)
            return Read(table, lines);
        var plans = parts.Select(p => ItemTable.Find(table.Sheet.OfColumns(p.First, p.Last))).OfType<ItemTable>()
            .Select(t => Read(t, lines)).ToList();
        return plans[0] with
        {
            Items = [.. plans.SelectMany(p => p.Items)],
            Findings = [.. plans.SelectMany(p => p.Findings)],
        };
    }

    /// <summary>The items of all sheets; null if no sheet has any. The names of several sheets become sections.</summary>
    /// <param name="sheets">The sheets of a workbook or the tables of a document.</param>
    /// <param name="mayTake">Whether a column that is not understood may be taken as the problem.</param>
    /// <param name="refused">Why tables were not read.</param>
    public static RawPlan? TryRead(IReadOnlyList<Sheet> sheets, bool mayTake, List<Finding> refused)
    {
        var plans = new List<(RawPlan Plan, string Name)>();
        foreach (var sheet in sheets)
        {
            Wording? refusal = null;
            var lines = sheet.Rows.Select(r => r.AsLine());
            // A row of a form, such as 存在问题, …, 责任人, …, can pass for a header.
            var plan = FormTable.TryRead(sheet, lines)
                ?? ((ItemTable.Find(sheet) ?? (mayTake ? ItemTable.FindWithoutProblem(sheet, out refusal) : null)) is { } table
                    ? ReadAll(table, lines)
                    : null);
            if (plan is not null)
                plans.Add((plan, sheet.Name));
            else if (FormTable.TurnedProblems(sheet) is { } problems)
                refused.Add(PlanFindings.TableTurned(problems));
            else if (refusal is not null)
                refused.Add(PlanFindings.TableNotRead(refusal));
            else if (mayTake && sheet.Rows.Any(r => !r.IsBlank))
                refused.Add(PlanFindings.SheetNotRead(sheet.Name));
        }
        if (plans.Count <= 1)
            return plans.Select(p => p.Plan).FirstOrDefault();
        return plans[0].Plan with
        {
            Title = plans.Select(p => p.Plan.Title).FirstOrDefault(t => t is not null),
            Items = [.. plans.SelectMany(p => p.Plan.Items.Select(i => InSection(i, p.Name)))],
            Lines = plans.SelectMany(p => p.Plan.Lines),
            FrameLines = [.. plans.SelectMany(p => p.Plan.FrameLines)],
            Findings = [.. plans.SelectMany(p => p.Plan.Findings), .. Repeated(plans.ConvertAll(p => p.Plan))],
        };
    }

    // A sheet 汇总 repeats the items of the others.
    private static IEnumerable<Finding> Repeated(List<RawPlan> plans)
    {
        var twice = plans.SelectMany((p, i) => p.Items.Select(item => (Plan: i, Item: item)))
            .GroupBy(p => Folding.Compact(p.Item.Problem)).Where(g => g.Select(p => p.Plan).Distinct().Skip(1).Any())
            .Select(g => g.First().Item).ToList();
        if (twice.Count > 0)
            yield return PlanFindings.ItemsRepeated(twice);
    }

    private static RawItem InSection(RawItem item, string name) =>
        item with { Section = string.Join('/', new[] { name, item.Section }.Where(s => s.Length > 0)) };

    /// <summary>Whether the row holds totals, signatures or notes.</summary>
    internal static bool IsFrame(TableRow row)
    {
        var first = row.First ?? " ";
        return !char.IsAsciiDigit(first[0]) && FrameRow().IsMatch(Folding.Compact(first));
    }

    private static string? Title(ItemTable table) => table.Rows.Take(table.HeaderIndex)
        .Select(r => r.Cells.Where(c => !string.IsNullOrWhiteSpace(c)).ToList())
        .Where(cells => cells.Count == 1 && !NoTitle().IsMatch(Folding.Compact(cells[0])))
        .Select(cells => cells[0].Trim()).FirstOrDefault();

    [GeneratedRegex(
        "^(?:(?:合计|总计|小计)[^\\p{L}]*.{0,4}"
        + "|(?:填表人|填报人|制表人|审核人|审批人|审核|负责人签字|单位负责人|填表日期|填报日期|制表日期|填表单位|备注|注|说明)(?::.*)?)$",
        RegexOptions.CultureInvariant)]
    private static partial Regex FrameRow();

    [GeneratedRegex("^(?:截至|截止|单位|填报|填表|制表|附[件表]|附\\d|日期|时间|\\d[\\d年月日./-]*$)", RegexOptions.CultureInvariant)]
    private static partial Regex NoTitle();
}
