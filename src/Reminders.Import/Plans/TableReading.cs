using System.Text.RegularExpressions;

namespace Reminders.Import.Plans;

/// <summary>Reads the rows of a table of items: items, sections, and rows that belong to the item above.</summary>
internal sealed partial class TableReading(ItemTable table)
{
    private const int LongestSection = 50;
    internal const int SectionWidth = 3;
    private const int RowsTried = 50;

    private readonly List<RawItem> items = new(table.Rows.Count);
    private readonly List<Finding> findings = [];
    private readonly List<TableRow> done = [];
    private readonly Dictionary<string, TableRow> numbers = new(table.Rows.Count);
    private readonly List<(NumberStyle? Style, string Text)> sections = [];
    private TableHeader header = table.Header;
    private (int Column, bool IsChange)[]? noteColumns;
    private bool isDonePart = IsOfDone(table.Header, table.Sheet);
    private Place headerPlace = table.HeaderRow.Place;
    private TableRow? sectionRow;
    private bool mayContinue;

    public IReadOnlyList<RawItem> Items => items;
    public IReadOnlyList<Finding> Findings => findings;

    public void Read()
    {
        if (table.Taken is { } taken)
            findings.Add(taken);
        DoubtActualDates();
        var filled = table.Filled(out var repeats);
        for (var i = table.BodyIndex; i < table.Rows.Count; i++)
        {
            var printed = table.Rows[i];
            if (printed.IsBlank)
                continue;
            // The next table of a document may count again.
            if (i > table.BodyIndex && printed.Sheet != table.Rows[i - 1].Sheet)
                numbers.Clear();
            if (TablePlan.IsFrame(printed))
            {
                if (printed.AsLine() is var line && (DutyWord().IsMatch(line.Raw) || DutyNotes.NamesDuty(line)))
                    findings.Add(PlanFindings.LineNotRead(SheetFindings.Short(line.Raw, DutyNotes.LongestQuote), $"{printed.Place}"));
                continue;
            }
            if (IsHeaderAgain(printed) || header == TableHeader.None)
                continue;
            if (SectionOf(printed, i) is { } section)
                Begin(section, printed);
            else
                Add(filled[i], printed, repeats.Contains(i));
        }
        EndSection();
        FindUnknownColumns();
        if (done.Count > 0)
            findings.Add(PlanFindings.ItemsDone(done, $"{table.HeaderRow.Place}"));
    }

    // Adds the notes that change a duty to the item, and tells whether one says that it is done.
    private bool ReadNotes(TableRow row, List<RawField> fields)
    {
        noteColumns ??=
        [
            .. from column in header.Of(Field.Other)
               let label = header.Columns[column].Label
               where DutyNotes.IsRemark(label)
               select (column, DutyNotes.IsChange(label)),
        ];
        var isDone = false;
        foreach (var (column, isChange) in noteColumns)
        {
            if (column >= row.Cells.Count || row.Cells[column].Length == 0)
                continue;
            var note = DutyNotes.Read(row.Cells[column], isChange);
            isDone |= note == DutyNote.Done;
            if (note == DutyNote.Change)
                fields.Add(Note(row, column));
        }
        return isDone;
    }

    private RawField Note(TableRow row, int column)
    {
        var label = header.Columns[column].Label.ReplaceLineEndings("");
        return new(Field.Other, row.Cells[column].Trim(), row.PlaceOf(column, label)) { Label = label };
    }

    // 备注:责任人为张伟 below the rows.
    [GeneratedRegex("责任人|责任领导|时限|期限", RegexOptions.CultureInvariant)]
    private static partial Regex DutyWord();

    // A sheet 已销号, a table below 二、已完成问题, or one with the column 已完成问题.
    private static bool IsOfDone(TableHeader header, Sheet sheet) =>
        DutyNotes.NamesDone(sheet.Name) || DutyNotes.NamesDone(sheet.Heading ?? "")
        || header.Of(Field.Problem).Any(c => DutyNotes.NamesDone(header.Columns[c].Label));

    // 完成时间 is the actual date if another column gives the deadline, and a column that is not understood may.
    private void DoubtActualDates()
    {
        if (header.Of(Field.Deadline).Length > 0 || !header.Unknown.Any(HoldsDates))
            return;
        foreach (var column in header.Of(Field.DeadlineOrActual))
        {
            findings.Add(PlanFindings.ColumnUnknown(header.Columns[column].Label, $"{table.HeaderRow.Place}"));
            header = header.With(column, Field.Other);
        }
    }

    private bool HoldsDates(int column)
    {
        var rows = table.Rows.Skip(table.BodyIndex).Where(r => column < r.Cells.Count && !string.IsNullOrWhiteSpace(r.Cells[column]))
            .Take(RowsTried).ToList();
        var days = rows.Count(r => DateLike().IsMatch(Folding.Compact(r.Cells[column])) || r.IsNumber(column, out _));
        return days * 2 > rows.Count;
    }

    private void Add(TableRow row, TableRow printed, bool isRepeat)
    {
        var item = ItemOf(row, header) is var read && sections.Count > 0
            ? read with { Section = string.Join('/', sections.Select(s => s.Text).Append(read.Section).Where(s => s.Length > 0)) }
            : read;
        if (!isRepeat && item.Number is { } number && Folding.Compact(number) is var bare && !numbers.TryAdd(bare, row))
            throw Duplicate(number, numbers[bare], row);
        var hasDuty = item.Fields.Exists(f => f.Field != Field.Unknown);
        var isDone = ReadNotes(row, item.Fields);
        var continues = mayContinue && item.Number is null && header.Of(Field.Number).Length > 0;
        if (item.Problem.Length > 0 && !(continues && !hasDuty))
        {
            items.Add(item);
            if (isDone || isDonePart)
                done.Add(printed);
            mayContinue = true;
            sectionRow = null;
        }
        else if (continues && (item.Problem.Length + item.Measures.Length > 0 || hasDuty))
        {
            items[^1] = Continue(items[^1], item);
        }
        else
        {
            findings.Add(PlanFindings.RowWithoutProblem(SheetFindings.Short(printed.AsLine().Raw), $"{item.Place}"));
        }
    }

    // Some tables print the header again at the top of each page, or go on with other columns.
    private bool IsHeaderAgain(TableRow row)
    {
        if (row.First == table.HeaderRow.First && row.Cells.SequenceEqual(table.HeaderRow.Cells))
            return true;
        if (!TableHeader.IsOfLabels(row.Cells))
            return false;
        FindUnknownColumns();
        (header, noteColumns) = (TableHeader.Read(row.Cells) ?? TableHeader.None, null);
        isDonePart = IsOfDone(header, table.Sheet) || sections.Exists(s => DutyNotes.NamesDone(s.Text));
        headerPlace = row.Place;
        if (header == TableHeader.None)
            findings.Add(PlanFindings.TableBelowNotRead(SheetFindings.Short(row.AsLine().Raw), $"{row.Place}"));
        numbers.Clear();
        mayContinue = false;
        return true;
    }

    private void FindUnknownColumns()
    {
        foreach (var column in header.NotRead.Where(HasText))
            findings.Add(PlanFindings.ColumnUnknown(header.Columns[column].Label, $"{headerPlace}"));
    }

    // A row with one text that heads the rows below it: 一、扩大投资 alone, or as number and problem.
    private string? SectionOf(TableRow row, int index)
    {
        if (row.HasMoreThan(2))
            return null;
        var columns = Enumerable.Range(0, row.Cells.Count).Where(i => !string.IsNullOrWhiteSpace(row.Cells[i])).ToList();
        if (columns is [var first, var second] && header.First(Field.Number) == first && header.Of(Field.Problem).Contains(second)
            && ChineseNumber().IsMatch(Folding.Compact(row.Cells[first])) && HasDigits)
        {
            return $"{row.Cells[first].Trim().TrimEnd('、', '.')}、{row.Cells[second].Trim()}";
        }
        if (columns is not [var only] || header.Columns.Count < SectionWidth)
            return null;
        var text = row.Cells[only].Trim();
        if (!CanBeSection(text))
            return null;
        var field = only < header.Columns.Count ? header.Columns[only].Field : Field.Unknown;
        return field == Field.Section || (field == Field.Number && text.Count(char.IsLetter) > 1)
            || HeadingNumber.OfSection(text) is not null || IsWide(index)
            ? text
            : null;
    }

    private bool IsWide(int row) => table.Sheet.Merges.Any(m => m.FromRow == row && m.ToColumn - m.FromColumn + 1 >= SectionWidth);

    private bool HasDigits => hasDigits ??= header.First(Field.Number) is { } number && table.Rows.Skip(table.BodyIndex)
        .Any(r => number < r.Cells.Count && r.Cells[number].AsSpan().Trim() is { Length: > 0 } cell && char.IsDigit(cell[0]));

    private bool? hasDigits;

    /// <summary>Whether the text is a short phrase, as the headings of sections are.</summary>
    public static bool CanBeSection(string text) => text.Length <= LongestSection && text.IndexOfAny(['。', '\n', ':', '：', '；']) < 0;

    // A heading ends the headings of its own style and of the styles that came below it.
    private void Begin(string text, TableRow row)
    {
        var heading = HeadingNumber.OfSection(text);
        var level = sections.FindIndex(s => s.Style == heading?.Style);
        if (level >= 0)
        {
            EndSection();
            sections.RemoveRange(level, sections.Count - level);
        }
        var name = heading is null ? text : text[Math.Min(text.Length, heading.Length)..].Trim();
        sections.Add((heading?.Style, name.Length > 0 ? name : text));
        isDonePart = IsOfDone(header, table.Sheet) || sections.Exists(s => DutyNotes.NamesDone(s.Text));
        sectionRow = row;
        numbers.Clear();
        mayContinue = false;
    }

    // A heading without rows below it may be something else.
    private void EndSection()
    {
        if (sectionRow is { } row)
            findings.Add(PlanFindings.RowWithoutProblem(SheetFindings.Short(row.AsLine().Raw), $"{row.Place}"));
        sectionRow = null;
    }

    private bool HasText(int column) =>
        table.Rows.Skip(table.BodyIndex).Any(r => column < r.Cells.Count && !string.IsNullOrWhiteSpace(r.Cells[column]));

    private static RawItem ItemOf(TableRow row, TableHeader header)
    {
        var place = row.Place;
        var fields = new List<RawField>(8);
        var measures = "";
        for (var column = 0; column < Math.Min(header.Columns.Count, row.Cells.Count); column++)
        {
            var (field, label) = header.Columns[column];
            var text = row.Cells[column].Trim();
            if (text.Length == 0)
                continue;
            if (field == Field.Phone && IndexOf(fields, header.OwnerOf(column)) is >= 0 and var named)
                PhonePairs.Add(fields, named, text, row.PlaceOf(column, label));
            else if (FieldLabels.GivesDuty(field))
                fields.Add(FieldOf(row, column, field, header.WithYear(column, text), label));
            else if (field == Field.Several)
                measures = $"{measures}\n{SeveralFields.Add(fields, row.PlaceOf(column, label), text)}".Trim();
            else if (field == Field.Unknown && MayBeDuty().IsMatch(label))
                fields.Add(new(field, $"{label.ReplaceLineEndings("")}: {text}", row.PlaceOf(column, label)));
        }
        // Beside a clear deadline column, 完成时间 is the actual date of completion.
        if (header.Of(Field.Deadline).Length > 0 && header.Of(Field.DeadlineOrActual).Length > 0)
            fields.RemoveAll(f => f.Field == Field.DeadlineOrActual);
        var title = Text(Field.Title);
        var problem = Text(Field.Problem);
        var number = Text(Field.Number);
        return new(number.Length > 0 ? number : null, Text(Field.Section), place)
        {
            Title = title.Length > 0 ? title : null,
            Problem = problem.Length > 0 ? problem : title,
            Measures = measures.Length == 0 ? Text(Field.Measures) : $"{Text(Field.Measures)}\n{measures}".Trim(),
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

    private static int IndexOf(List<RawField> fields, int? column)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            if (fields[i].Place.Column == column)
                return i;
        }
        return -1;
    }

    /// <summary>The text of a cell as a field, with the day of its number.</summary>
    public static RawField FieldOf(TableRow row, int column, Field field, string text, string label)
    {
        var isNumber = row.IsNumber(column, out var day);
        return new(field, text, row.PlaceOf(column, label)) { IsNumber = isNumber, Day = day };
    }

    private static RawItem Continue(RawItem item, RawItem more) => item with
    {
        Problem = item.Problem + (more.Problem.Length > 0 ? "\n" + more.Problem : ""),
        Measures = string.Join('\n', new[] { item.Measures, more.Measures }.Where(m => m.Length > 0)),
        Fields = [.. item.Fields, .. more.Fields],
    };

    private static InputRefusedException Duplicate(string number, TableRow first, TableRow second) => new(
        RefusalCodes.ItemDuplicate,
        $"The number {number} is used twice, in {first.Place} and in {second.Place}. Give each row its own number.",
        [new(first.Line, null, $"Number {number}."), new(second.Line, null, $"Number {number} again.")]);

    [GeneratedRegex(@"\d{1,2}月|[一二三四五六七八九十]月|年底|季度|半年|\d{4}[-./年]\d|^\d{5}$|立行立改|长期", RegexOptions.CultureInvariant)]
    private static partial Regex DateLike();

    // A column that is not understood is quoted in each item if it may name people, units or a day.
    [GeneratedRegex("人|员|领导|长$|责任|负责|牵头|单位|部门|科室|主体|时|期|日|谁|联系", RegexOptions.CultureInvariant)]
    private static partial Regex MayBeDuty();

    [GeneratedRegex("^[一二三四五六七八九十百]+[、.]?$", RegexOptions.CultureInvariant)]
    private static partial Regex ChineseNumber();
}
