using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Sheet = DocumentFormat.OpenXml.Spreadsheet.Sheet;

namespace Reminders.Import.Exports;

/// <summary>A column: what its header says, and how wide it is in characters.</summary>
internal sealed record SheetColumn(string Name, double Width);

/// <summary>A sheet: a title, a note under it, a header, and rows of texts, dates, times and nothing.</summary>
internal sealed record SheetContent(string Name, string Title, string Note, IReadOnlyList<SheetColumn> Columns, IEnumerable<object?[]> Rows);

/// <summary>Writes a sheet row by row, so that a ledger of many thousand items takes no more than its own size. Text is written as text and nothing as a formula.</summary>
internal static class SheetWriter
{
    private const uint HeaderRow = 3;

    // Day 0 lies two days before 1900-01-01 because spreadsheets believe in 1900-02-29; before March 1900 the days do not fit.
    private static readonly LocalDate DayZero = new(1899, 12, 30);
    private static readonly LocalDate FirstDay = new(1900, 3, 1);

    public static void Add(WorkbookPart book, SheetContent content)
    {
        var part = book.AddNewPart<WorksheetPart>();
        using (var writer = OpenXmlWriter.Create(part))
            Write(writer, content);
        var sheets = book.Workbook!.Sheets!;
        sheets.Append(new Sheet { Name = content.Name, SheetId = (uint)sheets.ChildElements.Count + 1, Id = book.GetIdOfPart(part) });
    }

    private static void Write(OpenXmlWriter writer, SheetContent content)
    {
        var last = (char)('A' + content.Columns.Count - 1);
        writer.WriteStartElement(new Worksheet());
        writer.WriteElement(new SheetProperties(new PageSetupProperties { FitToPage = true }));
        writer.WriteElement(new SheetViews(Frozen()));
        writer.WriteElement(new Columns(content.Columns.Select((c, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = c.Width, CustomWidth = true })));
        writer.WriteStartElement(new SheetData());
        WriteRow(writer, [content.Title], LedgerStyles.Title);
        WriteRow(writer, [content.Note], LedgerStyles.Note);
        WriteRow(writer, content.Columns.Select(c => c.Name), LedgerStyles.Header);
        var rows = HeaderRow;
        foreach (var row in content.Rows)
        {
            WriteRow(writer, row, LedgerStyles.Text);
            rows++;
        }
        writer.WriteEndElement();
        writer.WriteElement(new AutoFilter { Reference = $"A{HeaderRow}:{last}{rows}" });
        writer.WriteElement(new MergeCells(new MergeCell { Reference = $"A1:{last}1" }, new MergeCell { Reference = $"A2:{last}2" }));
        writer.WriteElement(new PageSetup { PaperSize = 9, Orientation = OrientationValues.Landscape, FitToHeight = 0 }); // A4, as many pages as it takes
        writer.WriteEndElement();
    }

    private static SheetView Frozen() =>
        new(new Pane { VerticalSplit = HeaderRow, TopLeftCell = $"A{HeaderRow + 1}", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen }) { WorkbookViewId = 0 };

    private static void WriteRow(OpenXmlWriter writer, IEnumerable<object?> values, uint style)
    {
        writer.WriteStartElement(new Row());
        foreach (var value in values)
            writer.WriteElement(CellOf(value, style));
        writer.WriteEndElement();
    }

    private static Cell CellOf(object? value, uint style) => value switch
    {
        null or "" => new() { StyleIndex = style },
        string text => TextCell(text, style),
        LocalDate date when date >= FirstDay => new(new CellValue(Period.DaysBetween(DayZero, date))) { StyleIndex = LedgerStyles.Date },
        LocalDateTime time when time.Date >= FirstDay =>
            new(new CellValue(Period.DaysBetween(DayZero, time.Date) + ((double)time.TickOfDay / NodaConstants.TicksPerDay))) { StyleIndex = LedgerStyles.Time },
        IFormattable early => TextCell(early.ToString(null, System.Globalization.CultureInfo.InvariantCulture), style),
        _ => throw new ArgumentException($"A cell cannot hold a {value.GetType().Name}.", nameof(value)),
    };

    private static Cell TextCell(string text, uint style) =>
        new(new InlineString(new Text(CellText.Of(text)) { Space = SpaceProcessingModeValues.Preserve })) { DataType = CellValues.InlineString, StyleIndex = style };
}
