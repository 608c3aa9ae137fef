namespace Reminders.Import.Word;

/// <summary>How a cell stands to the one above it.</summary>
internal enum VerticalMerge
{
    None,
    Begins,
    GoesOn,
}

/// <summary>A cell of a Word table: its text, and over how many columns and rows it goes.</summary>
internal readonly record struct WordCell(string Text, int Span = 1, VerticalMerge Merge = VerticalMerge.None);

/// <summary>Collects the rows of a Word table into a sheet.</summary>
internal sealed class WordTable(string name)
{
    private readonly List<TableRow> rows = [];
    private readonly List<MergedCells> merges = [];
    private readonly Dictionary<int, (int Row, int LastRow, int Span)> open = [];

    public void AddRow(IEnumerable<WordCell> row)
    {
        var cells = new List<string>();
        foreach (var cell in row)
        {
            var column = cells.Count;
            if (cell.Merge == VerticalMerge.GoesOn && open.TryGetValue(column, out var begun))
            {
                open[column] = begun with { LastRow = rows.Count };
            }
            else
            {
                Close(column);
                open[column] = (rows.Count, rows.Count, cell.Span);
            }
            cells.Add(cell.Merge == VerticalMerge.GoesOn ? "" : cell.Text);
            cells.AddRange(Enumerable.Repeat("", cell.Span - 1));
        }
        rows.Add(new(rows.Count + 1, cells) { Sheet = name });
    }

    public Sheet ToSheet()
    {
        foreach (var column in open.Keys.ToList())
            Close(column);
        return new(name, rows) { Merges = merges };
    }

    private void Close(int column)
    {
        if (open.Remove(column, out var cell) && (cell.Span > 1 || cell.LastRow > cell.Row))
            merges.Add(new(cell.Row, cell.LastRow, column, column + cell.Span - 1));
    }
}
