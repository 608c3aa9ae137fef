using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Reminders.Import.Tests.Files;

/// <summary>A sheet of a workbook with what Excel can hide: the sheet itself, rows and columns, which count from 1.</summary>
internal sealed record XlsxSheet(string Name, object?[][] Rows, params string[] Merges)
{
    public SheetStateValues State { get; init; } = SheetStateValues.Visible;
    public uint[] HiddenRows { get; init; } = [];
    public uint[] HiddenColumns { get; init; } = [];

    /// <summary>The range of a filter that hides rows.</summary>
    public string? Filter { get; init; }
}

/// <summary>A value in a cell with a format: the number of a built-in format, or a pattern; or text that is struck through.</summary>
internal sealed record XlsxCell(object Value, object? Format = null, bool IsStruck = false);

/// <summary>Makes Excel workbooks for tests: text, numbers, dates as Excel keeps them, and merged cells.</summary>
internal static class Xlsx
{
    /// <summary>A workbook with one sheet.</summary>
    public static byte[] Of(object?[][] rows, params string[] merges) => Of(("Sheet1", rows, merges));

    public static byte[] Of(params (string Name, object?[][] Rows, string[] Merges)[] sheets) =>
        Of(false, [.. sheets.Select(s => new XlsxSheet(s.Name, s.Rows, s.Merges))]);

    public static byte[] Of(params XlsxSheet[] sheets) => Of(false, sheets);

    public static byte[] Of(bool is1904, params XlsxSheet[] sheets)
    {
        using var stream = new MemoryStream();
        using (var package = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var book = package.AddWorkbookPart();
            book.Workbook = new(new WorkbookProperties { Date1904 = is1904 ? true : null }, new Sheets());
            var styles = new Styles(is1904);
            uint id = 1;
            foreach (var sheet in sheets)
            {
                var part = book.AddNewPart<WorksheetPart>();
                part.Worksheet = new(new SheetData(sheet.Rows.Select((r, i) => RowOf(r, i, sheet, styles))));
                if (sheet.HiddenColumns.Length > 0)
                {
                    part.Worksheet.InsertAt(new Columns(sheet.HiddenColumns.Order().Select(c => new Column
                    {
                        Min = c,
                        Max = c,
                        Hidden = true,
                        Width = 9,
                        CustomWidth = true,
                    })), 0);
                }
                if (sheet.Filter is { } filter)
                {
                    part.Worksheet.Append(new AutoFilter(new FilterColumn(new Filters(new Filter { Val = "1" })) { ColumnId = 0 })
                    {
                        Reference = filter,
                    });
                }
                if (sheet.Merges.Length > 0)
                    part.Worksheet.Append(new MergeCells(sheet.Merges.Select(m => new MergeCell { Reference = m })));
                book.Workbook.Sheets!.Append(new Sheet
                {
                    Name = sheet.Name,
                    SheetId = id++,
                    Id = book.GetIdOfPart(part),
                    State = sheet.State,
                });
            }
            book.AddNewPart<WorkbookStylesPart>().Stylesheet = styles.Make();
        }
        return stream.ToArray();
    }

    private static Row RowOf(object?[] cells, int row, XlsxSheet sheet, Styles styles) =>
        new(cells.Select((c, column) => CellOf(c, row, column, styles)).OfType<OpenXmlElement>())
        {
            RowIndex = (uint)row + 1,
            Hidden = sheet.HiddenRows.Contains((uint)row + 1) ? true : null,
        };

    private static Cell? CellOf(object? value, int row, int column, Styles styles)
    {
        var reference = $"{(column >= 26 ? $"{(char)('A' + (column / 26) - 1)}" : "")}{(char)('A' + (column % 26))}{row + 1}";
        return value switch
        {
            null => null,
            XlsxCell cell when CellOf(cell.Value, row, column, styles) is { } plain =>
                Styled(plain, styles.Index(cell.Format, cell.IsStruck)),
            DateOnly date => Styled(
                new(new CellValue(date.ToDateTime(default).ToOADate() - styles.Offset)) { CellReference = reference }, styles.Index(14)),
            double number => new(new CellValue(number)) { CellReference = reference },
            long number => new(new CellValue((decimal)number)) { CellReference = reference },
            int number => new(new CellValue(number)) { CellReference = reference },
            // A text of several runs of which the struck ones are given.
            (string text, bool isStruck)[] runs => new(new InlineString(runs.Select(RunOf)))
            {
                CellReference = reference,
                DataType = CellValues.InlineString,
            },
            _ => new(new InlineString(new Text($"{value}"))) { CellReference = reference, DataType = CellValues.InlineString },
        };
    }

    private static OpenXmlElement RunOf((string Text, bool IsStruck) run) =>
        run.IsStruck ? new Run(new RunProperties(new Strike()), new Text(run.Text)) : new Run(new Text(run.Text));

    private static Cell Styled(Cell cell, uint style)
    {
        cell.StyleIndex = style;
        return cell;
    }

    /// <summary>The formats that the cells use; the first font is plain, the second struck through.</summary>
    private sealed class Styles(bool is1904)
    {
        private readonly List<(object Format, bool IsStruck)> formats = [(0, false)];

        public int Offset => is1904 ? 1462 : 0;

        public uint Index(object? format, bool isStruck = false)
        {
            var wanted = (format ?? 0, isStruck);
            if (!formats.Contains(wanted))
                formats.Add(wanted);
            return (uint)formats.IndexOf(wanted);
        }

        public Stylesheet Make()
        {
            var patterns = formats.Select(f => f.Format).OfType<string>().Distinct().ToList();
            var own = patterns.Select((p, i) => new NumberingFormat { NumberFormatId = (uint)(164 + i), FormatCode = p });
            var all = new Stylesheet(
                new Fonts(new Font(), new Font(new Strike())), new Fills(new Fill()), new Borders(new Border()),
                new CellStyleFormats(new CellFormat()), new CellFormats(formats.Select(f => new CellFormat
                {
                    NumberFormatId = f.Format is string p ? (uint)(164 + patterns.IndexOf(p)) : (uint)(int)f.Format,
                    FontId = f.IsStruck ? 1u : 0u,
                    ApplyNumberFormat = true,
                })));
            if (patterns.Count > 0)
                all.InsertAt(new NumberingFormats(own), 0);
            return all;
        }
    }
}
