namespace Reminders.Import.Word;

/// <summary>How a Word document's parts become lines, whichever its format.</summary>
internal static class WordLines
{
    /// <summary>Adds a table; one that is no ledger is text as well, a row a line.</summary>
    public static void Add(Sheet table, List<string> lines, List<Sheet> tables)
    {
        tables.Add(table);
        if (LedgerTable.Find(table) is null)
            lines.AddRange(table.Rows.Select(r => string.Join("  ", r.Cells.Where(c => c.Length > 0).Select(c => c.ReplaceLineEndings("  ")))));
    }

    /// <summary>The text of a cell from its paragraphs.</summary>
    public static string InCell(IEnumerable<string> paragraphs) => string.Join('\n', paragraphs.Where(l => l.Trim().Length > 0)).Trim();
}
