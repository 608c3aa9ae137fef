using System.Text.RegularExpressions;

namespace Reminders.Import.Files;

/// <summary>Sets the hidden rows and columns of a sheet apart, so that the sheet holds what Excel shows.</summary>
internal static class SheetView
{
    public static Sheet Show(Sheet sheet, SheetMarks marks, IReadOnlySet<int> hiddenColumns)
    {
        var all = sheet.Rows;
        var struck = marks.Struck.Where(c => c.Row < all.Count && !marks.Hidden.Contains(c.Row) && !hiddenColumns.Contains(c.Column))
            .GroupBy(c => c.Row).OrderBy(g => g.Key)
            .Select(g => (all[g.Key], Text: string.Join(' ', g.Select(c => TextAt(all[c.Row], c.Column)).Where(t => t.Length > 0))))
            .Where(r => r.Text.Length > 0);
        sheet = sheet with
        {
            FilteredRows = [.. marks.Filtered.Order().Where(r => r < all.Count).Select(r => all[r]).Where(r => !r.IsBlank)],
            StruckRows = [.. struck],
        };
        if (marks.Hidden.Count == 0 && hiddenColumns.Count == 0)
            return sheet;
        return sheet with
        {
            Rows = [.. all.Select((r, i) => Visible(r, marks.Hidden.Contains(i), hiddenColumns))],
            HiddenRows = [.. marks.Hidden.Order().Where(r => r < all.Count).Select(r => all[r]).Where(r => !r.IsBlank)],
            HiddenColumns = [.. hiddenColumns.Order().Select(c => (c, FirstText(all, c))).Where(c => c.Item2.Length > 0)],
        } is var visible ? WithMovedMerges(visible, all, marks.Hidden, hiddenColumns) : sheet;
    }

    private static TableRow Visible(TableRow row, bool isHidden, IReadOnlySet<int> hiddenColumns) =>
        isHidden ? row with { Cells = [.. row.Cells.Select(_ => "")] }
        : hiddenColumns.Count == 0 ? row
        : row with { Cells = [.. row.Cells.Select((cell, i) => hiddenColumns.Contains(i) ? "" : cell)] };

    // Excel shows the value of merged cells even if their first row or column is hidden.
    private static Sheet WithMovedMerges(
        Sheet sheet, IReadOnlyList<TableRow> all, IReadOnlySet<int> hiddenRows, IReadOnlySet<int> hiddenColumns)
    {
        var rows = sheet.Rows.ToList();
        var merges = new List<MergedCells>();
        foreach (var merge in sheet.Merges)
        {
            var row = FirstVisible(merge.FromRow, merge.ToRow, hiddenRows);
            var column = FirstVisible(merge.FromColumn, merge.ToColumn, hiddenColumns);
            if (row is not { } top || column is not { } left)
                continue;
            merges.Add(merge with { FromRow = top, FromColumn = left });
            if ((top, left) != (merge.FromRow, merge.FromColumn) && top < rows.Count && left < rows[top].Cells.Count)
            {
                var value = TextAt(all[merge.FromRow], merge.FromColumn);
                rows[top] = rows[top].WithCell(left, value);
            }
        }
        return sheet with { Rows = rows, Merges = merges };
    }

    private static int? FirstVisible(int from, int to, IReadOnlySet<int> hidden)
    {
        for (var i = from; i <= to; i++)
        {
            if (!hidden.Contains(i))
                return i;
        }
        return null;
    }

    private static string FirstText(IReadOnlyList<TableRow> rows, int column) =>
        rows.Select(r => TextAt(r, column)).FirstOrDefault(t => t.Length > 0, "");

    private static string TextAt(TableRow row, int column) => column < row.Cells.Count ? row.Cells[column].Trim() : "";
}

/// <summary>The findings on what Excel hides, filters or strikes through.</summary>
internal static partial class SheetFindings
{
    public const string NotReadCode = "sheet-not-read";

    private const int MaxQuoted = 10;
    private const int MaxCharacters = 24;

    public static IEnumerable<Finding> Of(Sheet sheet)
    {
        if (sheet.IsHidden)
        {
            if (sheet.Rows.Any(r => !r.IsBlank))
            {
                yield return new(
                    "sheet-hidden",
                    $"The sheet \"{Short(sheet.Name)}\" is hidden and was not read: {Quoted(sheet.Rows.Where(r => !r.IsBlank))}. "
                    + "Unhide it if it belongs to the list.");
            }
            yield break;
        }
        if (sheet.HiddenRows.Count > 0)
        {
            yield return new(
                "rows-hidden", $"Hidden rows were not read: {Quoted(sheet.HiddenRows)}. Unhide them if they belong to the list.",
                $"sheet {sheet.Name}");
        }
        if (sheet.HiddenColumns.Count > 0)
        {
            var columns = string.Join(", ", sheet.HiddenColumns.Select(c => $"{Place.Letters(c.Column)} \"{Short(c.Text)}\""));
            yield return new(
                "columns-hidden", $"Hidden columns were not read: {columns}. Unhide them if they belong to the list.",
                $"sheet {sheet.Name}");
        }
        if (sheet.FilteredRows.Count > 0)
        {
            yield return new(
                "rows-filtered", $"A filter hides rows that were read all the same: {Quoted(sheet.FilteredRows)}.", $"sheet {sheet.Name}");
        }
        if (sheet.StruckRows.Count > 0)
        {
            var rows = Quoted(sheet.StruckRows.Select(r => new TableRow(r.Row.Line, [r.Text])));
            yield return new(
                "rows-struck",
                $"Text that is struck through was read like any other: {rows}. Delete what no longer counts and load the file again.",
                $"sheet {sheet.Name}");
        }
    }

    /// <summary>The rows in short, the first ten of them.</summary>
    public static string Quoted(IEnumerable<TableRow> rows)
    {
        var all = rows.ToList();
        var quoted = string.Join(", ", all.Take(MaxQuoted).Select(r => $"row {r.Line} \"{Short(r.AsLine().Text)}\""));
        return all.Count > MaxQuoted ? $"{quoted} and {all.Count - MaxQuoted} more" : quoted;
    }

    /// <summary>The beginning of a text on one line.</summary>
    public static string Short(string text, int longest = MaxCharacters)
    {
        var line = WithoutNumbers(text.ReplaceLineEndings(" "));
        var end = Math.Min(line.Length, longest);
        return end == line.Length ? line : line[..(char.IsHighSurrogate(line[end - 1]) ? end - 1 : end)] + "…";
    }

    /// <summary>The text as a finding quotes it: without its phone numbers.</summary>
    public static string WithoutNumbers(string text) => Number().Replace(text, "…");

    [GeneratedRegex(@"(?:\+?86[ -]?)?1\d{2}[ -]?\d{4}[ -]?\d{4}|\d{3,4}-\d{7,8}|\d{9,}", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
