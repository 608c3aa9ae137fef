namespace Reminders.Import.Encodings;

/// <summary>
/// Where something stands in a file: a line of text, or a sheet, row and column. Put into words only when a finding needs them, since a long ledger has
/// many places and few findings.
/// </summary>
internal readonly record struct Place(int Line, string? Sheet = null, int? Column = null, string? Label = null)
{
    public override string ToString()
    {
        var row = Sheet is null ? $"line {Line}" : $"sheet {Sheet}, row {Line}";
        return Column is not { } column ? row : $"{row}, column {(Sheet is null ? "" : Letters(column) + " ")}{Label?.ReplaceLineEndings("")}";
    }

    private static string Letters(int column) => (column >= 26 ? Letters((column / 26) - 1) : "") + (char)('A' + (column % 26));
}
