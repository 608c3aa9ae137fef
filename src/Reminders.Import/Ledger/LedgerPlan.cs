using System.Text.RegularExpressions;

namespace Reminders.Import.Ledger;

/// <summary>A ledger (整改台账): one row per item, under a header that is found by its words.</summary>
internal static partial class LedgerPlan
{
    public static RawPlan Read(LedgerTable table, IEnumerable<SourceLine> lines)
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
            if (item.Problem.Length > 0 && !(hasNumbers && item.Number is null && items.Count > 0 && item.Fields.Count == 0))
                items.Add(item);
            else if (hasNumbers && item.Number is null && items.Count > 0 && (item.Problem.Length + item.Measures.Length > 0 || item.Fields.Count > 0))
                items[^1] = Continue(items[^1], item);
            else
                findings.Add(ImportFindings.RowWithoutProblem($"{item.Place}"));
        }
        var headerLine = table.Rows[table.HeaderIndex].Line;
        var frame = table.Rows.Where((r, i) => i < table.HeaderIndex || IsFrame(r))
            .Select(Line);
        return new(Title(table), items)
        {
            Lines = lines,
            FrameLines = [.. frame],
            BodyStart = headerLine - 1,
            Findings = findings,
            HasSerials = true,
        };
    }

    /// <summary>All sheets that are ledgers, one behind the other; null when none is. Where there are several, the sheet's name is the items' section.</summary>
    public static RawPlan? TryRead(IReadOnlyList<Sheet> sheets)
    {
        var tables = sheets.Select(s => (Sheet: s, Table: LedgerTable.Find(s))).Where(s => s.Table is not null).ToList();
        var plans = tables.ConvertAll(s => Read(s.Table!, s.Sheet.Rows.Select(Line)));
        if (plans.Count <= 1)
            return plans.FirstOrDefault();
        var items = plans.Zip(tables).SelectMany(p => p.First.Items.Select(i => i with { Section = string.Join('/', new[] { p.Second.Sheet.Name, i.Section }.Where(s => s.Length > 0)) }));
        return plans[0] with
        {
            Title = plans.Select(p => p.Title).FirstOrDefault(t => t is not null),
            Items = [.. items],
            Lines = plans.SelectMany(p => p.Lines),
            FrameLines = [.. plans.SelectMany(p => p.FrameLines)],
            Findings = [.. plans.SelectMany(p => p.Findings)],
        };
    }

    private static RawItem ItemOf(TableRow row, LedgerHeader header)
    {
        var place = row.Place;
        var fields = new List<RawField>(8);
        for (var column = 0; column < Math.Min(header.Columns.Count, row.Cells.Count); column++)
        {
            var (field, label) = header.Columns[column];
            var text = row.Cells[column].Trim();
            if (field == Field.Phone && text.Length > 0 && fields is [.., { Field: Field.Person or Field.UnitAndPerson or Field.Leader } named])
                fields[^1] = named with { Text = $"{named.Text} {text}" };
            else if (field is Field.Leader or Field.Person or Field.UnitAndPerson or Field.Unit or Field.Deadline or Field.DeadlineOrActual && text.Length > 0)
                fields.Add(new(field, text, row.PlaceOf(column, label)));
        }
        // With a clear deadline column, 完成时间 beside it is when the work was really done.
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

        // A long ledger asks for this five times a row, mostly of one column.
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

    private static RawItem Continue(RawItem item, RawItem more) => item with
    {
        Problem = item.Problem + (more.Problem.Length > 0 ? "\n" + more.Problem : ""),
        Measures = string.Join('\n', new[] { item.Measures, more.Measures }.Where(m => m.Length > 0)),
        Fields = [.. item.Fields, .. more.Fields],
    };

    // A header is printed again at the top of each page.
    private static bool IsHeaderAgain(TableRow row, LedgerTable table) => row.First == table.Rows[table.HeaderIndex].First && row.Cells.SequenceEqual(table.Rows[table.HeaderIndex].Cells);

    private static SourceLine Line(TableRow row) => new(row.Line, string.Join(' ', row.Cells.Where(c => !string.IsNullOrWhiteSpace(c))));

    private static bool IsFrame(TableRow row)
    {
        var first = row.First ?? " ";
        return !char.IsAsciiDigit(first[0]) && FrameRow().IsMatch(Folding.Compact(first));
    }

    private static string? Title(LedgerTable table) => table.Rows.Take(table.HeaderIndex)
        .Select(r => r.Cells.Where(c => !string.IsNullOrWhiteSpace(c)).ToList())
        .Where(cells => cells.Count == 1 && !NoTitle().IsMatch(Folding.Compact(cells[0])))
        .Select(cells => cells[0].Trim()).FirstOrDefault();

    private static string? Optional(string text) => text.Length > 0 ? text : null;

    private static InputRefusedException Duplicate(string number, TableRow first, TableRow second) => new(
        RefusalCodes.ItemDuplicate,
        $"The number {number} stands twice, in {first.Place} and in {second.Place}. Give each row its own number.",
        [new(first.Line, null, $"Number {number}."), new(second.Line, null, $"Number {number} again.")]);

    [GeneratedRegex("^(?:(?:合计|总计|小计)[^\\p{L}]*.{0,4}|(?:填表人|填报人|制表人|审核人|审批人|审核|负责人签字|单位负责人|填表日期|填报日期|制表日期|填表单位|备注|注|说明)(?::.*)?)$", RegexOptions.CultureInvariant)]
    private static partial Regex FrameRow();

    [GeneratedRegex("^(?:截至|截止|单位|填报|填表|制表|附[件表]|附\\d|日期|时间|\\d[\\d年月日./-]*$)", RegexOptions.CultureInvariant)]
    private static partial Regex NoTitle();
}
