using DocumentFormat.OpenXml.Spreadsheet;
using NodaTime.Text;

namespace Reminders.Import.Tests.Corpus;

/// <summary>
/// The tables of the corpus with a change that must change no duty: something hidden, a merged cell filled. With a header that is not
/// known, a duty may only go into a finding.
/// </summary>
public class ChangedTableTests
{
    private static readonly string[] Unread = ["column-unknown", "column-taken", "table-not-read", "sheet-not-read"];

    public static TheoryData<string> Names => [.. CorpusPlan.Tables.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_hidden_copy_of_a_sheet_changes_no_duty(string name)
    {
        var sheets = SheetsOf(name);
        foreach (var state in new[] { SheetStateValues.Hidden, SheetStateValues.VeryHidden })
        {
            foreach (var isFirst in new[] { true, false })
            {
                var old = sheets[^1] with { Name = "旧稿", State = state, Rows = [.. sheets[^1].Rows.Select(Older)] };
                var changed = Read(name, isFirst ? [old, .. sheets] : [.. sheets, old]);

                Assert.Equal(Duties(Read(name, sheets)), Duties(changed));
                Assert.Contains("旧稿", Assert.Single(changed.Findings, f => f.Code == "sheet-hidden").Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_hidden_row_and_a_hidden_column_change_no_duty(string name)
    {
        var sheets = SheetsOf(name).Where(s => s.Rows.Any(r => r.Count(c => c is not null) > 3)).ToArray();
        var expected = Duties(Read(name, sheets));
        var (first, width) = (sheets[0], (uint)sheets[0].Rows.Max(r => r.Length));
        var last = first.Rows.Last(r => r.Count(c => c is not null) > 3);
        var hidden = first with { Rows = [.. first.Rows, Older(last)], HiddenRows = [(uint)first.Rows.Length + 1] };
        XlsxSheet[] withRow = [hidden, .. sheets[1..]];
        XlsxSheet[] withColumn =
        [
            first with
            {
                Rows =
                [
                    .. first.Rows.Select(r =>
                        (object?[])[.. r, .. new object?[width - r.Length], r.Count(c => c is not null) > 3 ? "责任人" : null]),
                ],
                HiddenColumns = [width + 1],
            },
            .. sheets[1..],
        ];

        Assert.Equal(expected, Duties(Read(name, withRow)));
        Assert.Single(Read(name, withRow).Findings, f => f.Code == "rows-hidden");
        Assert.Equal(expected, Duties(Read(name, withColumn)));
        Assert.Single(Read(name, withColumn).Findings, f => f.Code == "columns-hidden");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Merged_cells_and_cells_filled_in_give_the_same_duties(string name)
    {
        var sheets = SheetsOf(name);
        var filled = sheets.Select(Filled).ToArray();

        Assert.Equal(Duties(Read(name, sheets)), Duties(Read(name, filled)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Equal_cells_below_each_other_may_be_merged(string name)
    {
        var sheets = SheetsOf(name);
        var merged = sheets.Select(Merged).ToArray();

        Assert.Equal(Duties(Read(name, sheets)), Duties(Read(name, merged)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_header_that_is_not_known_takes_duties_only_into_a_finding(string name)
    {
        var sheets = SheetsOf(name);
        var whole = Read(name, sheets);
        var known = whole.Items.GroupBy(i => i.Problem).ToDictionary(g => g.Key, g => g.First());
        var header = Array.FindIndex(sheets[0].Rows, r => r.Count(c => c is string s && FieldLabels.IsKnown(Folding.Compact(s))) >= 3);
        for (var column = 0; header >= 0 && column < sheets[0].Rows[header].Length; column++)
        {
            if (sheets[0].Rows[header][column] is not string)
                continue;
            object?[][] rows = [.. sheets[0].Rows.Select((r, i) => i == header ? [.. r.Select((c, at) => at == column ? "甲乙丙丁" : c)] : r)];
            PlanDraft plan;
            try
            {
                plan = Read(name, [sheets[0] with { Rows = rows }, .. sheets[1..]]);
            }
            catch (InputRefusedException)
            {
                continue;
            }
            foreach (var item in plan.Items.Where(i => known.ContainsKey(i.Problem)))
            {
                var before = known[item.Problem];
                Assert.Empty(item.Persons.Select(p => p with { Phone = PhoneOf(before, p) }).Except(before.Persons));
                Assert.Empty(item.Leaders.Select(p => p.Name).Except(before.Leaders.Select(p => p.Name)));
                Assert.Empty(item.Units.Except(before.Units));
                // Of two columns of deadlines one can be left.
                Assert.True(
                    item.Deadline.Date is null || item.Deadline.Date == before.Deadline.Date
                        || before.Deadline.Text.Contains(item.Deadline.Text, StringComparison.Ordinal),
                    $"{item.Problem}: {item.Deadline}");
            }
            Assert.True(Duties(plan).SequenceEqual(Duties(whole)) || plan.Findings.Any(f => Unread.Contains(f.Code)));
        }
    }

    // A number may be missing, but no other number may take its place.
    private static PhoneNumber? PhoneOf(ItemDraft before, Party party) =>
        party.Phone ?? before.Persons.FirstOrDefault(p => p.Name == party.Name)?.Phone;

    private static XlsxSheet[] SheetsOf(string name) =>
        [.. CorpusPlan.Tables.Single(p => p.Name == name).Sheets.Select(s => new XlsxSheet(s.Name, s.CellRows, [.. s.Merges ?? []]))];

    private static PlanDraft Read(string name, XlsxSheet[] sheets)
    {
        var plan = CorpusPlan.Tables.Single(p => p.Name == name);
        return PlanFile.Read(Xlsx.Of(sheets), "plan", new(plan.Year, LocalDatePattern.Iso.Parse(plan.LoadedOn).Value));
    }

    private static IEnumerable<string> Duties(PlanDraft plan) => plan.Items.Select(i =>
        $"{i.Number} {i.Problem} {string.Join(',', i.Persons)} {string.Join(',', i.Leaders)} {string.Join(',', i.Units)} "
            + $"{i.Deadline.Date} {i.Deadline.Kind}");

    // The same row with other people and another number, so that it would show.
    private static object?[] Older(object?[] row) =>
    [
        .. row.Select(c =>
            c is int number ? number + 500 : c is string { Length: 2 or 3 } text && !FieldLabels.IsKnown(text) ? "王旧稿" : c),
    ];

    // Cells that are merged over several items, each with a number of its own.
    private static XlsxSheet Filled(XlsxSheet sheet)
    {
        object?[][] rows = [.. sheet.Rows.Select(r => (object?[])[.. r])];
        var kept = new List<string>();
        foreach (var merge in sheet.Merges)
        {
            var (from, to) = Range(merge);
            if (from.Column != to.Column || from.Row == to.Row || from.Column == 0
                || !Enumerable.Range(from.Row, to.Row - from.Row + 1).All(r => IsNumbered(rows[r])))
            {
                kept.Add(merge);
                continue;
            }
            for (var row = from.Row; row <= to.Row; row++)
                rows[row][from.Column] = rows[from.Row][from.Column];
        }
        return sheet with { Rows = rows, Merges = [.. kept] };
    }

    private static XlsxSheet Merged(XlsxSheet sheet)
    {
        object?[][] rows = [.. sheet.Rows.Select(r => (object?[])[.. r])];
        var merges = sheet.Merges.ToList();
        var covered = sheet.Merges.Select(Range).ToList();
        for (var column = 1; column < rows.Max(r => r.Length); column++)
        {
            for (var row = 1; row < rows.Length; row++)
            {
                var end = row;
                while (end + 1 < rows.Length && IsNumbered(rows[row]) && IsNumbered(rows[end + 1]) && column < rows[row].Length
                    && column < rows[end + 1].Length
                    && rows[row][column] is string { Length: > 0 } text && text.Equals(rows[end + 1][column]))
                {
                    end++;
                }
                var isFree = covered.TrueForAll(m => m.From.Column > column || m.To.Column < column || m.From.Row > end || m.To.Row < row);
                if (end > row && isFree)
                {
                    for (var below = row + 1; below <= end; below++)
                        rows[below][column] = null;
                    merges.Add($"{(char)('A' + column)}{row + 1}:{(char)('A' + column)}{end + 1}");
                }
                row = end;
            }
        }
        return sheet with { Rows = rows, Merges = [.. merges] };
    }

    private static bool IsNumbered(object?[] row) =>
        row[0] is int || (row[0] is string text && text.Length > 0 && char.IsAsciiDigit(text[0]));

    private static ((int Row, int Column) From, (int Row, int Column) To) Range(string merge) =>
        merge.Split(':') is [var from, var to] ? (Cell(from), Cell(to)) : throw new ArgumentException(merge);

    private static (int Row, int Column) Cell(string reference)
    {
        var letters = reference.TakeWhile(char.IsAsciiLetterUpper).Count();
        return (int.Parse(reference.AsSpan(letters), System.Globalization.CultureInfo.InvariantCulture) - 1,
            reference[..letters].Aggregate(0, (n, c) => (n * 26) + c - 'A' + 1) - 1);
    }
}
