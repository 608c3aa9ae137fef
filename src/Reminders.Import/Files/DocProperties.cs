using System.Buffers.Binary;

namespace Reminders.Import.Files;

/// <summary>A property that Word sets for a run of characters or a paragraph: its code ([MS-DOC] 2.6) and its operand.</summary>
internal readonly record struct Property(ushort Code, ReadOnlyMemory<byte> Operand)
{
    public bool IsSet => Operand.Length > 0 && Operand.Span[0] == 1;
}

/// <summary>The codes of the properties that change the content of a document ([MS-DOC] 2.6).</summary>
internal static class PropertyCodes
{
    public const ushort Deleted = 0x0800;
    public const ushort Hidden = 0x083C;
    public const ushort InTable = 0x2416;
    public const ushort RowEnd = 0x2417;
    public const ushort List = 0x460B;
    public const ushort TableDefinition = 0xD608;
    public const ushort StoredInData = 0x6646;
}

/// <summary>
/// The properties by place in the file, from the pages of formatted characters or paragraphs ([MS-DOC] 2.9.33 and 2.9.175).
/// </summary>
internal sealed class PropertyPages
{
    private const int PageSize = 512;

    private readonly List<(uint From, uint To, ReadOnlyMemory<byte> Properties)> runs = [];

    private PropertyPages(IEnumerable<(uint, uint, ReadOnlyMemory<byte>)> runs) => this.runs = [.. runs];

    /// <param name="document">The stream WordDocument, which holds the pages.</param>
    /// <param name="index">The table of pages: places of the file, then page numbers.</param>
    /// <param name="ofParagraphs">Whether the pages are those of paragraphs, which have another layout.</param>
    public PropertyPages(ReadOnlyMemory<byte> document, ReadOnlyMemory<byte> index, bool ofParagraphs)
    {
        var pages = (index.Length - 4) / 8;
        for (var i = 0; i < pages; i++)
        {
            var number = BinaryPrimitives.ReadUInt32LittleEndian(index.Span[(((pages + 1) * 4) + (i * 4))..]) & 0x3FFFFF;
            var at = (long)number * PageSize;
            if (at + PageSize > document.Length)
                throw new InvalidDataException("A page of properties is outside of the document.");
            AddPage(document.Slice((int)at, PageSize), ofParagraphs);
        }
        runs.Sort((a, b) => a.From.CompareTo(b.From));
    }

    /// <summary>The properties at the place; empty where the pages cover nothing.</summary>
    public IEnumerable<Property> At(uint place) => IndexOf(place) is >= 0 and var index ? Read(runs[index].Properties) : [];

    public bool Covers(uint place) => IndexOf(place) >= 0;

    /// <summary>Only the runs with such a property.</summary>
    public PropertyPages Where(Func<Property, bool> isSet) => new(runs.Where(r => Read(r.Properties).Any(isSet)));

    /// <summary>Splits a list of properties; a property that is cut off at the end is skipped.</summary>
    public static IEnumerable<Property> Read(ReadOnlyMemory<byte> list)
    {
        for (var at = 0; at + 2 < list.Length;)
        {
            var code = BinaryPrimitives.ReadUInt16LittleEndian(list.Span[at..]);
            at += 2;
            int length;
            switch (code >> 13)
            {
                case 0 or 1:
                    length = 1;
                    break;
                case 2 or 4 or 5:
                    length = 2;
                    break;
                case 3:
                    length = 4;
                    break;
                case 7:
                    length = 3;
                    break;
                default:
                    // The definition of a table stores its length plus one in two bytes.
                    var wide = code == PropertyCodes.TableDefinition;
                    if (at + (wide ? 2 : 1) > list.Length)
                        yield break;
                    length = wide ? BinaryPrimitives.ReadUInt16LittleEndian(list.Span[at..]) - 1 : list.Span[at];
                    at += wide ? 2 : 1;
                    break;
            }
            if (length < 0 || at + length > list.Length)
                yield break;
            yield return new(code, list.Slice(at, length));
            at += length;
        }
    }

    private int IndexOf(uint place)
    {
        var (low, high) = (0, runs.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (place < runs[middle].From)
                high = middle - 1;
            else if (place >= runs[middle].To)
                low = middle + 1;
            else
                return middle;
        }
        return -1;
    }

    private void AddPage(ReadOnlyMemory<byte> page, bool ofParagraphs)
    {
        var bytes = page.Span;
        var count = bytes[PageSize - 1];
        var entrySize = ofParagraphs ? 13 : 1;
        if (((count + 1) * 4) + (count * entrySize) > PageSize - 1)
            throw new InvalidDataException("A page of properties has more entries than room.");
        for (var i = 0; i < count; i++)
        {
            var at = bytes[((count + 1) * 4) + (i * entrySize)] * 2;
            var from = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(i * 4)..]);
            var to = BinaryPrimitives.ReadUInt32LittleEndian(bytes[((i + 1) * 4)..]);
            runs.Add((from, to, at == 0 ? ReadOnlyMemory<byte>.Empty : ofParagraphs ? OfParagraph(page, at) : OfCharacters(page, at)));
        }
    }

    private static ReadOnlyMemory<byte> OfCharacters(ReadOnlyMemory<byte> page, int at) => Cut(page, at + 1, page.Span[at]);

    // One byte holds half the length; if it is 0, the next byte does. A style of two bytes comes before the properties.
    private static ReadOnlyMemory<byte> OfParagraph(ReadOnlyMemory<byte> page, int at)
    {
        var half = page.Span[at];
        var (start, length) = half == 0 ? (at + 2, page.Span[Math.Min(at + 1, PageSize - 1)] * 2) : (at + 1, (half * 2) - 1);
        return Cut(page, start + 2, length - 2);
    }

    private static ReadOnlyMemory<byte> Cut(ReadOnlyMemory<byte> page, int start, int length) =>
        length <= 0 || start + length > page.Length ? ReadOnlyMemory<byte>.Empty : page.Slice(start, length);
}

/// <summary>The edges of the cells of one row, in twips, and their merge flags ([MS-DOC] 2.9.321).</summary>
internal sealed record CellEdges(IReadOnlyList<int> At, IReadOnlyList<ushort> Flags)
{
    private const int CellSize = 20;

    public static CellEdges Read(ReadOnlyMemory<byte> operand)
    {
        if (operand.Length < 1)
            return new([], []);
        var count = operand.Span[0];
        if (operand.Length < 1 + ((count + 1) * 2))
            return new([], []);
        var edges = Enumerable.Range(0, count + 1)
            .Select(i => (int)BinaryPrimitives.ReadInt16LittleEndian(operand.Span[(1 + (i * 2))..])).ToList();
        var rest = operand[(1 + ((count + 1) * 2))..];
        var flags = Enumerable.Range(0, Math.Min((int)count, rest.Length / CellSize))
            .Select(i => BinaryPrimitives.ReadUInt16LittleEndian(rest.Span[(i * CellSize)..])).ToList();
        return new(edges, flags);
    }

    /// <summary>The row's cells on the grid of the whole table. A cell that is merged with the one to its left widens that one.</summary>
    /// <param name="texts">The text of each cell.</param>
    /// <param name="grid">The edges of all rows.</param>
    /// <param name="tolerance">Edges no farther apart are the same edge.</param>
    public IEnumerable<WordCell> Cells(IReadOnlyList<string> texts, IReadOnlyList<int> grid, int tolerance)
    {
        for (var i = 0; i < texts.Count;)
        {
            var merge = ((FlagsOf(i) >> 5) & 3) switch { 1 => VerticalMerge.Continues, 3 => VerticalMerge.Begins, _ => VerticalMerge.None };
            var (text, span) = (texts[i], SpanOf(i));
            for (i++; i < texts.Count && (FlagsOf(i) & 3) == 1; i++)
                span += SpanOf(i);
            yield return new(text, Math.Min(span, 100), merge);
        }

        int FlagsOf(int cell) => cell < Flags.Count ? Flags[cell] : 0;

        int SpanOf(int cell) =>
            cell + 1 < At.Count ? Math.Max(1, grid.Count(g => g > At[cell] + tolerance && g <= At[cell + 1] + tolerance)) : 1;
    }
}
