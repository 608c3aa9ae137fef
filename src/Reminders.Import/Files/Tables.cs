using CsvHelper;

namespace Reminders.Import.Files;

/// <summary>
/// A place in a file: a line of a text, or a sheet, row and column. It becomes text only for a finding, because a long table has many
/// places and few findings.
/// </summary>
internal readonly record struct Place(int Line, string? Sheet = null, int Column = Place.WholeRow, string? Label = null) : IWorded
{
    private const int WholeRow = -1;

    public Wording Words => (Sheet, Column) switch
    {
        (null, WholeRow) => $"line {Line}",
        ({ } sheet, WholeRow) => $"sheet {sheet}, row {Line}",
        (null, _) => $"line {Line}, column {ShownLabel}",
        ({ } sheet, _) => $"sheet {sheet}, row {Line}, column {Letters(Column)} {ShownLabel}",
    };

    private string? ShownLabel => Label?.ReplaceLineEndings("");

    public static string Letters(int column) =>
        column < Alphabet.Length ? Alphabet[column] : Letters((column / Alphabet.Length) - 1) + Alphabet[column % Alphabet.Length];

    private static readonly string[] Alphabet = [.. "ABCDEFGHIJKLMNOPQRSTUVWXYZ".Select(letter => letter.ToString())];
}

/// <summary>A row of a table. <see cref="Line"/> is the line of the text or the row of the sheet on which it starts.</summary>
internal sealed record TableRow(int Line, IReadOnlyList<string> Cells)
{
    /// <summary>The cells without hidden characters.</summary>
    public IReadOnlyList<string> Cells { get; init; } = WithoutHidden(Cells);

    /// <summary>The name of the sheet; null in a text.</summary>
    public string? Sheet { get; init; }

    /// <summary>
    /// The columns whose number a date column must not read by its text, with the day that the number stands for; null if that is none.
    /// </summary>
    public ImmutableArray<(int Column, LocalDate? Day)> Numbers { get; init; } = [];

    public Place Place => new(Line, Sheet);

    public bool IsBlank => First is null;

    /// <summary>The first cell that is not blank. A loop, because long tables ask for it often.</summary>
    public string? First
    {
        get
        {
            for (var i = 0; i < Cells.Count; i++)
            {
                if (!string.IsNullOrWhiteSpace(Cells[i]))
                    return Cells[i];
            }
            return null;
        }
    }

    // Nearly all rows have nothing to remove, so nothing is copied.
    private static IReadOnlyList<string> WithoutHidden(IReadOnlyList<string> cells)
    {
        string[]? changed = null;
        for (var i = 0; i < cells.Count; i++)
        {
            var text = Folded.Text(cells[i]);
            if (ReferenceEquals(text, cells[i]))
                continue;
            changed ??= [.. cells];
            changed[i] = text;
        }
        return changed ?? cells;
    }

    /// <summary>Whether the cell is such a number. A loop, because a row has few.</summary>
    public bool IsNumber(int column, out LocalDate? day)
    {
        foreach (var number in Numbers)
        {
            if (number.Column == column)
            {
                day = number.Day;
                return true;
            }
        }
        day = null;
        return false;
    }

    public TableRow WithCell(int column, string value) =>
        column < Cells.Count ? this with { Cells = [.. Cells.Select((cell, i) => i == column ? value : cell)] } : this;

    /// <summary>Whether more cells than so many are not blank. A loop, because long tables ask for it often.</summary>
    public bool HasMoreThan(int filled)
    {
        var count = 0;
        for (var i = 0; i < Cells.Count && count <= filled; i++)
            count += string.IsNullOrWhiteSpace(Cells[i]) ? 0 : 1;
        return count > filled;
    }

    public Place PlaceOf(int column, string label) => new(Line, Sheet, column, label);

    /// <summary>The row as one line of text.</summary>
    public SourceLine AsLine() => new(Line, string.Join(' ', Cells.Where(c => !string.IsNullOrWhiteSpace(c))));
}

/// <summary>A sheet of a workbook or a table of a document, with its merged cells.</summary>
internal sealed record Sheet(string Name, IReadOnlyList<TableRow> Rows)
{
    private const int LongestWord = 10;

    public IReadOnlyList<MergedCells> Merges { get; init; } = [];

    /// <summary>The numbered heading above a table of a document.</summary>
    public string? Heading { get; init; }

    /// <summary>Whether Excel hides the whole sheet.</summary>
    public bool IsHidden { get; init; }

    /// <summary>The rows that Excel hides, as they stand in the file. In <see cref="Rows"/> they are blank.</summary>
    public IReadOnlyList<TableRow> HiddenRows { get; init; } = [];

    /// <summary>The columns that Excel hides, with the first text of each. In <see cref="Rows"/> they are blank.</summary>
    public IReadOnlyList<(int Column, string Text)> HiddenColumns { get; init; } = [];

    /// <summary>The rows that a filter hides. They are read.</summary>
    public IReadOnlyList<TableRow> FilteredRows { get; init; } = [];

    /// <summary>The rows with text that is struck through, and that text. They are read.</summary>
    public IReadOnlyList<(TableRow Row, string Text)> StruckRows { get; init; } = [];

    /// <summary>The cells of a row of the header: a word over several columns belongs to each of them.</summary>
    public IReadOnlyList<string> Spread(int row)
    {
        var cells = Rows[row].Cells;
        return [.. cells.Select(Value)];

        string Value(string cell, int column)
        {
            var from = Merges.FirstOrDefault(m => m.FromRow == row && m.Holds(row, column))?.FromColumn ?? column;
            return from >= 0 && from < cells.Count ? cells[from] : cell;
        }
    }

    /// <summary>
    /// The rows of a header that begins in this row. Merged cells show how many they are. Without them a second row of words belongs to the
    /// header if some of its words stand right of a word over several columns: 整改时限 over 计划 and 实际.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>> HeaderRows(int row, int most)
    {
        var depth = Math.Min(most, Merges.Where(m => m.FromRow == row).Select(m => m.ToRow - row + 1).DefaultIfEmpty(1).Max());
        if (depth == 1 && most > 1 && row + 1 < Rows.Count && OverTwoRows(Rows[row].Cells, Rows[row + 1].Cells) is { } above)
            return [above, Rows[row + 1].Cells];
        return [.. Enumerable.Range(row, Math.Min(depth, Rows.Count - row)).Select(Spread)];
    }

    // The upper words over each column; null if the lower row is none of a header.
    private static List<string>? OverTwoRows(IReadOnlyList<string> upper, IReadOnlyList<string> lower)
    {
        var first = Enumerable.Range(0, upper.Count).FirstOrDefault(i => !string.IsNullOrWhiteSpace(upper[i]), -1);
        if (first < 0 || !IsBlank(lower, first) || lower.Any(c => c.Trim().Length > LongestWord || c.Any(char.IsDigit)))
            return null;
        var words = upper.ToList();
        var isSpread = false;
        for (var i = 1; i < lower.Count; i++)
        {
            if (IsBlank(lower, i))
                continue;
            var isBelowBlank = IsBlank(upper, i);
            if (isBelowBlank && IsBlank(lower, i - 1))
                return null;
            isSpread |= isBelowBlank || (upper[i] == words[i - 1] && !IsBlank(lower, i - 1));
            while (words.Count <= i)
                words.Add("");
            words[i] = isBelowBlank ? words[i - 1] : words[i];
        }
        return isSpread ? words : null;

        static bool IsBlank(IReadOnlyList<string> cells, int column) => column >= cells.Count || string.IsNullOrWhiteSpace(cells[column]);
    }

    /// <summary>The same sheet with blank cells outside of these columns.</summary>
    public Sheet OfColumns(int first, int last) => this with
    {
        Rows = [.. Rows.Select(r => r with { Cells = [.. r.Cells.Select((cell, i) => i >= first && i <= last ? cell : "")] })],
    };

    /// <summary>The rows with the value of each cell that is merged over several rows of one column in all those rows.</summary>
    public IReadOnlyList<TableRow> FilledDown()
    {
        var rows = Rows.ToList();
        foreach (var merge in Merges.Where(m => m.FromColumn == m.ToColumn && m.ToRow > m.FromRow && m.FromRow < Rows.Count))
        {
            var column = merge.FromColumn;
            if (column >= rows[merge.FromRow].Cells.Count)
                continue;
            var value = rows[merge.FromRow].Cells[column];
            for (var row = merge.FromRow + 1; row <= Math.Min(merge.ToRow, rows.Count - 1); row++)
                rows[row] = rows[row].WithCell(column, value);
        }
        return rows;
    }
}

/// <summary>Merged cells; the first holds their value. Rows and columns count from 0, both ends included.</summary>
internal sealed record MergedCells(int FromRow, int ToRow, int FromColumn, int ToColumn)
{
    public bool Holds(int row, int column) => row >= FromRow && row <= ToRow && column >= FromColumn && column <= ToColumn;
}

/// <summary>Reads text with separators (CSV, RFC 4180) into rows.</summary>
internal static class SeparatedText
{
    /// <exception cref="InputRefusedException">A quotation mark is out of place, and <paramref name="strict"/> is set.</exception>
    public static IReadOnlyList<TableRow> Read(string text, char separator, int maxRows, bool strict)
    {
        CsvMalformedRecord? damaged = null;
        var options = new CsvReaderOptions
        {
            Separator = separator,
            HasHeader = false,
            SkipEmptyLines = false,
            TrackLineNumbers = true,
            // A quotation mark inside an unquoted cell is ordinary text: 落实"四个不放过".
            OnMalformedRecord = record => damaged ??= record.Reason == CsvMalformedReason.StrayQuote ? null : record,
        };
        using var reader = CsvReader.FromText(text, options);
        var rows = new List<TableRow>();
        while (rows.Count < maxRows && reader.Read())
            rows.Add(new((int)reader.LineNumber, reader.Current.ToArray()));
        return strict && damaged is { } record ? throw Invalid((int)record.LineNumber) : rows;
    }

    private static InputRefusedException Invalid(int line) => new(
        RefusalCodes.CsvInvalid,
        $"The CSV is damaged in the row that starts at line {line}: a quotation mark is not closed, or text follows a closed one. "
        + $"Double the quotation marks inside quoted cells, or save the sheet as CSV again.",
        [new(line, null, $"A quotation mark is out of place.")]);
}
