using System.Buffers.Binary;
using System.Text;

namespace Reminders.Import.Files;

/// <summary>
/// Reads a Word document in the binary format doc of Word 97 to 2003, which WPS writes too ([MS-DOC]): the text of the main document by
/// paragraphs, and tables by rows and cells with their merges. Deleted and hidden text is skipped; a field gives its shown text. Numbers
/// that Word computes are not read; <see cref="WordDocument.LacksNumbers"/> tells of them.
/// </summary>
internal sealed class DocReader
{
    private const ushort Magic = 0xA5EC;
    private const ushort Word97 = 0x00C1;
    private const int MaxCharacters = 50_000_000;
    private const int GridTolerance = 30; // twips: nearer edges are the same edge

    private readonly WordDocument read;
    private readonly StringBuilder text = new();
    private readonly List<string> cell = [];
    private readonly List<string> row = [];
    private readonly List<(List<string> Cells, CellEdges Edges)> table = [];
    private readonly ReadOnlyMemory<byte> data;
    private readonly PropertyPages paragraphs;
    private readonly Stack<bool> instructions = new();

    private DocReader(WordDocument read, PropertyPages paragraphs, ReadOnlyMemory<byte> data) =>
        (this.read, this.paragraphs, this.data) = (read, paragraphs, data);

    /// <param name="content">The bytes of the file.</param>
    /// <param name="linesOf">A table as lines of text, see <see cref="WordDocument"/>.</param>
    /// <exception cref="InputRefusedException">The document is damaged, protected, or older than Word 97.</exception>
    public static WordDocument Read(ReadOnlyMemory<byte> content, TableLines linesOf)
    {
        try
        {
            return Open(new(content), new(linesOf));
        }
        catch (Exception error) when (error is InvalidDataException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            throw WordDocument.Damaged(error);
        }
    }

    private static WordDocument Open(CompoundFile file, WordDocument read)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        ReadOnlyMemory<byte> document = file.Stream("WordDocument") ?? throw new InvalidDataException("There is no text.");
        var flags = Word(document, 0x0A);
        if (Word(document, 0) != Magic || Word(document, 2) < Word97 || (flags & 0x0100) != 0)
            throw WordDocument.Damaged(null);
        ReadOnlyMemory<byte> tables = file.Stream((flags & 0x0200) != 0 ? "1Table" : "0Table")
            ?? throw new InvalidDataException("There are no tables.");
        var reader = new DocReader(read, new(document, Part(tables, document, 0x102), ofParagraphs: true), file.Stream("Data"));
        var hidden = new PropertyPages(document, Part(tables, document, 0xFA), ofParagraphs: false)
            .Where(p => p.Code is PropertyCodes.Deleted or PropertyCodes.Hidden && p.IsSet);
        foreach (var (character, place) in Characters(document, Part(tables, document, 0x1A2), Number(document, 0x4C)))
            reader.Add(character, place, hidden);
        reader.EndTable();
        if (reader.text.Length > 0)
            read.Lines.Add(reader.text.ToString());
        return read;
    }

    // The text is stored in pieces with one or two bytes per character.
    private static IEnumerable<(char Character, uint Place)> Characters(
        ReadOnlyMemory<byte> document, ReadOnlyMemory<byte> clx, uint length)
    {
        var at = 0;
        while (at < clx.Length && clx.Span[at] == 1)
            at += 3 + Word(clx, at + 1);
        if (at >= clx.Length || clx.Span[at] != 2 || length > MaxCharacters)
            throw new InvalidDataException("The pieces of the text are not listed.");
        var pieces = clx[(at + 5)..];
        var count = (pieces.Length - 4) / 12;
        var latin = Encoding.GetEncoding(1252);
        for (var i = 0; i < count; i++)
        {
            var (from, to) = (Number(pieces, i * 4), Math.Min(Number(pieces, (i + 1) * 4), length));
            var place = Number(pieces, ((count + 1) * 4) + (i * 8) + 2);
            var narrow = (place & 0x40000000) != 0;
            place = narrow ? (place & 0x3FFFFFFF) / 2 : place & 0x3FFFFFFF;
            for (var n = from; n < to; n++, place += narrow ? 1u : 2u)
            {
                var character = narrow ? latin.GetString(document.Span.Slice((int)place, 1))[0] : (char)Word(document, (int)place);
                yield return (character, place);
            }
        }
    }

    private void Add(char character, uint place, PropertyPages hidden)
    {
        switch (character)
        {
            case '\u0013':
                instructions.Push(true);
                return;
            case '\u0014' when instructions.Count > 0:
                instructions.Pop();
                instructions.Push(false);
                return;
            case '\u0015' when instructions.Count > 0:
                instructions.Pop();
                return;
        }
        if (character is '\r' or '\u0007' or '\u000C')
            EndParagraph(character, place);
        else if (!instructions.Contains(true) && !hidden.Covers(place))
            AddText(character);
    }

    private void AddText(char character)
    {
        switch (character)
        {
            case '\u000B':
                text.Append('\n');
                break;
            case '\u001E':
                text.Append('-');
                break;
            case '\u00A0':
                text.Append(' ');
                break;
            case '\t' or >= ' ':
                text.Append(character);
                break;
        }
    }

    private void EndParagraph(char mark, uint place)
    {
        var properties = Properties(place);
        var shown = text.ToString();
        text.Clear();
        instructions.Clear();
        if (mark == '\u0007' && properties.Any(p => p.Code == PropertyCodes.RowEnd && p.IsSet))
        {
            table.Add(([.. row], CellEdges.Read(properties.LastOrDefault(p => p.Code == PropertyCodes.TableDefinition).Operand)));
            row.Clear();
            cell.Clear();
        }
        else if (mark == '\u0007')
        {
            row.Add(WordDocument.CellText(cell.Append(shown)));
            cell.Clear();
        }
        else if (properties.Any(p => p.Code == PropertyCodes.InTable && p.IsSet))
        {
            cell.Add(shown);
        }
        else
        {
            EndTable();
            read.Lines.AddRange(shown.Split('\n'));
            read.LacksNumbers |= shown.Trim().Length > 0 && properties.Any(p => p.Code == PropertyCodes.List && p.Operand.Span[0] != 0);
        }
    }

    private List<Property> Properties(uint place)
    {
        var properties = paragraphs.At(place).ToList();
        // A long list, as a wide table has it, is stored in the stream Data.
        if (properties.FirstOrDefault(p => p.Code == PropertyCodes.StoredInData) is { Operand.Length: 4 } reference)
        {
            var at = Number(reference.Operand, 0);
            if (at + 2 <= data.Length && at + 2 + Word(data, (int)at) <= data.Length)
                properties = [.. properties, .. PropertyPages.Read(data.Slice((int)at + 2, Word(data, (int)at)))];
        }
        return properties;
    }

    // A cell is stored with its width only. The edges of all rows tell how many columns it covers.
    private void EndTable()
    {
        if (table.Count == 0)
            return;
        var edges = new List<int>();
        foreach (var edge in table.SelectMany(r => r.Edges.At).Order())
        {
            if (edges.Count == 0 || edge - edges[^1] > GridTolerance)
                edges.Add(edge);
        }
        read.AddTable(table.Select(r => r.Edges.Cells(r.Cells, edges, GridTolerance)));
        table.Clear();
    }

    private static ReadOnlyMemory<byte> Part(ReadOnlyMemory<byte> tables, ReadOnlyMemory<byte> document, int pair)
    {
        var (at, length) = (Number(document, pair), Number(document, pair + 4));
        return (long)at + length <= tables.Length && length >= 4
            ? tables.Slice((int)at, (int)length)
            : throw new InvalidDataException("A table is outside of its stream.");
    }

    private static ushort Word(ReadOnlyMemory<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.Span[at..]);

    private static uint Number(ReadOnlyMemory<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[at..]);
}
