using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Reminders.Import.Tests.Files;

/// <summary>Makes Excel workbooks for tests: text, numbers, dates as Excel keeps them, and merged cells.</summary>
internal static class Xlsx
{
    private const int DateFormat = 1;

    /// <summary>A workbook with one sheet.</summary>
    public static byte[] Of(object?[][] rows, params string[] merges) => Of(("Sheet1", rows, merges));

    public static byte[] Of(params (string Name, object?[][] Rows, string[] Merges)[] sheets)
    {
        using var stream = new MemoryStream();
        using (var package = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var book = package.AddWorkbookPart();
            book.Workbook = new(new Sheets());
            // The second format is a date (14).
            book.AddNewPart<WorkbookStylesPart>().Stylesheet = new(
                new Fonts(new Font()), new Fills(new Fill()), new Borders(new Border()), new CellStyleFormats(new CellFormat()),
                new CellFormats(new CellFormat(), new CellFormat { NumberFormatId = 14, ApplyNumberFormat = true }));
            uint id = 1;
            foreach (var (name, rows, merges) in sheets)
            {
                var part = book.AddNewPart<WorksheetPart>();
                part.Worksheet = new(new SheetData(rows.Select(RowOf)));
                if (merges.Length > 0)
                    part.Worksheet.Append(new MergeCells(merges.Select(m => new MergeCell { Reference = m })));
                book.Workbook.Sheets!.Append(new Sheet { Name = name, SheetId = id++, Id = book.GetIdOfPart(part) });
            }
        }
        return stream.ToArray();
    }

    private static Row RowOf(object?[] cells, int row) =>
        new(cells.Select((c, column) => CellOf(c, row, column)).OfType<OpenXmlElement>()) { RowIndex = (uint)row + 1 };

    private static Cell? CellOf(object? value, int row, int column)
    {
        var reference = $"{(column >= 26 ? $"{(char)('A' + (column / 26) - 1)}" : "")}{(char)('A' + (column % 26))}{row + 1}";
        return value switch
        {
            null => null,
            DateOnly date => new(new CellValue(date.ToDateTime(default).ToOADate())) { CellReference = reference, StyleIndex = DateFormat },
            double number => new(new CellValue(number)) { CellReference = reference },
            long number => new(new CellValue((decimal)number)) { CellReference = reference },
            int number => new(new CellValue(number)) { CellReference = reference },
            _ => new(new InlineString(new Text($"{value}"))) { CellReference = reference, DataType = CellValues.InlineString },
        };
    }
}
