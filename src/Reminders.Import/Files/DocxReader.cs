using System.Text;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Reminders.Import.Files;

/// <summary>Reads a Word document in the format docx.</summary>
internal sealed class DocxReader
{
    private const int MaxDepth = 100;

    private readonly WordNumbering numbering;
    private readonly WordStyles styles;
    private readonly WordDocument document;

    private DocxReader(WordNumbering numbering, WordStyles styles, WordDocument document) =>
        (this.numbering, this.styles, this.document) = (numbering, styles, document);

    /// <param name="content">The bytes of the file.</param>
    /// <param name="limits">How large the unpacked file may be.</param>
    /// <param name="linesOf">A table as lines of text, see <see cref="WordDocument"/>.</param>
    /// <exception cref="InputRefusedException">The file cannot be opened, or it unpacks to more than the limit.</exception>
    public static WordDocument Read(ReadOnlyMemory<byte> content, FileLimits limits, TableLines linesOf)
    {
        try
        {
            using var stream = Zip.Open(content, limits);
            var settings = new OpenSettings { AutoSave = false, MaxCharactersInPart = limits.MaxUnpackedBytes };
            using var package = WordprocessingDocument.Open(stream, isEditable: false, settings);
            if (package.MainDocumentPart is not { Document.Body: { } body } main)
                throw WordDocument.Damaged(null);
            var document = new WordDocument(linesOf);
            var styles = new WordStyles(main);
            new DocxReader(new(main, styles), styles, document).AddBlocks(body, 0);
            return document;
        }
        catch (Exception error) when (error is OpenXmlPackageException or FileFormatException or InvalidDataException or XmlException
            or IOException or FormatException or ArgumentException or InvalidOperationException or NullReferenceException
            or NotSupportedException)
        {
            throw WordDocument.Damaged(error);
        }
    }

    private void AddBlocks(OpenXmlElement parent, int depth)
    {
        RefuseTooDeep(depth);
        foreach (var block in parent.ChildElements)
        {
            switch (block)
            {
                case Paragraph paragraph:
                    AddParagraph(paragraph, depth);
                    break;
                case Table table:
                    document.AddTable(table.Elements<DocumentFormat.OpenXml.Wordprocessing.TableRow>()
                        .Where(r => r.TableRowProperties?.GetFirstChild<Deleted>() is null).Select(r => CellsOf(r, depth)));
                    break;
                case SdtBlock or SdtContentBlock or CustomXmlBlock or InsertedRun:
                    AddBlocks(block, depth + 1);
                    break;
            }
        }
    }

    private IEnumerable<WordCell> CellsOf(DocumentFormat.OpenXml.Wordprocessing.TableRow row, int depth) =>
        row.Elements<TableCell>().Concat(row.Elements<SdtCell>().SelectMany(s => s.Descendants<TableCell>())).Select(c => CellOf(c, depth));

    private WordCell CellOf(TableCell cell, int depth)
    {
        var span = Math.Clamp(cell.TableCellProperties?.GridSpan?.Val?.Value ?? 1, 1, 100);
        var merge = cell.TableCellProperties?.VerticalMerge switch
        {
            null => VerticalMerge.None,
            { Val: { } val } when val.Value == MergedCellValues.Restart => VerticalMerge.Begins,
            _ => VerticalMerge.Continues,
        };
        // The text of a table inside a cell belongs to that cell.
        return new(merge == VerticalMerge.Continues ? "" : WordDocument.CellText(PartOf(cell, depth).Lines), span, merge);
    }

    private WordDocument PartOf(OpenXmlElement element, int depth)
    {
        RefuseTooDeep(depth);
        var part = document.Part();
        new DocxReader(numbering, styles, part).AddBlocks(element, depth + 1);
        return part;
    }

    // Text boxes follow the paragraph that anchors them.
    private void AddParagraph(Paragraph paragraph, int depth)
    {
        var text = new StringBuilder();
        var boxes = new List<OpenXmlElement>();
        AddInline(paragraph, paragraph, text, boxes, 0);
        var number = text.ToString().Trim().Length > 0 ? numbering.Next(paragraph) : "";
        document.Lines.AddRange((number + text).Split('\n'));
        foreach (var part in boxes.Select(box => PartOf(box, depth)))
        {
            document.Tables.AddRange(part.Tables);
            document.Lines.AddRange(part.Lines);
        }
    }

    private void AddInline(OpenXmlElement parent, Paragraph paragraph, StringBuilder text, List<OpenXmlElement> boxes, int depth)
    {
        RefuseTooDeep(depth);
        foreach (var element in parent.ChildElements)
        {
            switch (element)
            {
                case Text printed:
                    text.Append(printed.Text);
                    break;
                case TabChar or PositionalTab:
                    text.Append('\t');
                    break;
                case Break or CarriageReturn:
                    text.Append('\n');
                    break;
                case NoBreakHyphen:
                    text.Append('-');
                    break;
                case DeletedRun or DeletedText or MoveFromRun or FieldCode or FootnoteReference or EndnoteReference:
                case ParagraphProperties or RunProperties:
                    break;
                case AlternateContent alternate:
                    // The choice and the fallback show the same box.
                    var choice = alternate.ChildElements.FirstOrDefault(c => c is AlternateContentChoice);
                    if ((choice ?? alternate.GetFirstChild<AlternateContentFallback>()) is { } shown)
                        AddInline(shown, paragraph, text, boxes, depth + 1);
                    break;
                case TextBoxContent box:
                    boxes.Add(box);
                    break;
                case Run run:
                    var (isStruck, isHidden) = styles.MarksOf(run, paragraph);
                    if ((isStruck || isHidden) && run.InnerText.Trim().Length > 0)
                        (isHidden ? document.Hidden : document.Struck).Add(run.InnerText);
                    if (!isHidden)
                        AddInline(run, paragraph, text, boxes, depth + 1);
                    break;
                default:
                    AddInline(element, paragraph, text, boxes, depth + 1);
                    break;
            }
        }
    }

    private static void RefuseTooDeep(int depth)
    {
        if (depth > MaxDepth)
            throw WordDocument.Damaged(null);
    }
}
