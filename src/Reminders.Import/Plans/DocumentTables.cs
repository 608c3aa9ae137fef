using System.Text.RegularExpressions;

namespace Reminders.Import.Plans;

/// <summary>
/// The tables of a document in order. A table without a header goes on with the table before it if it has the same columns: Word splits a
/// table at a page, and offices print the header once.
/// </summary>
internal sealed partial class DocumentTables
{
    private const int LinesBack = 40;

    private readonly Dictionary<IReadOnlyList<string>, Latest> latest = [];
    private readonly Dictionary<Sheet, (Sheet Begun, string? Heading)> continued = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Sheet, string> headings = new(ReferenceEqualityComparer.Instance);

    // A table with items, the header of its last rows, and how many lines stand above the last of its parts.
    private sealed record Latest(Sheet Begun, TableHeader Header, int LinesAbove);

    /// <summary>The table as lines of text below those lines; none if it holds items.</summary>
    public IEnumerable<string> LinesOf(Sheet table, IReadOnlyList<string> above)
    {
        var items = ItemTable.Find(table);
        if (latest.TryGetValue(above, out var before) && Continues(table, items, before.Header))
        {
            var heading = before.Header.Columns.Count >= TableReading.SectionWidth ? HeadingIn(above.Skip(before.LinesAbove)) : null;
            continued[table] = (before.Begun, heading);
            latest[above] = before with { Header = items?.Header ?? before.Header, LinesAbove = above.Count };
            return [];
        }
        if (FormTable.TryRead(table, []) is not null)
        {
            latest.Remove(above);
            return [];
        }
        if (items is not null)
        {
            if (HeadingIn(above.Skip(latest.GetValueOrDefault(above)?.LinesAbove ?? 0)) is { } heading)
                headings[table] = heading;
            latest[above] = new(table, items.Header, above.Count);
            return [];
        }
        return (EndsInBareHeading(above) ? FormTable.FieldsOf(table) : null)
            ?? table.Rows.Select(r => string.Join("  ", r.Cells.Where(c => c.Length > 0)).ReplaceLineEndings("  "));
    }

    /// <summary>The tables, each with those that go on with it.</summary>
    public IReadOnlyList<Sheet> Join(IReadOnlyList<Sheet> tables)
    {
        var parts = tables.Where(continued.ContainsKey).ToLookup(t => continued[t].Begun, ReferenceEqualityComparer.Instance);
        return
        [
            .. from table in tables
               where !continued.ContainsKey(table)
               let begun = table with { Heading = headings.GetValueOrDefault(table) }
               select parts[table].Aggregate(begun, (whole, part) => Append(whole, part, continued[part].Heading)),
        ];
    }

    /// <summary>The findings on rows that may hold an item, in tables of which nothing is read.</summary>
    public static IEnumerable<Finding> NotRead(IReadOnlyList<Sheet> tables) =>
        from table in tables
        where !HoldsItems(table)
        from row in table.Rows
        where row.Cells.Any(c => Day().IsMatch(Folding.Compact(c))) && !row.Cells.Any(c => FormTable.IsForSignature(c))
        let line = row.AsLine()
        where !DutyNotes.NamesDuty(line)
        select PlanFindings.LineNotRead(SheetFindings.Short(line.Raw), $"{row.Place}");

    public static bool HoldsItems(Sheet table) => ItemTable.Find(table) is not null || FormTable.TryRead(table, []) is not null;

    private static bool Continues(Sheet table, ItemTable? items, TableHeader header)
    {
        if (table.Rows.FirstOrDefault(r => !r.IsBlank) is not { } first || first.Cells.Count != header.Columns.Count
            || (items is not null && (items.HeaderRow == first || !first.HasMoreThan(2)))
            || first.Cells.Any(c => FieldLabels.Read(c) is { IsWhole: true, Field: not Field.Unknown }))
        {
            return false;
        }
        if (header.First(Field.Number) is not { } number)
            return header.Of(Field.Deadline).Any(c => Day().IsMatch(Folding.Compact(first.Cells[c])));
        return string.IsNullOrWhiteSpace(first.Cells[number])
            ? table.Rows.Any(r => number < r.Cells.Count && IsNumber(r.Cells[number]))
            : IsNumber(first.Cells[number]);
    }

    private static bool IsNumber(string cell) => Number().IsMatch(Folding.Compact(cell));

    private static string? HeadingIn(IEnumerable<string> lines) => lines.LastOrDefault(IsHeading)?.Trim();

    private static bool IsHeading(string line) => TableReading.CanBeSection(line) && HeadingNumber.OfSection(line.Trim()) is not null;

    // The heading becomes a row, which is read as the section of the rows below it.
    private static Sheet Append(Sheet whole, Sheet part, string? heading)
    {
        IReadOnlyList<TableRow> section = heading is null ? [] : [new(part.Rows[0].Line, [heading]) { Sheet = part.Name }];
        var shift = whole.Rows.Count + section.Count;
        return whole with
        {
            Rows = [.. whole.Rows, .. section, .. part.Rows],
            Merges = [.. whole.Merges, .. part.Merges.Select(m => m with { FromRow = m.FromRow + shift, ToRow = m.ToRow + shift })],
        };
    }

    // A table at the end of the document, below an item that has its fields, can be for signatures.
    private static bool EndsInBareHeading(IReadOnlyList<string> lines)
    {
        for (var i = lines.Count - 1; i >= Math.Max(0, lines.Count - LinesBack); i--)
        {
            var line = ProseLine.Read(new SourceLine(i + 1, lines[i]));
            if (line.Number is not null || line.Labelled.Values.Count > 0)
                return line.Labelled.Values.Count == 0;
        }
        return false;
    }

    [GeneratedRegex(@"^[(A-Za-z-]{0,6}[\d一二三四五六七八九十][\d一二三四五六七八九十.、)-]{0,8}$", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(
        @"^(?:\d{4}年)?\d{1,2}月(?:\d{1,2}[日号]|底)?前?$|^\d{4}[-./]\d{1,2}[-./]\d{1,2}$|^\d{1,2}[./]\d{1,2}$|^立行立改$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Day();
}
