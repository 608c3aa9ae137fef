namespace Reminders.Import.Plans;

/// <summary>A table of items. The rows above the header are the head of the document, the rows below it hold the items.</summary>
/// <param name="Sheet">The table as printed.</param>
/// <param name="Header">The columns.</param>
/// <param name="HeaderIndex">The first row of the header.</param>
/// <param name="BodyIndex">The first row behind the header.</param>
internal sealed record ItemTable(Sheet Sheet, TableHeader Header, int HeaderIndex, int BodyIndex)
{
    private const int HeaderRows = 20;
    private const int MaxHeaderDepth = 4;
    private const int RowsTried = 50;
    private const int ShortestProblem = 4;

    private static readonly char[] Separators = [',', '\t', ';'];

    public IReadOnlyList<TableRow> Rows => Sheet.Rows;

    public TableRow HeaderRow => Rows[HeaderIndex];

    /// <summary>A finding that names the column taken as the problem, if its header does not say so.</summary>
    public Finding? Taken { get; private init; }

    /// <summary>The text as a table, with the separator that gives most known columns; null if no row is a header.</summary>
    public static ItemTable? Find(string text)
    {
        ItemTable? best = null;
        foreach (var separator in Separators)
        {
            if (text.Contains(separator) && Find(text, separator) is { } table && table.Header.Known > (best?.Header.Known ?? 0))
                best = table;
        }
        return best;
    }

    /// <summary>The sheet as a table of items; null if no row is a header. Merged cells show how many rows the header has.</summary>
    public static ItemTable? Find(Sheet sheet) => Find(sheet, TableHeader.Read);

    /// <summary>
    /// A table whose header does not name the problem. It is read if exactly one column is left that can hold it.
    /// </summary>
    /// <param name="sheet">The table.</param>
    /// <param name="refusal">Why it is not read, for a message; null if there is no such table.</param>
    public static ItemTable? FindWithoutProblem(Sheet sheet, out string? refusal)
    {
        refusal = null;
        if (Find(sheet, TableHeader.ReadWithoutProblem) is not { } table)
        {
            if (Find(sheet, TableHeader.ReadWithoutDuty) is { } idle)
            {
                refusal = $"The table with its header in {idle.HeaderRow.Place} does not say who is responsible or by when"
                    + $"{NotUnderstood(idle)}. Name the columns 责任人, 责任单位 or 整改时限 and load the file again.";
            }
            return null;
        }
        var unknown = table.Header.Unknown.ToList();
        var candidates = unknown.FindAll(table.CanHoldProblem);
        if (unknown.Count == 0)
            candidates = [.. table.Header.Of(Field.Measures).Where(table.CanHoldProblem)];
        if (candidates is [var column])
        {
            return table with
            {
                Header = table.Header.With(column, Field.Problem),
                Taken = PlanFindings.ColumnTaken(table.Header.Columns[column].Label, $"{table.HeaderRow.Place}"),
            };
        }
        refusal = $"The table with its header in {table.HeaderRow.Place} does not say which column holds the problem"
            + $"{NotUnderstood(table)}. Name the column of the problem 存在问题 and load the file again.";
        return null;
    }

    /// <summary>Whether the table has a header of several known columns, none of which is the problem.</summary>
    public static bool IsWithoutProblem(Sheet sheet) => Find(sheet, TableHeader.ReadWithoutProblem) is { Header.Known: > 2 };

    private static string NotUnderstood(ItemTable table)
    {
        var words = string.Join(", ", table.Header.Unknown.Select(c => $"\"{table.Header.Columns[c].Label.ReplaceLineEndings("")}\""));
        return words.Length > 0 ? $"; these columns are not understood: {words}" : "";
    }

    /// <summary>The text in each separator's columns, for a table whose header does not name the problem.</summary>
    public static IEnumerable<Sheet> Separated(string text) =>
        from separator in Separators
        where text.Contains(separator)
        select new Sheet("", SeparatedText.Read(text, separator, int.MaxValue, strict: false));

    private static ItemTable? Find(Sheet sheet, Func<IReadOnlyList<IReadOnlyList<string>>, TableHeader?> read)
    {
        for (var i = 0; i < Math.Min(HeaderRows, sheet.Rows.Count); i++)
        {
            if (sheet.Rows[i].IsBlank)
                continue;
            var rows = sheet.HeaderRows(i, MaxHeaderDepth);
            if (read(rows) is { } header)
                return new(sheet, header, i, i + rows.Count);
        }
        return null;
    }

    private static ItemTable? Find(string text, char separator)
    {
        // A quotation mark in prose is not a fault, so the search is lenient. A text with a header is then read strictly.
        var head = new Sheet("", SeparatedText.Read(text, separator, HeaderRows + 1, strict: false));
        return Find(head, TableHeader.Read) is { } table
            ? table with { Sheet = new("", SeparatedText.Read(text, separator, int.MaxValue, strict: true)) }
            : null;
    }

    // Sentences or at least phrases, not names, marks or numbers.
    private bool CanHoldProblem(int column)
    {
        var texts = Rows.Skip(BodyIndex).Take(RowsTried).Where(r => column < r.Cells.Count).Select(r => Folding.Compact(r.Cells[column]))
            .Where(t => t.Length > 0).ToList();
        return texts.Count > 0 && texts.Count(t => t.Length >= ShortestProblem && t.Count(char.IsLetter) * 2 > t.Length) * 2 > texts.Count;
    }

    /// <summary>
    /// The rows of the body with the values of merged cells in each item they are merged over. If the number is merged over several rows,
    /// each row with a problem of its own is an item; the other rows belong to the item above and get no copies, as do rows with one merged
    /// problem.
    /// </summary>
    /// <param name="repeats">The rows whose number is a copy.</param>
    public IReadOnlyList<TableRow> Filled(out IReadOnlySet<int> repeats)
    {
        var copied = new HashSet<int>();
        repeats = copied;
        if (Sheet.Merges.All(m => m.ToRow < BodyIndex))
            return Rows;
        var rows = Rows.ToList();
        var problems = Header.Of(Field.Problem) is { Length: > 0 } named ? named : Header.Of(Field.Title);
        var number = Header.First(Field.Number);
        var key = number ?? Header.First(Field.Problem) ?? Header.First(Field.Title);
        var continued = Sheet.Merges.Where(m => key >= m.FromColumn && key <= m.ToColumn)
            .SelectMany(m => Enumerable.Range(m.FromRow + 1, m.ToRow - m.FromRow))
            .Where(r => key != number || r >= Rows.Count
                || problems.All(p => string.IsNullOrWhiteSpace(Rows[r].Cells.ElementAtOrDefault(p))))
            .ToHashSet();
        foreach (var merge in Sheet.Merges.Where(m => m.FromRow >= BodyIndex && m.FromColumn == m.ToColumn && m.ToRow > m.FromRow))
        {
            var column = merge.FromColumn;
            if (merge.FromRow >= rows.Count || column >= rows[merge.FromRow].Cells.Count)
                continue;
            var value = rows[merge.FromRow].Cells[column];
            var isNumber = rows[merge.FromRow].IsNumber(column, out var day);
            for (var row = merge.FromRow + 1; row <= Math.Min(merge.ToRow, rows.Count - 1); row++)
            {
                if (continued.Contains(row))
                    continue;
                rows[row] = rows[row].WithCell(column, value);
                if (isNumber)
                    rows[row] = rows[row] with { Numbers = rows[row].Numbers.Add((column, day)) };
                if (column == number)
                    copied.Add(row);
            }
        }
        return rows;
    }
}
