namespace Reminders.Import.Plans;

/// <summary>The columns of a table of items, known by the words of its header, in any order.</summary>
internal sealed class TableHeader
{
    private const int WeakColumns = 2;
    private const int WeakCells = 3;
    private const int WidestWord = 4;
    private const int LongestLabel = 24;

    private readonly Dictionary<Field, int[]> byField;
    private readonly Dictionary<int, string> years;

    private TableHeader(IReadOnlyList<(Field Field, string Label)> columns)
    {
        Columns = columns;
        byField = Enumerable.Range(0, columns.Count).OrderBy(i => !columns[i].Label.Contains("具体", StringComparison.Ordinal))
            .GroupBy(i => columns[i].Field).ToDictionary(g => g.Key, g => g.ToArray());
        years = Enumerable.Range(0, columns.Count).Where(i => columns[i].Field is Field.Deadline or Field.DeadlineOrActual)
            .Select(i => (Column: i, Year: LabelYear.In(columns[i].Label))).Where(c => c.Year is not null)
            .ToDictionary(c => c.Column, c => c.Year!);
    }

    /// <summary>One entry per column, in order; <see cref="Field.Unknown"/> without a label is a column without a header.</summary>
    public IReadOnlyList<(Field Field, string Label)> Columns { get; }

    public int Known => Columns.Count(c => c.Field is not (Field.Other or Field.Unknown));

    public bool NamesProblem => byField.ContainsKey(Field.Problem) || byField.ContainsKey(Field.Title);

    /// <summary>The columns with a header that is not understood.</summary>
    public IEnumerable<int> Unknown => Of(Field.Unknown).Where(c => Columns[c].Label.Length > 0);

    /// <summary>
    /// The columns of which nothing is read: with a header that is not understood, or of numbers that belong to nobody responsible.
    /// </summary>
    public IEnumerable<int> NotRead => Unknown
        .Concat(Of(Field.Contact).Where(c => FieldLabels.IsOfPhone(Columns[c].Label)))
        .Concat(Of(Field.Phone).Where(c => OwnerOf(c) is null));

    /// <summary>The columns of a field; the most specific, such as 具体问题表述, comes first.</summary>
    public int[] Of(Field field) => byField.GetValueOrDefault(field, []);

    /// <summary>The leftmost column of a field.</summary>
    public int? First(Field field) => Of(field) is { Length: > 0 } columns ? columns.Min() : null;

    /// <summary>The text of a cell with the year that the header gives to the dates of its column; nearly no header has one.</summary>
    public string WithYear(int column, string text) =>
        years.Count == 0 ? text : LabelYear.Put(years.GetValueOrDefault(column), text);

    /// <summary>The same header with another meaning of one column.</summary>
    public TableHeader With(int column, Field field) => new([.. Columns.Select((c, i) => i == column ? (field, c.Label) : c)]);

    /// <summary>The row as a header; null unless it names the problem, and a measure, a deadline or somebody responsible.</summary>
    public static TableHeader? Read(IReadOnlyList<string> cells) => Read([cells]);

    /// <summary>Several rows, from top to bottom, as one header. In each column the lowest known word counts.</summary>
    public static TableHeader? Read(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var header = new TableHeader(WithoutRivals(ColumnsOf(rows)));
        return header.NamesProblem && !header.IsOfForm && (header.HasDuty || header.Of(Field.Measures).Length > 0) ? header : null;
    }

    /// <summary>The rows as a header that does not name the problem, but a deadline or somebody responsible, and another column.</summary>
    public static TableHeader? ReadWithoutProblem(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var header = new TableHeader(ColumnsOf(rows));
        return !header.NamesProblem && header.HasDuty && header.Known >= WeakColumns
            && header.Columns.Count(c => c.Label.Length > 0) >= WeakCells ? header : null;
    }

    /// <summary>The rows as a header that names the problem, but neither a measure nor a deadline nor somebody responsible.</summary>
    public static TableHeader? ReadWithoutDuty(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var header = new TableHeader(ColumnsOf(rows));
        return header.NamesProblem && !header.HasDuty && header.Known >= WeakColumns
            && header.Columns.Count(c => c.Label.Length > 0) >= WeakCells ? header : null;
    }

    /// <summary>The first and the last column of each table if several stand side by side under one header; else nothing.</summary>
    public IReadOnlyList<(int First, int Last)> SideBySide()
    {
        var labels = Columns.Select(c => Folding.Compact(c.Label)).ToList();
        var first = labels.FindIndex(l => l.Length > 0 && labels.Count(other => other == l) > 1);
        if (first < 0)
            return [];
        var starts = Enumerable.Range(0, labels.Count).Where(i => labels[i] == labels[first]).ToList();
        var parts = starts.Select((start, i) => (First: start, Last: i + 1 < starts.Count ? starts[i + 1] - 1 : labels.Count - 1)).ToList();
        return parts.TrueForAll(p => Enumerable.Range(p.First, p.Last - p.First + 1).Select(i => Columns[i].Field).ToList() is var fields
            && fields.Contains(Field.Problem) && fields.Exists(FieldLabels.HoldsDuty)) ? parts : [];
    }

    /// <summary>The header of rows that hold no items.</summary>
    public static TableHeader None { get; } = new([]);

    /// <summary>
    /// Whether a row among items holds labels, so that another table begins there. Loops, because long tables ask for it often.
    /// </summary>
    public static bool IsOfLabels(IReadOnlyList<string> cells)
    {
        var (filled, known) = (0, 0);
        for (var i = 0; i < cells.Count; i++)
        {
            if (cells[i].Length > LongestLabel || cells[i].AsSpan().ContainsAnyInRange('0', '9'))
                return false;
            filled += string.IsNullOrWhiteSpace(cells[i]) ? 0 : 1;
        }
        if (filled < WeakCells)
            return false;
        foreach (var cell in cells)
            known += FieldLabels.Read(cell).Field != Field.Unknown || Folding.Compact(cell) is "姓名" or "单位" or "部门" ? 1 : 0;
        return known >= WeakCells && known * 2 > filled;
    }

    /// <summary>The column of people whose number stands in this column; null if that is not certain.</summary>
    public int? OwnerOf(int phoneColumn)
    {
        var named = FieldLabels.OwnerOfPhone(Columns[phoneColumn].Label);
        for (var column = phoneColumn - 1; column >= 0; column--)
        {
            var (field, word) = Columns[column];
            if (FieldLabels.NamesPeople(field) && (named is null || field == named))
                return column;
            // The number may be that of a contact, an inspector or somebody in a column that is not understood.
            if (named is null && !(field == Field.Contact && FieldLabels.IsOfPhone(word))
                && (field is Field.Contact or Field.Oversight or Field.Several || (field == Field.Unknown && word.Length > 0)))
                return null;
        }
        return null;
    }

    // Labels and values in turn: 存在问题, 渠道淤堵, 责任人, 王建军.
    private bool IsOfForm
    {
        get
        {
            var fields = Columns.Where(c => c.Label.Length > 0).Select(c => c.Field).ToList();
            return fields.Count >= 4 && fields.Count % 2 == 0 && fields[0] != Field.Number
                && fields.Select((f, i) => (f == Field.Unknown) == (i % 2 == 1)).All(fits => fits);
        }
    }

    private bool HasDuty => byField.Keys.Any(FieldLabels.HoldsDuty);

    private static List<(Field Field, string Label)> ColumnsOf(IReadOnlyList<IReadOnlyList<string>> rows) => AsLists(
    [
        .. Enumerable.Range(0, rows.Max(r => r.Count))
            .Select(i => ReadColumn([.. rows.Select((r, at) => i < r.Count && (at == rows.Count - 1 || !IsGroup(r, i)) ? r[i] : "")])),
    ]);

    // 问题清单, 任务清单, 责任清单 and 时限清单 in one table are the problem, the measures, the duty and the deadline.
    private static List<(Field Field, string Label)> AsLists(List<(Field Field, string Label)> columns) =>
        !columns.Exists(c => Folding.Compact(c.Label) == "问题清单") ? columns : columns.ConvertAll(c => (Folding.Compact(c.Label) switch
        {
            "任务清单" or "措施清单" or "举措清单" or "整改清单" or "整改措施清单" => Field.Measures,
            "责任清单" => Field.Several,
            "时限清单" or "期限清单" => Field.Deadline,
            _ => c.Field,
        }, c.Label));

    // 整改方案 over half of the table says nothing about a column.
    private static bool IsGroup(IReadOnlyList<string> row, int column)
    {
        var (from, to) = (column, column);
        while (from > 0 && row[from - 1] == row[column])
            from--;
        while (to + 1 < row.Count && row[to + 1] == row[column])
            to++;
        return to - from >= WidestWord;
    }

    private static (Field Field, string Label) ReadColumn(IReadOnlyList<string> cells)
    {
        var words = cells.Reverse().Where(c => !string.IsNullOrWhiteSpace(c)).Distinct()
            .Select(c => (FieldLabels.Read(c).Field, Label: c.Trim())).ToList();
        return words.Count == 0 ? (Field.Unknown, "") : words.Aggregate((below, above) => Below(above, below));
    }

    // Two words over each other mean both together: 督办 over 责任人 and 开始 below 整改时限 are not the duty.
    private static (Field Field, string Label) Below((Field Field, string Label) above, (Field Field, string Label) word)
    {
        // Below 责任单位 the word 牵头 names the unit that leads.
        if (word.Field == Field.UnitAndPerson && above.Field is Field.Unit or Field.Person or Field.Leader)
            return (above.Field, word.Label);
        // 计划 alone is no deadline, and below 整改时限 it is.
        if (word.Field is Field.Unknown or Field.Other && FieldLabels.HoldsDuty(above.Field))
            return Narrowed(above, word.Label) is var field && field != Field.Unknown ? (field, $"{above.Label} {word.Label}") : word;
        if (word.Field == Field.Unknown)
            return above with { Label = word.Label };
        var together = FieldLabels.Read(above.Label + word.Label);
        if (!FieldLabels.HoldsDuty(word.Field) || (together.Field == word.Field && together.IsWhole))
            return word;
        var isOfWork = above.Field is not (Field.Unknown or Field.Other or Field.Oversight or Field.Contact)
            || IsOfWork(above.Label);
        return (isOfWork ? word.Field : Field.Unknown, $"{above.Label} {word.Label}");
    }

    private static Field Narrowed((Field Field, string Label) above, string word)
    {
        var whole = new[] { FieldLabels.Read(word + above.Label), FieldLabels.Read(above.Label + word) }.FirstOrDefault(m => m.IsWhole);
        var isEnd = above.Field is Field.Deadline or Field.DeadlineOrActual && Folding.Compact(word) is "结束" or "截止" or "止";
        return whole.IsWhole ? whole.Field
            : isEnd ? Field.Deadline
            : Folding.Compact(word) is "姓名" or "名称" || IsOfWork(word) ? above.Field
            : Field.Unknown;
    }

    private static bool IsOfWork(string word) => FieldLabels.Read($"{word}时限").Field == Field.Deadline;

    // 隐患名称 alone is the problem; beside 隐患描述 it names a place, 检查项目 beside 存在问题 a group, and of two numbers the first counts.
    private static List<(Field Field, string Label)> WithoutRivals(List<(Field Field, string Label)> columns)
    {
        var hasProblem = columns.Exists(c => c.Field == Field.Problem);
        var hasListed = columns.Exists(c => c.Field == Field.Problem && IsListed(c.Label));
        var isDescribed = columns.Exists(c => c.Field == Field.Problem && (IsListed(c.Label) || SaysProblem(c.Label)));
        var number = columns.FindIndex(c => c.Field == Field.Number);
        var hasMender = columns.Exists(c => c.Field == Field.Person && !CausedProblem(c));
        return
        [
            .. columns.Select((c, i) => IsRival(c.Field, c.Label, i) ? (Field.Other, c.Label)
                : hasMender && CausedProblem(c) ? (Field.Unknown, c.Label)
                : c.Field == Field.Title && !hasProblem ? (Field.Problem, c.Label)
                : c),
        ];

        bool IsRival(Field field, string label, int index) => field switch
        {
            Field.Title => isDescribed && !IsListed(label) && !TitleWords.Any(w => label.Contains(w, StringComparison.Ordinal)),
            Field.Problem => hasListed && !IsListed(label) && !SaysProblem(label),
            Field.Number => index != number,
            _ => false,
        };
    }

    // 问题责任人 beside 整改责任人
    private static bool CausedProblem((Field Field, string Label) column) => column.Field == Field.Person
        && column.Label.Contains("问题", StringComparison.Ordinal) && !column.Label.Contains("整改", StringComparison.Ordinal);

    private static readonly string[] TitleWords = ["标题", "事项名称", "问题名称", "任务名称"];
    private static readonly string[] ProblemWords = ["问题", "隐患", "描述", "表现", "表述"];

    private static bool SaysProblem(string label) => ProblemWords.Any(w => label.Contains(w, StringComparison.Ordinal));

    private static bool IsListed(string label) => FieldLabels.IsKnown(Folding.Compact(label).ToLowerInvariant());
}
