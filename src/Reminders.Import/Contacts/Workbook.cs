using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using Reminders.Core.Plans;
using Reminders.Import.Ledger;

namespace Reminders.Import.Contacts;

/// <summary>The sheets of an Excel workbook as rows of text; a number that is a whole one is written without point or exponent.</summary>
internal static class Workbook
{
    private const long MaxUnpackedBytes = 100L * 1024 * 1024;
    private const int MaxRows = 100_000;

    public static IReadOnlyList<IReadOnlyList<TableRow>> Read(ReadOnlyMemory<byte> content)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        try
        {
            using var stream = new MemoryStream(content.ToArray(), writable: false);
            RefuseBomb(stream);
            using var reader = ExcelReaderFactory.CreateReader(stream);
            var sheets = new List<IReadOnlyList<TableRow>>();
            do
            {
                sheets.Add(Sheet(reader));
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

    // A few kilobytes of zip can unpack to gigabytes; the directory tells before anything is unpacked.
    private static void RefuseBomb(MemoryStream stream)
    {
        if (stream.Length > 1 && stream.ReadByte() == 'P')
        {
            stream.Position = 0;
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            if (archive.Entries.Sum(e => e.Length) > MaxUnpackedBytes)
            {
                throw new InputRefusedException(
                    RefusalCodes.FileTooLarge, "The workbook unpacks to more than can be read. Remove what does not belong to the list.");
            }
        }
        stream.Position = 0;
    }

    private static List<TableRow> Sheet(IExcelDataReader reader)
    {
        var rows = new List<TableRow>();
        while (rows.Count < MaxRows && reader.Read())
            rows.Add(new(rows.Count + 1, [.. Enumerable.Range(0, reader.FieldCount).Select(i => Text(reader.GetValue(i)))]));
        return rows;
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        double number when number == Math.Floor(number) && Math.Abs(number) < 1e15 => number.ToString("F0", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
