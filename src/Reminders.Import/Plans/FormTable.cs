using System.Text.RegularExpressions;

namespace Reminders.Import.Plans;

/// <summary>
/// A form (整改通知单): cells with labels, each with its value beside it or behind a colon. It is one item, or several if each begins with
/// its problem and has a duty of its own.
/// </summary>
internal static partial class FormTable
{
    private const int LongestLabel = 20;
    private const int LeastPairs = 3;
    private const int MostRows = 100;

    /// <summary>The form's items; null if the sheet is no form, or if nothing says which duty belongs to which problem.</summary>
    public static RawPlan? TryRead(Sheet sheet, IEnumerable<SourceLine> lines)
    {
        if (sheet.Rows.Count > MostRows)
            return null;
        var pairs = new List<Pair>();
        var (labelled, shown) = (0, 0);
        for (var i = 0; i < sheet.Rows.Count; i++)
        {
            if (IsCaption(sheet.Rows[i]))
                continue;
            var found = Pairs(sheet, i);
            if (found.Count == 0 && pairs.Count > 0 && pairs[^1] is var last && Continues(sheet, i, last))
                pairs[^1] = last with { Value = $"{last.Value}\n{sheet.Rows[i].First}".Trim() };
            else if (!sheet.Rows[i].IsBlank)
                shown++;
            pairs.AddRange(found);
            labelled += found.Count > 0 ? 1 : 0;
        }
        var filled = pairs.Where(p => p.Value.Length > 0).ToList();
        if (filled.Count < LeastPairs || labelled * 2 < shown || !filled.Exists(HasDuty) || IsTurned(filled)
            || ItemsOf(filled) is not { } items)
        {
            return null;
        }
        return new(TitleOf(sheet), [.. items.Select(ItemOf)])
        {
            Lines = lines,
            FrameLines = [.. sheet.Rows.Where((_, i) => Pairs(sheet, i).Count == 0).Select(r => r.AsLine())],
            Findings =
            [
                .. filled.Where(p => p.Field == Field.Unknown)
                    .Select(p => PlanFindings.FieldUnknown(SheetFindings.Short($"{p.Label}: {p.Value}"), $"{p.Row.Place}")),
            ],
            HasSerials = true,
        };
    }

    // The pairs of each item; null if the problems do not begin the items, or if one has no duty.
    private static List<List<Pair>>? ItemsOf(List<Pair> pairs)
    {
        var begins = Enumerable.Range(0, pairs.Count).Where(i => pairs[i].Field == Field.Problem).ToList();
        if (begins.Count < 2)
            return begins.Count == 1 ? [pairs] : null;
        var items = begins.Select((from, i) => pairs[from..(i + 1 < begins.Count ? begins[i + 1] : pairs.Count)]).ToList();
        return begins[0] == 0
            && items.TrueForAll(i => i.Exists(p => FieldLabels.HoldsDuty(p.Field)) && i.TrueForAll(p => !p.IsInSameRow(i[0])))
            ? items : null;
    }

    private static RawItem ItemOf(List<Pair> filled)
    {
        var problem = filled.Find(p => p.Field == Field.Problem)!;
        var fields = new List<RawField>();
        var measures = filled.Where(p => p.Field == Field.Measures).Select(p => p.Value).ToList();
        foreach (var pair in filled)
        {
            if (pair.Field == Field.Phone)
                AddPhone(fields, pair);
            else if (FieldLabels.GivesDuty(pair.Field))
                fields.Add(TableReading.FieldOf(
                    pair.Row, pair.Column, pair.Field, LabelYear.Put(LabelYear.In(pair.Label), pair.Value), pair.Label));
            else if (pair.Field is Field.Other or Field.Oversight or Field.Contact)
                fields.Add(new(pair.Field, pair.Value, pair.Row.PlaceOf(pair.Column, pair.Label)) { Label = pair.Label });
            else if (pair.Field == Field.Several)
                measures.Add(SeveralFields.Add(fields, pair.Row.PlaceOf(pair.Column, pair.Label), pair.Value));
        }
        if (fields.Exists(f => f.Field == Field.Deadline))
            fields.RemoveAll(f => f.Field == Field.DeadlineOrActual);
        var number = filled.Find(p => p.Field == Field.Number)?.Value ?? (NumberedProblem().IsMatch(problem.Label) ? problem.Label : null);
        return new RawItem(number, "", problem.Row.Place)
        {
            Problem = problem.Value,
            Measures = string.Join('\n', measures.Where(m => m.Length > 0)),
            Fields = fields,
        };
    }

    private static void AddPhone(List<RawField> fields, Pair phone)
    {
        var place = phone.Row.PlaceOf(phone.Column, phone.Label);
        var isApart = FieldLabels.OwnerOfPhone(phone.Label) is null && fields is [.., var last] && !phone.Follows(last.Place);
        if (!isApart && PhonePairs.OwnerOf(fields, phone.Label) is >= 0 and var owner)
            PhonePairs.Add(fields, owner, phone.Value, place);
        else if (!NameWords.Nothing().IsMatch(Folding.Compact(phone.Value)))
            fields.Add(PhonePairs.NotRead(phone.Label, phone.Value, place));
    }

    /// <summary>
    /// The fields of a table that stands below the heading of an item, as lines such as 责任人：王宁; null if it is no such table. It has labels
    /// with their values, or one row below a row of labels.
    /// </summary>
    public static IReadOnlyList<string>? FieldsOf(Sheet sheet)
    {
        var rows = sheet.Rows.Where(r => !r.IsBlank).ToList();
        if (rows.Count is 0 or > MostRows)
            return null;
        List<(Field Field, string Label, string Value)> fields;
        if (rows is [var labels, var values] && labels.Cells.All(c => c.Length == 0 || LabelOf(c.Trim()) is not null))
        {
            fields =
            [
                .. labels.Cells.Select((c, i) => (LabelOf(c.Trim()) ?? Field.Unknown, Bare(c), values.Cells.ElementAtOrDefault(i) ?? "")),
            ];
        }
        else
        {
            var pairs = sheet.Rows.Select((_, i) => Pairs(sheet, i)).ToList();
            if (sheet.Rows.Where((r, i) => r.Cells.Count(c => !string.IsNullOrWhiteSpace(c)) != pairs[i].Sum(CellsOf)).Any())
                return null;
            fields = [.. pairs.SelectMany(p => p).Select(p => (p.Field, p.Label, p.Value))];
        }
        if (fields.Exists(f => ForSignatures().IsMatch(f.Label)))
            return null;
        fields.RemoveAll(f => f.Label.Length == 0 || f.Value.Trim().Length == 0);
        return fields.Exists(f => FieldLabels.HoldsDuty(f.Field))
            ? [.. fields.Select(f => $"{Bare(f.Label)}：{OneLine(f.Field, f.Value)}")]
            : null;

        static int CellsOf(Pair pair) => pair.Column > pair.LabelColumn ? 2 : 1;
    }

    public static bool IsForSignature(string cell) => ForSignatures().IsMatch(cell);

    [GeneratedRegex("签|盖章|审[核批]|填[报表写]|制表|日期", RegexOptions.CultureInvariant)]
    private static partial Regex ForSignatures();

    // Each name keeps its line apart.
    private static string OneLine(Field field, string value) => string.Join(
        FieldLabels.HoldsDuty(field) && field is not (Field.Deadline or Field.DeadlineOrActual) ? '、' : ' ',
        value.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The problems of a table that has an item in each column and its labels at the left; null if it is none.</summary>
    public static IReadOnlyList<string>? TurnedProblems(Sheet sheet)
    {
        if (sheet.Rows.Count > MostRows)
            return null;
        var pairs = Enumerable.Range(0, sheet.Rows.Count).SelectMany(i => Pairs(sheet, i)).Where(p => p.Value.Length > 0).ToList();
        var problem = pairs.Find(p => p.Field == Field.Problem);
        return problem is not null && IsTurned(pairs)
            ? [.. problem.Row.Cells.Skip(problem.LabelColumn + 1).Where(c => !string.IsNullOrWhiteSpace(c))] : null;
    }

    // Each label has several values at its right: the table lists several items, one in each column.
    private static bool IsTurned(List<Pair> pairs)
    {
        var wide = pairs.FindAll(p => p.Row.Cells.Skip(p.Column + 1).FirstOrDefault(c => !string.IsNullOrWhiteSpace(c)) is { } next
            && LabelOf(next.Trim()) is null && next.IndexOfAny([':', '：']) < 0);
        return wide.Exists(p => p.Field == Field.Problem) && wide.Exists(p => p.Field != Field.Problem && HasDuty(p));
    }

    private static bool HasDuty(Pair pair) => FieldLabels.HoldsDuty(pair.Field) || pair.Field == Field.Measures;

    private static List<Pair> Pairs(Sheet sheet, int index)
    {
        var row = sheet.Rows[index];
        var columns = Enumerable.Range(0, row.Cells.Count).Where(i => !string.IsNullOrWhiteSpace(row.Cells[i])).ToList();
        var pairs = new List<Pair>();
        for (var i = 0; i < columns.Count; i++)
        {
            var text = row.Cells[columns[i]].Trim();
            if (LabelOf(text) is { } label)
            {
                var hasValue = i + 1 < columns.Count && LabelOf(row.Cells[columns[i + 1]].Trim()) is null;
                var value = hasValue ? row.Cells[columns[i + 1]].Trim() : "";
                pairs.Add(new(label, Bare(text), value, row, columns[i + (hasValue ? 1 : 0)], columns[i], index));
                i += hasValue ? 1 : 0;
            }
            else if (text.IndexOfAny([':', '：']) is > 0 and var colon
                && FieldLabels.Read(text[..colon]).Field is not Field.Unknown and var field)
            {
                pairs.Add(new(field, text[..colon].Trim(), text[(colon + 1)..].Trim(), row, columns[i], columns[i], index));
            }
        }
        return pairs;
    }

    private static Field? LabelOf(string text)
    {
        if (text.Length > LongestLabel)
            return null;
        var field = NumberedProblem().IsMatch(text) ? Field.Problem : FieldLabels.Read(text).Field;
        return field != Field.Unknown ? field : text is [_, _, .., ':' or '：'] ? Field.Unknown : null;
    }

    [GeneratedRegex(@"^(?:问题|隐患|事项)(?:\d{1,3}|[一二三四五六七八九十]{1,3})[:：]?$", RegexOptions.CultureInvariant)]
    private static partial Regex NumberedProblem();

    // 项目 and 内容 above the labels and their values.
    private static bool IsCaption(TableRow row) => row.HasMoreThan(1)
        && row.Cells.All(c => string.IsNullOrWhiteSpace(c) || Folding.Compact(c) is "项目" or "栏目" or "事项" or "内容" or "具体内容");

    // A label over several rows holds for the text of each.
    private static bool Continues(Sheet sheet, int row, Pair last) => sheet.Merges.Any(
        m => m.FromColumn == last.LabelColumn && m.FromRow <= last.Index && m.ToRow >= row) && sheet.Rows[row].First is not null;

    private static string? TitleOf(Sheet sheet) => sheet.Rows.TakeWhile((_, i) => Pairs(sheet, i).Count == 0)
        .Where(r => r.Cells.Count(c => !string.IsNullOrWhiteSpace(c)) == 1).Select(r => r.First!.Trim()).FirstOrDefault();

    private static string Bare(string label) => label.ReplaceLineEndings("").TrimEnd(':', '：', ' ');

    private sealed record Pair(Field Field, string Label, string Value, TableRow Row, int Column, int LabelColumn, int Index)
    {
        public bool IsInSameRow(Pair problem) => this != problem && Index == problem.Index;

        public bool Follows(Place person) => person.Line == Row.Line || person.Line == Row.Line - 1;
    }
}
