using System.Buffers.Binary;

namespace Reminders.Import.Word.Binary;

/// <summary>One property that Word sets for a run of characters or a paragraph: its code ([MS-DOC] 2.6) and its operand.</summary>
internal readonly record struct Property(ushort Code, ReadOnlyMemory<byte> Operand)
{
    public bool IsSet => Operand.Length > 0 && Operand.Span[0] == 1;
}

/// <summary>
/// Which properties hold at a place of the file: the pages of formatted characters or paragraphs ([MS-DOC] 2.9.33 and 2.9.175), each 512 bytes.
/// </summary>
internal sealed class PropertyPages
{
    private const int PageSize = 512;

    private readonly List<(uint From, uint To, ReadOnlyMemory<byte> Properties)> runs = [];

    /// <param name="document">The stream WordDocument, in which the pages stand.</param>
    /// <param name="index">The table of pages: places of the file, then page numbers.</param>
    /// <param name="ofParagraphs">Whether the pages are those of paragraphs, which are laid out otherwise.</param>
    public PropertyPages(ReadOnlyMemory<byte> document, ReadOnlyMemory<byte> index, bool ofParagraphs)
    {
        var pages = (index.Length - 4) / 8;
        for (var i = 0; i < pages; i++)
        {
            var number = BinaryPrimitives.ReadUInt32LittleEndian(index.Span[(((pages + 1) * 4) + (i * 4))..]) & 0x3FFFFF;
            var at = (long)number * PageSize;
            if (at + PageSize > document.Length)
                throw new InvalidDataException("A page of properties stands outside of the document.");
            AddPage(document.Slice((int)at, PageSize), ofParagraphs);
        }
        runs.Sort((a, b) => a.From.CompareTo(b.From));
    }

    /// <summary>The properties at the place; none where nothing is said.</summary>
    public IEnumerable<Property> At(uint place)
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
                return Read(runs[middle].Properties);
        }
        return [];
    }

    /// <summary>The stretches in which a property of that kind is set.</summary>
    public IntervalSet Where(Func<Property, bool> isSet) => new([.. runs.Where(r => Read(r.Properties).Any(isSet)).Select(r => (r.From, r.To))]);

    /// <summary>Cuts a list of properties apart; what is cut off at its end is left out.</summary>
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
                    // The definition of a table counts its length in two bytes, and one more than it is.
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
            var (from, to) = (BinaryPrimitives.ReadUInt32LittleEndian(bytes[(i * 4)..]), BinaryPrimitives.ReadUInt32LittleEndian(bytes[((i + 1) * 4)..]));
            runs.Add((from, to, at == 0 ? ReadOnlyMemory<byte>.Empty : ofParagraphs ? OfParagraph(page, at) : OfCharacters(page, at)));
        }
    }

    private static ReadOnlyMemory<byte> OfCharacters(ReadOnlyMemory<byte> page, int at) => Cut(page, at + 1, page.Span[at]);

    // Half the length stands in one byte, or in the next one when that is 0; a style of two bytes comes first.
    private static ReadOnlyMemory<byte> OfParagraph(ReadOnlyMemory<byte> page, int at)
    {
        var half = page.Span[at];
        var (start, length) = half == 0 ? (at + 2, page.Span[Math.Min(at + 1, PageSize - 1)] * 2) : (at + 1, (half * 2) - 1);
        return Cut(page, start + 2, length - 2);
    }

    private static ReadOnlyMemory<byte> Cut(ReadOnlyMemory<byte> page, int start, int length) =>
        length <= 0 || start + length > page.Length ? ReadOnlyMemory<byte>.Empty : page.Slice(start, length);
}

/// <summary>The codes of the properties that matter to what a document says ([MS-DOC] 2.6).</summary>
internal static class PropertyCodes
{
    public const ushort Deleted = 0x0800;
    public const ushort Hidden = 0x083C;
    public const ushort InTable = 0x2416;
    public const ushort RowEnd = 0x2417;
    public const ushort Depth = 0x6649;
    public const ushort InnerCellEnd = 0x244B;
    public const ushort InnerRowEnd = 0x244C;
    public const ushort List = 0x460B;
    public const ushort ListLevel = 0x260A;
    public const ushort TableDefinition = 0xD608;
    public const ushort ElsewhereStored = 0x6646;
}
