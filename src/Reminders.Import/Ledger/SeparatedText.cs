using CsvHelper;

namespace Reminders.Import.Ledger;

/// <summary>A row of a table with the line of the file, or the row of the sheet, on which it starts.</summary>
internal sealed record TableRow(int Line, IReadOnlyList<string> Cells)
{
    /// <summary>The sheet of a workbook; null in a text.</summary>
    public string? Sheet { get; init; }

    public Place Place => new(Line, Sheet);

    public Place PlaceOf(int column, string label) => new(Line, Sheet, column, label);

    public bool IsBlank => First is null;

    /// <summary>The first cell with anything in it.</summary>
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
}

/// <summary>Text with separators cut into rows (RFC 4180: quotes, doubled quotes, line breaks inside quotes).</summary>
internal static class SeparatedText
{
    public static IReadOnlyList<TableRow> Read(string text, char separator, int maxRows, bool strict)
    {
        CsvMalformedRecord? damaged = null;
        var options = new CsvReaderOptions
        {
            Separator = separator,
            HasHeader = false,
            SkipEmptyLines = false,
            TrackLineNumbers = true,
            // A quotation mark inside an unquoted cell is only a quotation mark: 落实"四个不放过".
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
        + "Double the quotation marks inside quoted cells, or save the sheet as CSV again.",
        [new(line, null, "A quotation mark is out of place.")]);
}
