using System.Globalization;
using System.Text;
using System.Xml;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using Reminders.Core.Plans;
using Reminders.Import.Encodings;
using Reminders.Import.Ledger;

namespace Reminders.Import.Workbooks;

/// <summary>The sheets of an Excel workbook, new or old, as rows of text: a date is written as 2026-05-20, a whole number without point or exponent.</summary>
internal static class Workbook
{
    private const int MaxRows = 100_000;
    private const long MaxCells = 5_000_000;

    public static IReadOnlyList<Sheet> Read(ReadOnlyMemory<byte> content)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        try
        {
            using var stream = new MemoryStream(content.ToArray(), writable: false);
            Zip.RefuseBomb(stream);
            using var reader = ExcelReaderFactory.CreateReader(stream);
            var sheets = new List<Sheet>();
            var cells = 0L;
            do
            {
                var rows = Rows(reader, ref cells);
                var merges = (reader.MergeCells ?? []).Select(m => new MergedCells(m.FromRow, m.ToRow, m.FromColumn, m.ToColumn)).ToList();
                sheets.Add(new(reader.Name, rows) { Merges = merges });
            }
            while (reader.NextResult());
            return sheets;
        }
        catch (Exception error) when (error is ExcelReaderException or InvalidDataException or XmlException or IOException or FormatException
            or ArgumentException or InvalidOperationException or NullReferenceException or IndexOutOfRangeException or NotSupportedException)
        {
            throw new InputRefusedException(
                RefusalCodes.WorkbookInvalid,
                "The workbook is damaged or protected and cannot be opened. Save it again in Excel without a password, or save it as CSV.",
                inner: error);
        }
    }

    private static List<TableRow> Rows(IExcelDataReader reader, ref long cells)
    {
        var rows = new List<TableRow>();
        for (var line = 1; reader.Read(); line++)
        {
            var row = new TableRow(line, [.. Enumerable.Range(0, reader.FieldCount).Select(i => Text(reader.GetValue(i)))]) { Sheet = reader.Name };
            cells += row.Cells.Count;
            if (line > MaxRows || cells > MaxCells)
                throw new InputRefusedException(RefusalCodes.FileTooLarge, $"The workbook has more than {MaxRows} rows or {MaxCells} cells. Delete what lies below and beside the list, and save it again.");
            rows.Add(row);
        }
        return [.. rows.Take(rows.FindLastIndex(r => !r.IsBlank) + 1)];
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        double number when number == Math.Floor(number) && Math.Abs(number) < 1e15 => number.ToString("F0", CultureInfo.InvariantCulture),
        DateTime at => at.ToString(at.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
