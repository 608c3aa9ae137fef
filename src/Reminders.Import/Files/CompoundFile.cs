using System.Buffers.Binary;
using System.Text;

namespace Reminders.Import.Files;

/// <summary>
/// The streams of a compound file ([MS-CFB]), the container of Office 97 documents. A damaged file throws
/// <see cref="InvalidDataException"/>; a stream never takes more memory than the file.
/// </summary>
internal sealed class CompoundFile
{
    private const uint LastSector = 0xFFFFFFFA; // higher values mark free, end and table sectors
    private const int HeaderTableEntries = 109;
    private const int EntrySize = 128;

    private readonly ReadOnlyMemory<byte> content;
    private readonly int sectorSize;
    private readonly int miniSectorSize;
    private readonly uint miniCutoff;
    private readonly uint[] table;
    private readonly uint[] miniTable;
    private readonly byte[] miniStream;
    private readonly Dictionary<string, (uint First, long Size)> entries = new(StringComparer.Ordinal);

    public CompoundFile(ReadOnlyMemory<byte> content)
    {
        this.content = content;
        var (shift, miniShift) = (Word(0x1E), Word(0x20));
        if (shift is not (9 or 12) || miniShift is < 4 or > 9)
            throw new InvalidDataException("The size of the sectors is not known.");
        (sectorSize, miniSectorSize, miniCutoff) = (1 << shift, 1 << miniShift, Number(0x38));
        table = Numbers(TableSectors().SelectMany(s => Sector(s).ToArray()).ToArray());
        miniTable = Numbers(Chain(Number(0x3C)));
        var directory = Chain(Number(0x30));
        for (var at = 0; at + EntrySize <= directory.Length; at += EntrySize)
            AddEntry(directory.AsSpan(at, EntrySize));
        miniStream = entries.TryGetValue("Root Entry", out var root) ? Chain(root.First) : [];
    }

    /// <summary>The whole stream; null if there is no such stream.</summary>
    public byte[]? Stream(string name)
    {
        if (!entries.TryGetValue(name, out var entry))
            return null;
        var bytes = entry.Size < miniCutoff ? MiniChain(entry.First) : Chain(entry.First);
        return entry.Size <= bytes.Length ? bytes[..(int)entry.Size] : throw new InvalidDataException($"The stream {name} is cut off.");
    }

    /// <summary>The names of the streams and folders of the file itself, not of the files embedded in it; empty if it is damaged.</summary>
    public static IReadOnlySet<string> RootNames(ReadOnlyMemory<byte> content)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            var file = new CompoundFile(content);
            var directory = file.Chain(file.Number(0x30));
            var next = new Stack<uint>([Link(0, 0x4C)]);
            var seen = new HashSet<uint>();
            while (next.TryPop(out var entry))
            {
                if ((entry + 1L) * EntrySize > directory.Length || !seen.Add(entry))
                    continue;
                var at = directory.AsSpan((int)entry * EntrySize, EntrySize);
                var length = Math.Clamp(BinaryPrimitives.ReadUInt16LittleEndian(at[0x40..]) - 2, 0, 62);
                names.Add(Encoding.Unicode.GetString(at[..length]));
                next.Push(Link(entry, 0x44));
                next.Push(Link(entry, 0x48));
            }

            uint Link(uint entry, int offset) =>
                BinaryPrimitives.ReadUInt32LittleEndian(directory.AsSpan(((int)entry * EntrySize) + offset));
        }
        catch (Exception damaged) when (damaged is InvalidDataException or ArgumentException)
        {
            names.Clear();
        }
        return names;
    }

    private void AddEntry(ReadOnlySpan<byte> entry)
    {
        var length = BinaryPrimitives.ReadUInt16LittleEndian(entry[0x40..]);
        if (length is < 2 or > 64)
            return;
        var name = Encoding.Unicode.GetString(entry[..(length - 2)]);
        var first = BinaryPrimitives.ReadUInt32LittleEndian(entry[0x74..]);
        entries.TryAdd(name, (first, BinaryPrimitives.ReadUInt32LittleEndian(entry[0x78..])));
    }

    // The header lists the first 109 sectors of the table, further sectors list the rest.
    private List<uint> TableSectors()
    {
        var sectors = Numbers(Range(0x4C, HeaderTableEntries * 4).ToArray()).ToList();
        var next = Number(0x44);
        for (var left = Number(0x48); left > 0 && next < LastSector; left--)
        {
            var more = Numbers(Sector(next).ToArray());
            sectors.AddRange(more[..^1]);
            next = more[^1];
            if (sectors.Count > content.Length / 64)
                throw new InvalidDataException("The list of table sectors does not end.");
        }
        sectors.RemoveAll(s => s >= LastSector);
        return sectors;
    }

    private byte[] Chain(uint first)
    {
        using var bytes = new MemoryStream();
        for (var sector = first; sector < LastSector; sector = Next(table, sector))
        {
            if (bytes.Length > content.Length)
                throw new InvalidDataException("A chain of sectors does not end.");
            bytes.Write(Sector(sector).Span);
        }
        return bytes.ToArray();
    }

    private byte[] MiniChain(uint first)
    {
        using var bytes = new MemoryStream();
        for (var sector = first; sector < LastSector; sector = Next(miniTable, sector))
        {
            var at = (long)sector * miniSectorSize;
            if (bytes.Length > content.Length || at + miniSectorSize > miniStream.Length)
                throw new InvalidDataException("A chain of small sectors leads nowhere.");
            bytes.Write(miniStream, (int)at, miniSectorSize);
        }
        return bytes.ToArray();
    }

    private static uint Next(uint[] table, uint sector) =>
        sector < table.Length ? table[sector] : throw new InvalidDataException("A sector is outside of the table.");

    // The last sector of a file may be cut short.
    private ReadOnlyMemory<byte> Sector(uint sector)
    {
        var at = (sector + 1L) * sectorSize;
        if (at + sectorSize <= content.Length)
            return content.Slice((int)at, sectorSize);
        if (at >= content.Length)
            throw new InvalidDataException("A sector is outside of the file.");
        var padded = new byte[sectorSize];
        content[(int)at..].CopyTo(padded);
        return padded;
    }

    private ReadOnlyMemory<byte> Range(int at, int length) =>
        at + length <= content.Length ? content.Slice(at, length) : throw new InvalidDataException("The header is cut off.");

    private ushort Word(int at) => BinaryPrimitives.ReadUInt16LittleEndian(Range(at, 2).Span);

    private uint Number(int at) => BinaryPrimitives.ReadUInt32LittleEndian(Range(at, 4).Span);

    private static uint[] Numbers(byte[] bytes)
    {
        var numbers = new uint[bytes.Length / 4];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(i * 4));
        return numbers;
    }
}
