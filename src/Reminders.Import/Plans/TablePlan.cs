using System.Text.RegularExpressions;

namespace Reminders.Import.Plans;

/// <summary>A plan as a table (整改台账): one row per item, under a header that is found by its words.</summary>
internal static partial class TablePlan
{
    public static RawPlan Read(ItemTable table, IEnumerable<SourceLine> lines)
    {
        var items = new List<RawItem>();
        var findings = new List<Finding>();
        var numbers = new Dictionary<string, TableRow>();
        var hasNumbers = table.Header.Columns.Any(c => c.Field == Field.Number);
        foreach (var row in table.Body.Where(r => !r.IsBlank && !IsFrame(r) && !IsHeaderAgain(r, table)))
        {
            var item = ItemOf(row, table.Header);
            if (item.Number is { } number && Folding.Compact(number) is var bare && !numbers.TryAdd(bare, row))
                throw Duplicate(number, numbers[bare], row);
            var mayContinue = hasNumbers && item.Number is null && items.Count > 0;
            if (item.Problem.Length > 0 && !(mayContinue && item.Fields.Count == 0))
                items.Add(item);
            else if (mayContinue && (item.Problem.Length + item.Measures.Length > 0 || item.Fields.Count > 0))
                items[^1] = Continue(items[^1], item);
            else
                findings.Add(PlanFindings.RowWithoutProblem($"{item.Place}"));
        }
        return new(Title(table), items)
        {
            Lines = lines,
            FrameLines = [.. table.Rows.Where((r, i) => i < table.HeaderIndex || IsFrame(r)).Select(r => r.AsLine())],
            BodyStart = table.HeaderRow.Line - 1,
            Findings = findings,
            HasSerials = true,
        };
    }

    /// <summary>The items of all sheets; null if no sheet has any header. The names of several sheets become sections.</summary>
    public static RawPlan? TryRead(IReadOnlyList<Sheet> sheets)
    {
        var tables = sheets.Select(s => (Sheet: s, Table: ItemTable.Find(s))).Where(s => s.Table is not null).ToList();
        var plans = tables.ConvertAll(s => Read(s.Table!, s.Sheet.Rows.Select(r => r.AsLine())));
        if (plans.Count <= 1)
            return plans.FirstOrDefault();
        return plans[0] with
        {
            Title = plans.Select(p => p.Title).FirstOrDefault(t => t is not null),
            Items = [.. plans.Zip(tables).SelectMany(p => p.First.Items.Select(i => InSection(i, p.Second.Sheet.Name)))],
            Lines = plans.SelectMany(p => p.Lines),
            FrameLines = [.. plans.SelectMany(p => p.FrameLines)],
            Findings = [.. plans.SelectMany(p => p.Findings)],
        };
    }

    private static RawItem InSection(RawItem item, string name) =>
        item with { Section = string.Join('/', new[] { name, item.Section }.Where(s => s.Length > 0)) };

    private static RawItem ItemOf(TableRow row, TableHeader header)
    {
        var place = row.Place;
        var fields = new List<RawField>(8);
        for (var column = 0; column < Math.Min(header.Columns.Count, row.Cells.Count); column++)
        {
            var (field, label) = header.Columns[column];
            var text = row.Cells[column].Trim();
            if (text.Length == 0)
                continue;
            if (field == Field.Phone && fields is [.., { Field: Field.Person or Field.UnitAndPerson or Field.Leader } named])
                fields[^1] = named with { Text = $"{named.Text} {text}" };
            else if (field is Field.Leader or Field.Person or Field.UnitAndPerson or Field.Unit or Field.Deadline or Field.DeadlineOrActual)
                fields.Add(FieldOf(row, column, field, text, label));
        }
        // Beside a clear deadline column, 完成时间 is the actual date of completion.
        if (header.Of(Field.Deadline).Length > 0 && header.Of(Field.DeadlineOrActual).Length > 0)
            fields.RemoveAll(f => f.Field == Field.DeadlineOrActual);
        var title = Text(Field.Title);
        var problem = Text(Field.Problem);
        return new(Optional(Text(Field.Number)), Text(Field.Section), place)
        {
            Title = Optional(title),
            Problem = problem.Length > 0 ? problem : title,
            Measures = Text(Field.Measures),
            Fields = fields,
        };

        // A loop, because a long table asks for this five times a row.
        string Text(Field field)
        {
            var all = "";
            foreach (var column in header.Of(field))
            {
                if (column < row.Cells.Count && row.Cells[column].Trim().ReplaceLineEndings("\n") is { Length: > 0 } text)
                    all = all.Length == 0 ? text : $"{all}\n{text}";
            }
            return all;
        }
    }

    private static RawField FieldOf(TableRow row, int column, Field field, string text, string label)
    {
        LocalDate? day = null;
        var isNumber = row.Days?.TryGetValue(column, out day) == true;
        return new(field, text, row.PlaceOf(column, label)) { IsNumber = isNumber, Day = day };
    }

    private static RawItem Continue(RawItem item, RawItem more) => item with
    {
        Problem = item.Problem + (more.Problem.Length > 0 ? "\n" + more.Problem : ""),
        Measures = string.Join('\n', new[] { item.Measures, more.Measures }.Where(m => m.Length > 0)),
        Fields = [.. item.Fields, .. more.Fields],
    };

    // Some tables print the header again at the top of each page.
    private static bool IsHeaderAgain(TableRow row, ItemTable table) =>
        row.First == table.HeaderRow.First && row.Cells.SequenceEqual(table.HeaderRow.Cells);

    /// <summary>Whether the row holds totals, signatures or notes.</summary>
    internal static bool IsFrame(TableRow row)
    {
        var first = row.First ?? " ";
        return !char.IsAsciiDigit(first[0]) && FrameRow().IsMatch(Folding.Compact(first));
    }

    private static string? Title(ItemTable table) => table.Rows.Take(table.HeaderIndex)
        .Select(r => r.Cells.Where(c => !string.IsNullOrWhiteSpace(c)).ToList())
        .Where(cells => cells.Count == 1 && !NoTitle().IsMatch(Folding.Compact(cells[0])))
        .Select(cells => cells[0].Trim()).FirstOrDefault();

    private static string? Optional(string text) => text.Length > 0 ? text : null;

    private static InputRefusedException Duplicate(string number, TableRow first, TableRow second) => new(
        RefusalCodes.ItemDuplicate,
        $"The number {number} is used twice, in {first.Place} and in {second.Place}. Give each row its own number.",
        [new(first.Line, null, $"Number {number}."), new(second.Line, null, $"Number {number} again.")]);

    [GeneratedRegex(
        "^(?:(?:合计|总计|小计)[^\\p{L}]*.{0,4}"
        + "|(?:填表人|填报人|制表人|审核人|审批人|审核|负责人签字|单位负责人|填表日期|填报日期|制表日期|填表单位|备注|注|说明)(?::.*)?)$",
        RegexOptions.CultureInvariant)]
    private static partial Regex FrameRow();

    [GeneratedRegex("^(?:截至|截止|单位|填报|填表|制表|附[件表]|附\\d|日期|时间|\\d[\\d年月日./-]*$)", RegexOptions.CultureInvariant)]
    private static partial Regex NoTitle();
}

/// <summary>A table of items. The rows above the header are the head of the document, the rows below it hold the items.</summary>
/// <param name="Header">The columns.</param>
/// <param name="HeaderIndex">The first row of the header.</param>
/// <param name="BodyIndex">The first row behind the header.</param>
/// <param name="Rows">All rows, with the values of merged cells filled in.</param>
internal sealed record ItemTable(TableHeader Header, int HeaderIndex, int BodyIndex, IReadOnlyList<TableRow> Rows)
{
    private const int HeaderRows = 20;
    private const int MaxHeaderDepth = 4;

    public IEnumerable<TableRow> Body => Rows.Skip(BodyIndex);

    public TableRow HeaderRow => Rows[HeaderIndex];

    /// <summary>The text as a table, with the separator that gives most known columns; null if no row is a header.</summary>
    public static ItemTable? Find(string text)
    {
        ItemTable? best = null;
        foreach (var separator in (ReadOnlySpan<char>)[',', '\t', ';'])
        {
            if (text.Contains(separator) && Find(text, separator) is { } table && table.Header.Known > (best?.Header.Known ?? 0))
                best = table;
        }
        return best;
    }

    /// <summary>The sheet as a table of items; null if no row is a header. Merged cells show how many rows the header has.</summary>
    public static ItemTable? Find(Sheet sheet)
    {
        for (var i = 0; i < Math.Min(HeaderRows, sheet.Rows.Count); i++)
        {
            var depths = sheet.Merges.Where(m => m.FromRow == i).Select(m => m.ToRow - i + 1);
            var depth = Math.Min(MaxHeaderDepth, depths.DefaultIfEmpty(1).Max());
            var rows = sheet.Rows.Skip(i).Take(depth).Select((_, row) => sheet.Spread(i + row)).ToList();
            if (TableHeader.Read(rows) is { } header)
                return new(header, i, i + depth, Fill(sheet, header, i + depth));
        }
        return null;
    }

    private static ItemTable? Find(string text, char separator)
    {
        // A quotation mark in prose is not a fault, so the search is lenient. A text with a header is then read strictly.
        var rows = SeparatedText.Read(text, separator, HeaderRows, strict: false);
        for (var i = 0; i < rows.Count; i++)
        {
            if (TableHeader.Read(rows[i].Cells) is { } header)
                return new(header, i, i + 1, SeparatedText.Read(text, separator, int.MaxValue, strict: true));
        }
        return null;
    }

    /// <summary>
    /// Copies a cell that is merged over several items to each of them. If the number (or else the problem) is merged over several rows,
    /// those rows are one item: the lower rows get no copies.
    /// </summary>
    private static IReadOnlyList<TableRow> Fill(Sheet sheet, TableHeader header, int bodyIndex)
    {
        if (sheet.Merges.All(m => m.ToRow < bodyIndex))
            return sheet.Rows;
        var rows = sheet.Rows.ToList();
        var key = header.First(Field.Number) ?? header.First(Field.Problem) ?? header.First(Field.Title);
        var continued = sheet.Merges.Where(m => key >= m.FromColumn && key <= m.ToColumn)
            .SelectMany(m => Enumerable.Range(m.FromRow + 1, m.ToRow - m.FromRow)).ToHashSet();
        foreach (var merge in sheet.Merges.Where(m => m.FromRow >= bodyIndex && m.FromColumn == m.ToColumn && m.ToRow > m.FromRow))
        {
            var column = merge.FromColumn;
            if (column == key || merge.FromRow >= rows.Count || column >= rows[merge.FromRow].Cells.Count)
                continue;
            var value = rows[merge.FromRow].Cells[column];
            for (var row = merge.FromRow + 1; row <= Math.Min(merge.ToRow, rows.Count - 1); row++)
            {
                if (!continued.Contains(row))
                    rows[row] = rows[row].WithCell(column, value);
            }
        }
        return rows;
    }
}
