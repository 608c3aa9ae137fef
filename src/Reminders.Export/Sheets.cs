using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Reminders.Export;

/// <summary>A column: the word in its header, and its width in characters.</summary>
internal sealed record SheetColumn(string Name, double Width);

/// <summary>A sheet: a header over rows of texts, dates, times and nulls.</summary>
internal sealed record SheetContent(string Name, IReadOnlyList<SheetColumn> Columns, IEnumerable<object?[]> Rows)
{
    /// <summary>The rows above the header, if any.</summary>
    public string? Title { get; init; }

    public string? Note { get; init; }
}

/// <summary>
/// Writes workbooks row by row, so that a large ledger does not need a model of its cells in memory. Text is always written as text and
/// never as a formula.
/// </summary>
internal static class SheetWriter
{
    // Day 0 is two days before 1900-01-01, because spreadsheets count a 1900-02-29; days before March 1900 do not fit.
    private static readonly LocalDate DayZero = new(1899, 12, 30);
    private static readonly LocalDate FirstDay = new(1900, 3, 1);

    public static byte[] Make(params IReadOnlyList<SheetContent> sheets)
    {
        using var stream = new MemoryStream();
        using (var package = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var book = package.AddWorkbookPart();
            book.Workbook = new(new Sheets());
            book.AddNewPart<WorkbookStylesPart>().Stylesheet = CellStyles.Sheet();
            foreach (var sheet in sheets)
                Add(book, sheet);
        }
        return stream.ToArray();
    }

    private static void Add(WorkbookPart book, SheetContent content)
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
        var header = content.Title is null ? 1u : 3u;
        writer.WriteStartElement(new Worksheet());
        writer.WriteElement(new SheetProperties(new PageSetupProperties { FitToPage = true }));
        writer.WriteElement(new SheetViews(Frozen(header)));
        writer.WriteElement(new Columns(content.Columns.Select((column, index) => Of(column, (uint)index + 1))));
        writer.WriteStartElement(new SheetData());
        if (content.Title is not null)
        {
            WriteRow(writer, [content.Title], CellStyles.Title);
            WriteRow(writer, [content.Note], CellStyles.Note);
        }
        WriteRow(writer, content.Columns.Select(c => c.Name), CellStyles.Header);
        var rows = header;
        foreach (var row in content.Rows)
        {
            WriteRow(writer, row, CellStyles.Text);
            rows++;
        }
        writer.WriteEndElement();
        if (content.Title is not null)
        {
            writer.WriteElement(new AutoFilter { Reference = $"A{header}:{last}{rows}" });
            writer.WriteElement(new MergeCells(new MergeCell { Reference = $"A1:{last}1" }, new MergeCell { Reference = $"A2:{last}2" }));
        }
        // A4, as wide as one page and as long as needed.
        writer.WriteElement(new PageSetup { PaperSize = 9, Orientation = OrientationValues.Landscape, FitToHeight = 0 });
        writer.WriteEndElement();
    }

    private static SheetView Frozen(uint header)
    {
        var (pane, state) = (PaneValues.BottomLeft, PaneStateValues.Frozen);
        var frozen = new Pane { VerticalSplit = header, TopLeftCell = $"A{header + 1}", ActivePane = pane, State = state };
        return new(frozen) { WorkbookViewId = 0 };
    }

    // What somebody types below the last row stays text too.
    private static Column Of(SheetColumn column, uint number) =>
        new() { Min = number, Max = number, Width = column.Width, CustomWidth = true, Style = CellStyles.Note };

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
        LocalDate date when date >= FirstDay => new(new CellValue(Days(date))) { StyleIndex = CellStyles.Date },
        LocalDateTime time when time.Date >= FirstDay =>
            new(new CellValue(Days(time.Date) + ((double)time.TickOfDay / NodaConstants.TicksPerDay))) { StyleIndex = CellStyles.Time },
        IFormattable early => TextCell(early.ToString(null, CultureInfo.InvariantCulture), style),
        _ => throw new ArgumentException($"A cell cannot hold a {value.GetType().Name}.", nameof(value)),
    };

    private static int Days(LocalDate date) => Period.DaysBetween(DayZero, date);

    private static Cell TextCell(string text, uint style)
    {
        var shown = new Text(CellText.Of(text)) { Space = SpaceProcessingModeValues.Preserve };
        return new(new InlineString(shown)) { DataType = CellValues.InlineString, StyleIndex = style };
    }
}

/// <summary>The formats of cells. The numbers are positions in the style sheet.</summary>
internal static class CellStyles
{
    public const uint Text = 1;
    public const uint Header = 2;
    public const uint Title = 3;
    public const uint Note = 4;
    public const uint Date = 5;
    public const uint Time = 6;

    // The built-in format @ keeps a cell text when somebody edits it, even if the text starts with =.
    private const uint TextFormat = 49;
    private const uint DateFormat = 164;
    private const uint TimeFormat = 165;
    private const uint BoldFont = 1;
    private const uint LargeFont = 2;

    public static Stylesheet Sheet() => new(
        new NumberingFormats(
            new NumberingFormat { NumberFormatId = DateFormat, FormatCode = "yyyy\\-mm\\-dd" },
            new NumberingFormat { NumberFormatId = TimeFormat, FormatCode = "yyyy\\-mm\\-dd\\ hh:mm" }),
        new Fonts(new Font(), new Font(new Bold()), new Font(new Bold(), new FontSize { Val = 16 })),
        // Excel reserves the first two fills.
        new Fills(Fill(PatternValues.None), Fill(PatternValues.Gray125)),
        new Borders(new Border(), Thin()),
        new CellStyleFormats(new CellFormat()),
        new CellFormats(
            new CellFormat(),
            Of(TextFormat),
            Of(TextFormat, BoldFont, HorizontalAlignmentValues.Center),
            Of(TextFormat, LargeFont, HorizontalAlignmentValues.Center, border: 0),
            Of(TextFormat, border: 0),
            Of(DateFormat),
            Of(TimeFormat)));

    private static CellFormat Of(uint format, uint font = 0, HorizontalAlignmentValues? horizontal = null, uint border = 1) => new()
    {
        Alignment = new()
        {
            WrapText = true,
            Vertical = VerticalAlignmentValues.Top,
            Horizontal = horizontal ?? HorizontalAlignmentValues.Left,
        },
        NumberFormatId = format,
        FontId = font,
        BorderId = border,
        ApplyNumberFormat = true,
        ApplyFont = true,
        ApplyBorder = true,
        ApplyAlignment = true,
    };

    private static Fill Fill(PatternValues pattern) => new(new PatternFill { PatternType = pattern });

    private static Border Thin() => new(
        new LeftBorder { Style = BorderStyleValues.Thin }, new RightBorder { Style = BorderStyleValues.Thin },
        new TopBorder { Style = BorderStyleValues.Thin }, new BottomBorder { Style = BorderStyleValues.Thin });
}

/// <summary>Fits text into a cell.</summary>
internal static partial class CellText
{
    /// <summary>The limit of a cell in UTF-16 units (Excel specifications and limits, Microsoft Support).</summary>
    public const int Longest = 32_767;

    public const string CutMark = "……（超出单元格容量，以下略）";

    /// <summary>
    /// Removes characters that XML cannot hold, makes every line break \n, cuts text that is too long, and escapes what Excel would decode.
    /// </summary>
    public static string Of(string text)
    {
        var kept = WithoutInvalid(text);
        if (kept.Length > Longest)
        {
            var end = Longest - CutMark.Length;
            kept = kept[..(char.IsHighSurrogate(kept[end - 1]) ? end - 1 : end)] + CutMark;
        }
        return Escape().Replace(kept, "_x005F_");
    }

    private static string WithoutInvalid(string text)
    {
        var kept = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                kept.Append(c).Append(text[++i]);
            else if (c == '\r')
                kept.Append(i + 1 < text.Length && text[i + 1] == '\n' ? "" : "\n");
            else if (XmlConvert.IsXmlChar(c))
                kept.Append(c);
        }
        return kept.ToString();
    }

    // Excel decodes _x0041_ to A (ECMA-376, ST_Xstring), so such an underscore is itself encoded.
    [GeneratedRegex("_(?=x[0-9A-Fa-f]{4}_)")]
    private static partial Regex Escape();
}
