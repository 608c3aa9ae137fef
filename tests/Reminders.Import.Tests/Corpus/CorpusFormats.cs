using System.Text;
using System.Text.Json;
using DocumentFormat.OpenXml.Wordprocessing;
using SheetStateValues = DocumentFormat.OpenXml.Spreadsheet.SheetStateValues;

namespace Reminders.Import.Tests.Corpus;

/// <summary>Writes a plan of the corpus in every format that can hold it.</summary>
internal static class CorpusFormats
{
    static CorpusFormats() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static IEnumerable<(string Format, byte[] Content)> Of(CorpusPlan plan)
    {
        foreach (var file in plan.Converted)
            yield return (Path.GetExtension(file)[1..], File.ReadAllBytes(file));
        if (plan.Sheets.Count == 0)
        {
            yield return ("txt", Encoding.UTF8.GetBytes(plan.Text));
            yield return ("txt gb18030", Encoding.GetEncoding("GB18030").GetBytes(plan.Text.ReplaceLineEndings("\r\n")));
            yield return ("docx", Docx.Of([.. plan.Text.ReplaceLineEndings("\n").Split('\n')]));
            yield break;
        }
        yield return ("xlsx", Xlsx.Of([.. plan.Sheets.Select(s => (s.Name, s.CellRows, (s.Merges ?? []).ToArray()))]));
        yield return ("docx table", Docx.Of([.. plan.Sheets.SelectMany(s => new object[] { "", TableOf(s) })]));
        // Text has no merged cells, and blanks cannot replace them.
        if (plan.Sheets is [var sheet] && (sheet.Merges ?? []).All(IsInOneRow))
        {
            yield return ("csv", [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(Separated(sheet, ','))]);
            yield return ("tsv gb18030", Encoding.GetEncoding("GB18030").GetBytes(Separated(sheet, '\t')));
            yield return ("csv ;", Encoding.UTF8.GetBytes(Separated(sheet, ';')));
        }
    }

    /// <summary>The file of a plan of the office set, which has one format.</summary>
    public static byte[] Office(CorpusPlan plan) => Kind(plan) switch
    {
        "docx" => Docx.Of(Numbering, [.. plan.Blocks.Select(Block)]),
        "xlsx" => Xlsx.Of([.. plan.Sheets.Select(s => new XlsxSheet(s.Name, s.CellRows, [.. s.Merges ?? []])
        {
            State = s.State is { } state ? new(state) : SheetStateValues.Visible,
            HiddenRows = [.. s.HiddenRows],
            HiddenColumns = [.. s.HiddenColumns.Select(c => (uint)Range(c + "1").FromColumn + 1)],
        })]),
        _ when plan.Encoding == "gb18030" => Encoding.GetEncoding("GB18030").GetBytes(plan.Text.ReplaceLineEndings("\r\n")),
        _ when plan.Encoding == "utf-8-bom" => [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(plan.Text)],
        _ => Encoding.UTF8.GetBytes(plan.Text),
    };

    public static string Kind(CorpusPlan plan) => plan.Name[..plan.Name.IndexOf('-', StringComparison.Ordinal)];

    private static Numbering Numbering =>
        Docx.List((NumberFormatValues.ChineseCounting, "%1、"), (NumberFormatValues.Decimal, "%2."));

    private static object Block(JsonElement block) =>
        block.ValueKind == JsonValueKind.String ? block.GetString()!
        : block.TryGetProperty("level", out var level) ? Docx.Listed(1, level.GetInt32(), block.GetProperty("text").GetString()!)
        : TableOf(block.Deserialize<CorpusSheet>(JsonSerializerOptions.Web)!);

    private static string Separated(CorpusSheet sheet, char separator) =>
        string.Join("\r\n", sheet.TextRows.Select(r => string.Join(separator, r.Select(c => Quoted(c, separator)))));

    private static string Quoted(string cell, char separator) =>
        cell.IndexOfAny([separator, '"', '\n', '\r']) < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static Table TableOf(CorpusSheet sheet)
    {
        var merges = (sheet.Merges ?? []).Select(Range).ToList();
        var rows = sheet.TextRows.ToList();
        return new([
            new TableGrid(rows[0].Select(_ => new GridColumn { Width = Width(1) })),
            .. rows.Select((cells, row) => new TableRow(Cells(cells, row))),
        ]);

        static string Width(int columns) => (columns * 700).ToString(System.Globalization.CultureInfo.InvariantCulture);

        IEnumerable<TableCell> Cells(string[] cells, int row)
        {
            for (var column = 0; column < cells.Length; column++)
            {
                var merge = merges.Find(m => m.FromRow <= row && row <= m.ToRow && m.FromColumn <= column && column <= m.ToColumn);
                var span = merge is null ? 1 : merge.ToColumn - merge.FromColumn + 1;
                var properties = new TableCellProperties(new TableCellWidth { Width = Width(span), Type = TableWidthUnitValues.Dxa });
                if (span > 1)
                    properties.Append(new GridSpan { Val = span });
                if (merge is not null && merge.ToRow > merge.FromRow)
                    properties.Append(Docx.MergeOf(restart: row == merge.FromRow));
                yield return new TableCell([properties, .. cells[column].Split('\n').Select(Docx.Paragraph)]);
                column = merge?.ToColumn ?? column;
            }
        }
    }

    private static bool IsInOneRow(string merge) => Range(merge) is var range && range.FromRow == range.ToRow;

    private sealed record Cells(int FromRow, int ToRow, int FromColumn, int ToColumn);

    private static Cells Range(string text)
    {
        var ends = text.Split(':').Select(end => (
            Row: int.Parse(end.AsSpan(end.AsSpan().IndexOfAnyInRange('0', '9')), System.Globalization.CultureInfo.InvariantCulture) - 1,
            Column: end.TakeWhile(char.IsAsciiLetterUpper).Aggregate(0, (n, c) => (n * 26) + c - 'A' + 1) - 1)).ToList();
        return new(ends[0].Row, ends[^1].Row, ends[0].Column, ends[^1].Column);
    }
}
