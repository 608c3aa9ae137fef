using System.Globalization;
using System.Text;
using System.Xml;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace Reminders.Import.Files;

/// <summary>
/// The sheets of an Excel workbook (xlsx or xls) as Excel shows them: hidden sheets, rows and columns are set apart, a date is written as
/// 2026-05-20 or, where Excel shows no day, as 2026年5月, and a whole number without point or exponent.
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
            using var marks = WorkbookMarks.Open(stream, limits);
            using var reader = ExcelReaderFactory.CreateReader(stream);
            var sheets = new List<Sheet>();
            var cells = 0L;
            do
            {
                sheets.Add(ReadSheet(reader, marks, sheets.Count, limits, ref cells));
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
                $"The workbook is damaged or protected and cannot be opened. Save it again in Excel without a password, or save it as CSV.",
                inner: error);
        }
    }

    private static Sheet ReadSheet(IExcelDataReader reader, WorkbookMarks marks, int index, FileLimits limits, ref long cells)
    {
        var name = reader.Name ?? "";
        var columns = Math.Min(reader.FieldCount, MaxColumns);
        var hiddenColumns = Enumerable.Range(0, columns).Where(c => reader.GetColumnWidth(c) == 0).ToHashSet();
        var rows = new List<TableRow>();
        var formats = new Dictionary<int, DateParts>();
        var hiddenRows = new HashSet<int>();
        for (var line = 1; reader.Read(); line++)
        {
            cells += columns;
            if (line > limits.MaxRows || cells > limits.MaxCells)
            {
                throw new InputRefusedException(
                    RefusalCodes.FileTooLarge,
                    $"The workbook has more than {limits.MaxRows} rows or {limits.MaxCells} cells. "
                    + $"Delete the rows below the list and the columns beside it, and save it again.");
            }
            if (reader.RowHeight == 0)
                hiddenRows.Add(line - 1);
            rows.Add(Row(reader, name, line, columns, marks.Epoch, formats));
        }
        var end = rows.FindLastIndex(r => !r.IsBlank) + 1;
        rows.RemoveRange(end, rows.Count - end);
        var sheet = new Sheet(name, rows) { Merges = Merges(reader, rows.Count) };
        if (reader.VisibleState?.StartsWith("visible", StringComparison.OrdinalIgnoreCase) == false)
            return sheet with { IsHidden = true };
        var found = marks.Of(index, name, hiddenRows);
        return SheetView.Show(sheet, found, hiddenColumns);
    }

    private static TableRow Row(
        IExcelDataReader reader, string sheet, int line, int columns, DateTime epoch, Dictionary<int, DateParts> formats)
    {
        var texts = new string[columns];
        var numbers = ImmutableArray<(int, LocalDate?)>.Empty;
        for (var i = 0; i < columns; i++)
        {
            var value = reader.GetValue(i);
            if (value is not (double or DateTime))
            {
                texts[i] = Text(value);
                continue;
            }
            var format = reader.GetNumberFormatIndex(i);
            if (!formats.TryGetValue(format, out var shown))
                formats[format] = shown = DateFormat.Of(format, reader.GetNumberFormatString(i));
            var cell = NumberCell.Read(value, shown, epoch);
            texts[i] = cell.Text;
            if (cell.IsNumber)
                numbers = numbers.Add((i, cell.Day));
        }
        return new(line, texts) { Sheet = sheet, Numbers = numbers };
    }

    // A damaged workbook can merge cells that do not exist.
    private static List<MergedCells> Merges(IExcelDataReader reader, int rows) =>
    [
        .. (reader.MergeCells ?? []).Select(m => new MergedCells(m.FromRow, Math.Min(m.ToRow, rows - 1), m.FromColumn, m.ToColumn))
            .Where(m => m.FromRow >= 0 && m.FromColumn >= 0 && m.FromRow <= m.ToRow && m.FromColumn <= m.ToColumn),
    ];

    private static string Text(object? value) =>
        (value is IFormattable formattable ? formattable.ToString(null, CultureInfo.InvariantCulture) : value?.ToString()) ?? "";
}

/// <summary>A cell with a number, as text. Its format says whether it is a date, and which part of the date Excel shows.</summary>
/// <param name="Text">The date or the number.</param>
/// <param name="IsNumber">Whether a date column must not read the text, because it is a plain number or too old a date.</param>
/// <param name="Day">The day of such a number in the workbook's date system; null if it can be none.</param>
internal readonly record struct NumberCell(string Text, bool IsNumber = false, LocalDate? Day = null)
{
    // 32874 is 1990-01-01 and 73051 is 2100-01-01, counted from 1899-12-30.
    private const int FirstDay = 32874;
    private const int LastDay = 73051;

    // Excel counts a day 1900-02-29, so its day 0 is two days before 1900-01-01.
    public static readonly DateTime Epoch1900 = new(1899, 12, 30, 0, 0, 0, DateTimeKind.Unspecified);
    public static readonly DateTime Epoch1904 = new(1904, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    public static NumberCell Read(object value, DateParts shown, DateTime epoch)
    {
        if (value is DateTime at)
            return Date(at, shown is DateParts.None ? DateParts.Day | DateParts.Time : shown);
        var number = (double)value;
        if (shown != DateParts.None && TryDay(number, epoch) is { } day)
            return Date(day, shown);
        var isWhole = number == Math.Floor(number);
        var text = isWhole && Math.Abs(number) < 1e15
            ? number.ToString("F0", CultureInfo.InvariantCulture)
            : number.ToString(CultureInfo.InvariantCulture);
        var days = number + (epoch - Epoch1900).Days;
        var isDay = days is >= FirstDay and < LastDay;
        // Whole numbers of the usual date system are read by their text.
        return isWhole && !(isDay && epoch != Epoch1900)
            ? new(text)
            : new(text, true, isDay && TryDay(number, epoch) is { } serial ? LocalDate.FromDateTime(serial) : null);
    }

    private static NumberCell Date(DateTime at, DateParts shown)
    {
        at = Rounded(at);
        // A small number with a date's format, such as 5, shows a day of 1900.
        return new(at.ToString(Pattern(at, shown), CultureInfo.InvariantCulture), IsNumber: at.Year < 1990);
    }

    private static string Pattern(DateTime at, DateParts shown) => shown switch
    {
        DateParts.Time when at.Year < 1900 => "HH:mm",
        DateParts.Year => "yyyy年",
        DateParts.Month or (DateParts.Year | DateParts.Month) => "yyyy年M月",
        _ when shown.HasFlag(DateParts.Time) && at.TimeOfDay != TimeSpan.Zero => "yyyy-MM-dd HH:mm",
        _ => "yyyy-MM-dd",
    };

    private static DateTime? TryDay(double number, DateTime epoch) =>
        number is >= 0 and < 2_900_000 ? Rounded(epoch.AddTicks((long)(number * TimeSpan.TicksPerDay))) : null;

    // 46162.9999999 is the next day, as Excel shows it.
    private static DateTime Rounded(DateTime at) =>
        new((at.Ticks + (TimeSpan.TicksPerSecond / 2)) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, DateTimeKind.Unspecified);
}

/// <summary>The parts of a date that a number format shows.</summary>
[Flags]
internal enum DateParts
{
    None = 0,
    Year = 1,
    Month = 2,
    Day = 4,
    Time = 8,
}

internal static class DateFormat
{
    public static DateParts Of(int index, string? pattern) => string.IsNullOrEmpty(pattern) ? OfChinese(index) : OfPattern(pattern);

    // The formats that Excel in China has without writing them into the file.
    private static DateParts OfChinese(int index) => index switch
    {
        27 or 36 or 50 or 52 or 57 => DateParts.Year | DateParts.Month,
        28 or 29 or 51 or 53 or 54 or 58 => DateParts.Month | DateParts.Day,
        30 or 31 => DateParts.Year | DateParts.Month | DateParts.Day,
        >= 32 and <= 35 or 55 or 56 => DateParts.Time,
        _ => DateParts.None,
    };

    // Only the first section counts: the others are for negative numbers and texts.
    private static DateParts OfPattern(string pattern)
    {
        var parts = DateParts.None;
        var hasMonth = false;
        for (var i = 0; i < pattern.Length && pattern[i] != ';'; i++)
        {
            switch (char.ToLowerInvariant(pattern[i]))
            {
                case '"' or '[':
                    var end = pattern.IndexOf(pattern[i] == '"' ? '"' : ']', i + 1);
                    // [h] counts hours.
                    if (end > 0 && pattern[i] == '[' && pattern.AsSpan(i + 1, end - i - 1).TrimStart("hHmMsS").IsEmpty)
                        parts |= DateParts.Time;
                    i = end < 0 ? pattern.Length : end;
                    break;
                case '\\' or '_' or '*':
                    i++;
                    break;
                case '0' or '#' or '?' when parts == DateParts.None && !hasMonth:
                    return DateParts.None;
                case 'g' when pattern.AsSpan(i).StartsWith("general", StringComparison.OrdinalIgnoreCase):
                    return DateParts.None;
                case 'y' or 'e':
                    parts |= DateParts.Year;
                    break;
                case 'm':
                    hasMonth = true;
                    break;
                case 'd' or 'a' when !pattern.AsSpan(i).StartsWith("am/pm", StringComparison.OrdinalIgnoreCase):
                    parts |= DateParts.Day;
                    break;
                case 'a' or 'h' or 's':
                    parts |= DateParts.Time;
                    i += pattern.AsSpan(i).StartsWith("am/pm", StringComparison.OrdinalIgnoreCase) ? 4 : 0;
                    break;
            }
        }
        // Beside hours or seconds alone, m means minutes.
        return hasMonth && (parts & ~DateParts.Time) != 0 ? parts | DateParts.Month
            : hasMonth && parts == DateParts.None ? DateParts.Month
            : parts;
    }
}
