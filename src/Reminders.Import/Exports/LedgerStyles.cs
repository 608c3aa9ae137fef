using DocumentFormat.OpenXml.Spreadsheet;

namespace Reminders.Import.Exports;

/// <summary>How cells look. The numbers are places in the style sheet.</summary>
internal static class LedgerStyles
{
    public const uint Text = 1;
    public const uint Header = 2;
    public const uint Title = 3;
    public const uint Note = 4;
    public const uint Date = 5;
    public const uint Time = 6;

    // The built-in format @: what is text stays text when somebody edits the cell, also behind a =.
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
        // Excel takes the first two fills for its own.
        new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })),
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

    private static CellFormat Of(uint format, uint font = 0, HorizontalAlignmentValues? horizontal = null, uint border = 1) =>
        new(new Alignment { WrapText = true, Vertical = VerticalAlignmentValues.Top, Horizontal = horizontal ?? HorizontalAlignmentValues.Left })
        {
            NumberFormatId = format,
            FontId = font,
            BorderId = border,
            ApplyNumberFormat = true,
            ApplyFont = true,
            ApplyBorder = true,
            ApplyAlignment = true,
        };

    private static Border Thin() => new(
        new LeftBorder { Style = BorderStyleValues.Thin }, new RightBorder { Style = BorderStyleValues.Thin },
        new TopBorder { Style = BorderStyleValues.Thin }, new BottomBorder { Style = BorderStyleValues.Thin });
}
