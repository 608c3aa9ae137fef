using System.Globalization;
using System.Text;
using System.Xml;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace Reminders.Import.Files;

/// <summary>
/// The sheets of an Excel workbook (xlsx or xls) as rows of text. A date is written as 2026-05-20, a whole number without point or
/// exponent.
/// </summary>
internal static class Workbook
{
    // No list is wider. A sheet whose rows are formatted to their end has 16,384 empty columns.
    private const int MaxColumns = 256;

    /// <exception cref="InputRefusedException">The workbook cannot be opened, or it is larger than the limits.</exception>
    public static IReadOnlyList<Sheet> Read(ReadOnlyMemory<byte> content, FileLimits limits)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        try
        {
            using var stream = Zip.Open(content, limits);
            using var reader = ExcelReaderFactory.CreateReader(stream);
            var sheets = new List<Sheet>();
            var cells = 0L;
            do
            {
                var rows = Rows(reader, limits, ref cells);
                sheets.Add(new(reader.Name ?? "", rows) { Merges = Merges(reader, rows.Count) });
            }
            while (reader.NextResult());
            return sheets;
        }
        catch (Exception error) when (error is ExcelReaderException or InvalidDataException or XmlException or IOException
            or FormatException or ArgumentException or InvalidOperationException or NullReferenceException or IndexOutOfRangeException
            or NotSupportedException or OverflowException)
        {
            throw new InputRefusedException(
                RefusalCodes.WorkbookInvalid,
                "The workbook is damaged or protected and cannot be opened. Save it again in Excel without a password, or save it as CSV.",
                inner: error);
        }
    }

    private static List<TableRow> Rows(IExcelDataReader reader, FileLimits limits, ref long cells)
    {
        var rows = new List<TableRow>();
        var name = reader.Name ?? "";
        for (var line = 1; reader.Read(); line++)
        {
            var texts = new string[Math.Min(reader.FieldCount, MaxColumns)];
            for (var i = 0; i < texts.Length; i++)
                texts[i] = Text(reader.GetValue(i));
            cells += texts.Length;
            if (line > limits.MaxRows || cells > limits.MaxCells)
            {
                throw new InputRefusedException(
                    RefusalCodes.FileTooLarge,
                    $"The workbook has more than {limits.MaxRows} rows or {limits.MaxCells} cells. "
                    + "Delete the rows below the list and the columns beside it, and save it again.");
            }
            rows.Add(new(line, texts) { Sheet = name });
        }
        var end = rows.FindLastIndex(r => !r.IsBlank) + 1;
        rows.RemoveRange(end, rows.Count - end);
        return rows;
    }

    // A damaged workbook can merge cells that do not exist.
    private static List<MergedCells> Merges(IExcelDataReader reader, int rows) =>
    [
        .. (reader.MergeCells ?? []).Select(m => new MergedCells(m.FromRow, Math.Min(m.ToRow, rows - 1), m.FromColumn, m.ToColumn))
            .Where(m => m.FromRow >= 0 && m.FromColumn >= 0 && m.FromRow <= m.ToRow && m.FromColumn <= m.ToColumn),
    ];

    private static string Text(object? value) => value switch
    {
        null => "",
        double number when number == Math.Floor(number) && Math.Abs(number) < 1e15 => number.ToString("F0", CultureInfo.InvariantCulture),
        DateTime at => at.ToString(at.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
