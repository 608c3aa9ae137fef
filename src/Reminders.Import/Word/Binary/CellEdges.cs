using System.Buffers.Binary;

namespace Reminders.Import.Word.Binary;

/// <summary>Where the cells of one row begin and end, in twips, and which of them are merged ([MS-DOC] 2.9.321).</summary>
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
        var edges = Enumerable.Range(0, count + 1).Select(i => (int)BinaryPrimitives.ReadInt16LittleEndian(operand.Span[(1 + (i * 2))..])).ToList();
        var rest = operand[(1 + ((count + 1) * 2))..];
        var flags = Enumerable.Range(0, Math.Min((int)count, rest.Length / CellSize)).Select(i => BinaryPrimitives.ReadUInt16LittleEndian(rest.Span[(i * CellSize)..])).ToList();
        return new(edges, flags);
    }

    /// <summary>The row's cells on the grid of the whole table; one that goes on beside the cell before it widens that.</summary>
    /// <param name="texts">What stands in the cells.</param>
    /// <param name="grid">The edges of all rows.</param>
    /// <param name="tolerance">Edges no farther apart are one.</param>
    public IEnumerable<WordCell> Cells(IReadOnlyList<string> texts, IReadOnlyList<int> grid, int tolerance)
    {
        for (var i = 0; i < texts.Count;)
        {
            var merge = ((FlagsOf(i) >> 5) & 3) switch { 1 => VerticalMerge.GoesOn, 3 => VerticalMerge.Begins, _ => VerticalMerge.None };
            var (text, span) = (texts[i], SpanOf(i));
            for (i++; i < texts.Count && (FlagsOf(i) & 3) == 1; i++)
                span += SpanOf(i);
            yield return new(text, Math.Min(span, 100), merge);
        }

        int FlagsOf(int cell) => cell < Flags.Count ? Flags[cell] : 0;

        int SpanOf(int cell) => cell + 1 < At.Count ? Math.Max(1, grid.Count(g => g > At[cell] + tolerance && g <= At[cell + 1] + tolerance)) : 1;
    }
}

/// <summary>Stretches of a file, in order.</summary>
internal sealed class IntervalSet(IReadOnlyList<(uint From, uint To)> intervals)
{
    public bool Contains(uint place)
    {
        var (low, high) = (0, intervals.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (place < intervals[middle].From)
                high = middle - 1;
            else if (place >= intervals[middle].To)
                low = middle + 1;
            else
                return true;
        }
        return false;
    }
}
