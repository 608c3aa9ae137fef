namespace Reminders.Import.Ledger;

/// <summary>A table with its header found: rows before it are the head of the document, rows behind it the items.</summary>
internal sealed record LedgerTable(LedgerHeader Header, int HeaderIndex, IReadOnlyList<TableRow> Rows)
{
    private const int HeaderRows = 20;

    public IEnumerable<TableRow> Body => Rows.Skip(HeaderIndex + 1);

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

    private static LedgerTable? Find(string text, char separator)
    {
        // Looking is lenient: a quotation mark in prose is no fault. Only what has a header is read strictly.
        var rows = SeparatedText.Read(text, separator, HeaderRows, strict: false);
        for (var i = 0; i < rows.Count; i++)
        {
            if (LedgerHeader.Read(rows[i].Cells) is { } header)
                return new(header, i, SeparatedText.Read(text, separator, int.MaxValue, strict: true));
        }
        return null;
    }
}
