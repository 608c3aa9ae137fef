using System.Text;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Reminders.Import.Word;

/// <summary>What stands in a Word document (docx), in its order: lines of text with the numbers that Word prints before them, and tables.</summary>
/// <param name="Lines">The paragraphs; those of tables that are no ledgers are among them, a row a line.</param>
/// <param name="Tables">All tables, by their rows and cells.</param>
internal sealed record WordDocument(IReadOnlyList<string> Lines, IReadOnlyList<Sheet> Tables)
{
    /// <summary>Whether Word prints numbers that could not be read.</summary>
    public bool LacksNumbers { get; init; }

    private const int MostDepth = 100;

    /// <exception cref="InputRefusedException">The file is no document that can be opened, or unpacks to more than can be read.</exception>
    public static WordDocument Read(ReadOnlyMemory<byte> content, FileLimits limits)
    {
        try
        {
            using var stream = Zip.Open(content);
            Zip.RefuseBomb(stream, limits);
            using var package = WordprocessingDocument.Open(stream, isEditable: false, new OpenSettings { AutoSave = false, MaxCharactersInPart = limits.MaxUnpackedBytes });
            var main = package.MainDocumentPart;
            return main?.Document?.Body is { } body ? new Reading(new(main)).Whole(body) : throw Damaged(null);
        }
        catch (Exception error) when (error is OpenXmlPackageException or FileFormatException or InvalidDataException or XmlException or IOException or FormatException
            or ArgumentException or InvalidOperationException or NullReferenceException or NotSupportedException)
        {
            throw Damaged(error);
        }
    }

    internal static InputRefusedException Damaged(Exception? inner) => new(
        RefusalCodes.DocumentInvalid, "The Word document is damaged or protected and cannot be opened. Save it again in Word or WPS without a password, or save it as plain text.", inner: inner);

    /// <summary>Goes through the document once.</summary>
    private sealed class Reading(WordNumbering numbering)
    {
        private readonly List<string> lines = [];
        private readonly List<Sheet> tables = [];

        public WordDocument Whole(Body body)
        {
            Blocks(body, 0);
            return new(lines, tables);
        }

        private void Blocks(OpenXmlElement parent, int depth)
        {
            if (depth > MostDepth)
                throw Damaged(null);
            foreach (var block in parent.ChildElements)
            {
                switch (block)
                {
                    case Paragraph paragraph:
                        lines.AddRange(TextOf(paragraph, depth));
                        break;
                    case Table table:
                        AddTable(table, depth);
                        break;
                    case SdtBlock or SdtContentBlock or CustomXmlBlock or InsertedRun:
                        Blocks(block, depth + 1);
                        break;
                }
            }
        }

        private void AddTable(Table table, int depth)
        {
            var read = new WordTable($"table {tables.Count + 1}");
            foreach (var row in table.Elements<DocumentFormat.OpenXml.Wordprocessing.TableRow>())
            {
                if (row.TableRowProperties?.GetFirstChild<Deleted>() is null)
                    read.AddRow(row.Elements<TableCell>().Concat(row.Elements<SdtCell>().SelectMany(s => s.Descendants<TableCell>())).Select(c => CellOf(c, depth)));
            }
            WordLines.Add(read.ToSheet(), lines, tables);
        }

        private WordCell CellOf(TableCell cell, int depth)
        {
            var span = Math.Clamp(cell.TableCellProperties?.GridSpan?.Val?.Value ?? 1, 1, 100);
            var merge = cell.TableCellProperties?.VerticalMerge switch
            {
                null => VerticalMerge.None,
                { Val: { } val } when val.Value == MergedCellValues.Restart => VerticalMerge.Begins,
                _ => VerticalMerge.GoesOn,
            };
            return new(merge == VerticalMerge.GoesOn ? "" : CellText(cell, depth), span, merge);
        }

        // A table inside a cell is text of that cell.
        private string CellText(TableCell cell, int depth)
        {
            if (depth > MostDepth)
                throw Damaged(null);
            var inner = new Reading(numbering);
            inner.Blocks(cell, depth + 1);
            return WordLines.InCell(inner.lines);
        }

        /// <summary>The paragraph's lines: what was inserted counts, what was deleted does not; boxes of text follow it.</summary>
        private IEnumerable<string> TextOf(Paragraph paragraph, int depth)
        {
            var text = new StringBuilder();
            var boxes = new List<OpenXmlElement>();
            Inline(paragraph, text, boxes, 0);
            var number = text.ToString().Trim().Length > 0 ? numbering.Next(paragraph) : "";
            foreach (var line in (number + text).Split('\n'))
                yield return line;
            foreach (var box in boxes)
            {
                var inner = new Reading(numbering);
                inner.Blocks(box, depth + 1);
                tables.AddRange(inner.tables);
                foreach (var line in inner.lines)
                    yield return line;
            }
        }

        private static void Inline(OpenXmlElement parent, StringBuilder text, List<OpenXmlElement> boxes, int depth)
        {
            if (depth > MostDepth)
                throw Damaged(null);
            foreach (var element in parent.ChildElements)
            {
                switch (element)
                {
                    case Text run:
                        text.Append(run.Text);
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
                    case DeletedRun or DeletedText or MoveFromRun or FieldCode or FootnoteReference or EndnoteReference or ParagraphProperties or RunProperties:
                        break;
                    case AlternateContent alternate:
                        // The choice and the fallback show the same box.
                        if (((OpenXmlElement?)alternate.GetFirstChild<AlternateContentChoice>() ?? alternate.GetFirstChild<AlternateContentFallback>()) is { } shown)
                            Inline(shown, text, boxes, depth + 1);
                        break;
                    case TextBoxContent box:
                        boxes.Add(box);
                        break;
                    default:
                        Inline(element, text, boxes, depth + 1);
                        break;
                }
            }
        }
    }
}
