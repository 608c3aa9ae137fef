using System.Text.RegularExpressions;

namespace Reminders.Import.Plans;

/// <summary>A table that was pasted as text: its cells are separated by upright lines or wide blanks, or each has its own line.</summary>
internal static partial class PastedTable
{
    private const int LeastCells = 3;
    private const int LeastRows = 2;

    /// <summary>The table; null if the text has none whose columns are certain.</summary>
    public static Sheet? Read(IReadOnlyList<SourceLine> lines)
    {
        if (Piped(lines) is { } piped && (ItemTable.Find(piped) is not null || FormTable.TryRead(piped, []) is not null))
            return piped;
        return Spaced(lines) ?? OneCellALine(lines);
    }

    /// <summary>The table with upright lines, whatever its header says.</summary>
    public static Sheet? Piped(IReadOnlyList<SourceLine> lines)
    {
        var first = lines.TakeWhile(l => !IsPiped(l)).Count();
        var last = lines.Count - lines.Reverse().TakeWhile(l => !IsPiped(l)).Count();
        if (last - first < LeastRows)
            return null;
        var rows = lines.Skip(first).Take(last - first).Where(l => !l.IsBlank && !Rule().IsMatch(l.Text))
            .Select(l => new TableRow(l.Number, IsPiped(l) ? Cells(l) : [l.Raw])).ToList();
        return rows.Count >= LeastRows ? new Sheet("", rows) : null;
    }

    /// <summary>A line that is the header of a table; null if there is none.</summary>
    public static SourceLine? HeaderLine(IReadOnlyList<SourceLine> lines)
    {
        foreach (var line in lines)
        {
            if (line.Text.Length is > 8 and < 200
                && new[] { Split(line), line.Text.Split(' ') }.Any(
                    c => c.Length >= LeastCells && TableHeader.Read(c) is { Known: >= LeastCells }))
                return line;
        }
        return LabelLines(lines) is ( >= 0 and var at, >= LeastCells) ? lines[at] : null;
    }

    private static bool IsPiped(SourceLine line) => line.Raw.Count(IsPipe) >= 2;

    private static bool IsPipe(char c) => c is '|' or '｜' or '│' or '┃' or '║' or '¦';

    private static string[] Cells(SourceLine line)
    {
        var cells = Pipe().Split(line.Raw).Select(c => Emphasis().Replace(LineBreak().Replace(c, "\n").Trim(), "${text}")).ToList();
        if (cells[0].Length == 0)
            cells.RemoveAt(0);
        if (cells.Count > 0 && cells[^1].Length == 0)
            cells.RemoveAt(cells.Count - 1);
        return [.. cells];
    }

    private static string[] Split(SourceLine line) =>
        IsPiped(line) ? Cells(line) : [.. WideBlank().Split(line.Raw).Where(c => c.Length > 0)];

    // Blank cells leave no trace between blanks, so every row must have all cells.
    private static Sheet? Spaced(IReadOnlyList<SourceLine> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (!WideBlank().IsMatch(lines[i].Text) || Split(lines[i]) is not { Length: >= LeastCells } header
                || TableHeader.Read(header) is null)
                continue;
            var rows = lines.Skip(i).TakeWhile(l => !l.IsBlank).Select(l => new TableRow(l.Number, Split(l))).ToList();
            return rows.Count >= LeastRows && rows.TrueForAll(r => r.Cells.Count == header.Length) ? new Sheet("", rows) : null;
        }
        return null;
    }

    // The numbers 1, 2, … stand as far apart as the header is long; that shows that no cell is missing.
    private static Sheet? OneCellALine(IReadOnlyList<SourceLine> lines)
    {
        var shown = lines.Where(l => !l.IsBlank).ToList();
        return Numbered(shown) ?? Numbered(lines);

        static Sheet? Numbered(IReadOnlyList<SourceLine> lines)
        {
            for (var at = 0; at < lines.Count; at++)
            {
                if (FieldLabels.Read(lines[at].Text) is not { Field: Field.Number })
                    continue;
                var width = lines.Skip(at).TakeWhile(l => l.Text != "1").Count();
                if (width < LeastCells || at + (2 * width) > lines.Count)
                    continue;
                var rows = new List<TableRow> { RowAt(at) };
                for (var next = at + width; next + width <= lines.Count && lines[next].Text == $"{rows.Count}"; next += width)
                    rows.Add(RowAt(next));
                var end = at + (rows.Count * width);
                var isWhole = end >= lines.Count || !int.TryParse(lines[end].Text, out _);
                if (rows.Count > LeastRows && isWhole && TableHeader.Read(rows[0].Cells) is not null)
                    return new("", rows);

                TableRow RowAt(int from) => new(lines[from].Number, [.. lines.Skip(from).Take(width).Select(l => l.Raw)]);
            }
            return null;
        }
    }

    // The longest run of lines that are labels alone, among them a problem and a duty.
    private static (int At, int Count) LabelLines(IReadOnlyList<SourceLine> lines)
    {
        for (var at = 0; at < lines.Count; at++)
        {
            var run = lines.Skip(at).Where(l => !l.IsBlank)
                .TakeWhile(l => l.Text.Length <= 16 && FieldLabels.Read(l.Text).Field != Field.Unknown)
                .Select(l => l.Text).ToList();
            if (run.Count >= LeastCells && TableHeader.Read(run) is not null)
                return (at, run.Count);
            at += Math.Max(0, run.Count - 1);
        }
        return (-1, 0);
    }

    [GeneratedRegex("[|｜│┃║¦]", RegexOptions.CultureInvariant)]
    private static partial Regex Pipe();

    // The line below the header of a Markdown table, and the frame of a table of characters.
    [GeneratedRegex(@"^[|\s:+=─━┄┅┈┉┌┐└┘├┤┬┴┼═╔╗╚╝╠╣╦╩╬-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Rule();

    [GeneratedRegex("<br ?/?>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LineBreak();

    // ** alone is a redacted name.
    [GeneratedRegex(@"^\*\*(?<text>[^*]+)\*\*$", RegexOptions.CultureInvariant)]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"[ \u3000\t]{2,}", RegexOptions.CultureInvariant)]
    private static partial Regex WideBlank();
}
