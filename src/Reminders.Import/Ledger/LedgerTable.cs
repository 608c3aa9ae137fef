namespace Reminders.Import.Ledger;

/// <summary>A table with its header found: rows before it are the head of the document, rows behind it the items.</summary>
/// <param name="Header">Which column holds what.</param>
/// <param name="HeaderIndex">The first row of the header.</param>
/// <param name="BodyIndex">The first row behind the header.</param>
/// <param name="Rows">All rows; where cells were merged, those of each row that the value holds for.</param>
internal sealed record LedgerTable(LedgerHeader Header, int HeaderIndex, int BodyIndex, IReadOnlyList<TableRow> Rows)
{
    private const int HeaderRows = 20;
    private const int MostHeaderDepth = 4;

    public IEnumerable<TableRow> Body => Rows.Skip(BodyIndex);

    /// <summary>The text as a ledger, with the separator that makes most of the header; null when no row is a header.</summary>
    public static LedgerTable? Find(string text)
    {
        LedgerTable? best = null;
        foreach (var separator in (ReadOnlySpan<char>)[',', '\t', ';'])
        {
            if (text.Contains(separator) && Find(text, separator) is { } table && table.Header.Known > (best?.Header.Known ?? 0))
                best = table;
        }
        return best;
    }

    /// <summary>The sheet as a ledger; null when no row of it is a header. A header may take several rows, which its merged cells tell.</summary>
    public static LedgerTable? Find(Sheet sheet)
    {
        for (var i = 0; i < Math.Min(HeaderRows, sheet.Rows.Count); i++)
        {
            var depth = Math.Min(MostHeaderDepth, sheet.Merges.Where(m => m.FromRow == i).Select(m => m.ToRow - i + 1).DefaultIfEmpty(1).Max());
            var rows = sheet.Rows.Skip(i).Take(depth).Select((r, row) => Spread(sheet, r, i + row)).ToList();
            if (LedgerHeader.Read(rows) is { } header)
                return new(header, i, i + depth, Fill(sheet, header, i + depth));
        }
        return null;
    }

    private static LedgerTable? Find(string text, char separator)
    {
        // Looking is lenient: a quotation mark in prose is no fault. Only what has a header is read strictly.
        var rows = SeparatedText.Read(text, separator, HeaderRows, strict: false);
        for (var i = 0; i < rows.Count; i++)
        {
            if (LedgerHeader.Read(rows[i].Cells) is { } header)
                return new(header, i, i + 1, SeparatedText.Read(text, separator, int.MaxValue, strict: true));
        }
        return null;
    }

    // A word over several columns is the word of each of them.
    private static IReadOnlyList<string> Spread(Sheet sheet, TableRow row, int index) =>
        [.. row.Cells.Select((cell, column) => sheet.Merges.FirstOrDefault(m => m.FromRow == index && m.Holds(index, column)) is { } merge && merge.FromColumn < row.Cells.Count && merge.FromColumn >= 0 ? row.Cells[merge.FromColumn] : cell)];

    /// <summary>
    /// What is merged over several items holds for each of them. Where the item itself, that is its number, or else its problem, is merged over several rows, the
    /// rows below the first go on with it: they say only what they say themselves.
    /// </summary>
    private static IReadOnlyList<TableRow> Fill(Sheet sheet, LedgerHeader header, int bodyIndex)
    {
        if (sheet.Merges.All(m => m.ToRow < bodyIndex))
            return sheet.Rows;
        var rows = sheet.Rows.ToList();
        var key = IndexOf(header, Labels.Field.Number) ?? IndexOf(header, Labels.Field.Problem) ?? IndexOf(header, Labels.Field.Title);
        var goesOn = sheet.Merges.Where(m => key is { } column && m.FromColumn <= column && column <= m.ToColumn)
            .SelectMany(m => Enumerable.Range(m.FromRow + 1, m.ToRow - m.FromRow)).ToHashSet();
        foreach (var merge in sheet.Merges.Where(m => m.FromRow >= bodyIndex && m.FromColumn == m.ToColumn && m.ToRow > m.FromRow && m.FromColumn != key))
        {
            if (merge.FromRow >= rows.Count || merge.FromColumn >= rows[merge.FromRow].Cells.Count)
                continue;
            var value = rows[merge.FromRow].Cells[merge.FromColumn];
            for (var row = merge.FromRow + 1; row <= Math.Min(merge.ToRow, rows.Count - 1); row++)
            {
                if (!goesOn.Contains(row) && merge.FromColumn < rows[row].Cells.Count)
                    rows[row] = rows[row] with { Cells = [.. rows[row].Cells.Select((cell, column) => column == merge.FromColumn ? value : cell)] };
            }
        }
        return rows;
    }

    private static int? IndexOf(LedgerHeader header, Labels.Field field)
    {
        for (var column = 0; column < header.Columns.Count; column++)
        {
            if (header.Columns[column].Field == field)
                return column;
        }
        return null;
    }
}
