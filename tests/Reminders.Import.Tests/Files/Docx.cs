using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Reminders.Import.Tests.Files;

/// <summary>Makes Word documents for tests as Word writes them: numbers come from lists, tables have merged cells.</summary>
internal static class Docx
{
    /// <summary>A document of these blocks: paragraphs, tables, and texts that become paragraphs.</summary>
    public static byte[] Of(params object[] blocks) => Of(null, blocks);

    public static byte[] Of(DocumentFormat.OpenXml.Wordprocessing.Numbering? numbering, params object[] blocks) =>
        Of(numbering, null, blocks);

    public static byte[] Styled(Styles styles, params object[] blocks) => Of(null, styles, blocks);

    private static byte[] Of(DocumentFormat.OpenXml.Wordprocessing.Numbering? numbering, Styles? styles, object[] blocks)
    {
        using var stream = new MemoryStream();
        using (var package = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            var main = package.AddMainDocumentPart();
            if (numbering is not null)
                main.AddNewPart<NumberingDefinitionsPart>().Numbering = numbering;
            if (styles is not null)
                main.AddNewPart<StyleDefinitionsPart>().Styles = styles;
            main.Document = new(new Body(blocks.Select(b => b is string text ? Paragraph(text) : (OpenXmlElement)b)));
        }
        return stream.ToArray();
    }

    public static Paragraph Paragraph(string text) => new(new Run(new Text(text) { Space = SpaceProcessingModeValues.Preserve }));

    /// <summary>A paragraph whose number Word computes.</summary>
    public static Paragraph Listed(int list, int level, string text) => new(
        new ParagraphProperties(new NumberingProperties(new NumberingLevelReference { Val = level }, new NumberingId { Val = list })),
        new Run(new Text(text)));

    /// <summary>A list with one format and one pattern for each level, such as 一、 and (一).</summary>
    public static DocumentFormat.OpenXml.Wordprocessing.Numbering List(params (NumberFormatValues Format, string Pattern)[] levels) => new(
        new AbstractNum(levels.Select((l, i) => new Level(
            new StartNumberingValue { Val = 1 }, new NumberingFormat { Val = l.Format }, new LevelText { Val = l.Pattern })
        {
            LevelIndex = i,
        }))
        {
            AbstractNumberId = 7,
        },
        new NumberingInstance(new AbstractNumId { Val = 7 }) { NumberID = 1 });

    public static Table Table(params string[][] rows) => new(rows.Select(r => new TableRow(r.Select(c => new TableCell(Paragraph(c))))));

    /// <summary>A cell that is merged with the cells below it (restart) or with the cell above it.</summary>
    public static TableCell Merged(string text, bool restart) => new(
        new TableCellProperties(MergeOf(restart)), Paragraph(text));

    public static VerticalMerge MergeOf(bool restart) => new() { Val = restart ? MergedCellValues.Restart : MergedCellValues.Continue };
}
