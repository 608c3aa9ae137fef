namespace Reminders.Import.Files;

/// <summary>A table as lines of text below the lines above it; none if it holds items.</summary>
internal delegate IEnumerable<string> TableLines(Sheet table, IReadOnlyList<string> above);

/// <summary>The content of a Word document (docx or doc) in order: lines of text with the numbers that Word prints, and tables.</summary>
/// <param name="linesOf">A table as lines of text.</param>
internal sealed class WordDocument(TableLines linesOf)
{
    public List<string> Lines { get; } = [];
    public List<Sheet> Tables { get; } = [];

    /// <summary>Whether Word prints numbers that could not be read.</summary>
    public bool LacksNumbers { get; set; }

    /// <summary>The texts that are struck through. They are read.</summary>
    public List<string> Struck { get; private init; } = [];

    /// <summary>The hidden texts. They are not read.</summary>
    public List<string> Hidden { get; private init; } = [];

    /// <summary>An empty document for a part of this one, such as a cell. The marks of its text are those of the whole.</summary>
    public WordDocument Part() => new(linesOf) { Struck = Struck, Hidden = Hidden };

    public void AddTable(IEnumerable<IEnumerable<WordCell>> rows)
    {
        var table = WordTable.Read($"table {Tables.Count + 1}", rows);
        Tables.Add(table);
        Lines.AddRange(linesOf(table, Lines));
    }

    /// <summary>The text of a cell from its paragraphs.</summary>
    public static string CellText(IEnumerable<string> paragraphs) => string.Join('\n', paragraphs.Where(l => l.Trim().Length > 0)).Trim();

    public static InputRefusedException Damaged(Exception? inner) => new(
        RefusalCodes.DocumentInvalid,
        $"The Word document is damaged or protected and cannot be opened. Save it again in Word or WPS without a password, "
        + $"or save it as plain text.",
        inner: inner);
}

/// <summary>How a cell relates to the cell above it.</summary>
internal enum VerticalMerge
{
    None,
    Begins,
    Continues,
}

/// <summary>A cell of a Word table: its text, the number of columns it covers, and its merge with the rows above and below.</summary>
internal readonly record struct WordCell(string Text, int Span = 1, VerticalMerge Merge = VerticalMerge.None);

/// <summary>Turns the rows of a Word table into a sheet with merged cells.</summary>
internal sealed class WordTable
{
    private readonly List<MergedCells> merges = [];
    private readonly Dictionary<int, (int Row, int LastRow, int Span)> open = [];

    private WordTable()
    {
    }

    public static Sheet Read(string name, IEnumerable<IEnumerable<WordCell>> rows)
    {
        var table = new WordTable();
        var read = new List<TableRow>();
        foreach (var row in rows)
            read.Add(new(read.Count + 1, table.Cells(row, read.Count)) { Sheet = name });
        foreach (var column in table.open.Keys.ToList())
            table.Close(column);
        return new(name, read) { Merges = table.merges };
    }

    private List<string> Cells(IEnumerable<WordCell> row, int index)
    {
        var cells = new List<string>();
        foreach (var cell in row)
        {
            var column = cells.Count;
            if (cell.Merge == VerticalMerge.Continues && open.TryGetValue(column, out var begun))
            {
                open[column] = begun with { LastRow = index };
            }
            else
            {
                Close(column);
                open[column] = (index, index, cell.Span);
            }
            cells.Add(cell.Merge == VerticalMerge.Continues ? "" : cell.Text);
            cells.AddRange(Enumerable.Repeat("", cell.Span - 1));
        }
        return cells;
    }

    private void Close(int column)
    {
        if (open.Remove(column, out var cell) && (cell.Span > 1 || cell.LastRow > cell.Row))
            merges.Add(new(cell.Row, cell.LastRow, column, column + cell.Span - 1));
    }
}
