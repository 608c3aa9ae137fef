using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Reminders.Import.Plans;

/// <summary>The columns of a table of items, known by the words of its header, in any order.</summary>
internal sealed partial class TableHeader
{
    private static readonly FrozenDictionary<string, Field> Words = FieldLabels.All
        .Concat(FieldLabels.Of(Field.Number, "编号 问题编号 问题序号 项目编号 no no. number id"))
        .Concat(FieldLabels.Of(Field.Section, "问题类别 类别 问题分类 分类 问题类型 section category"))
        .Concat(FieldLabels.Of(Field.Title, "标题 事项名称 问题名称 任务名称 问题标题 title"))
        .Concat(FieldLabels.Of(Field.Problem, "事项 任务 问题及表现 突出问题 巡察反馈问题 问题隐患 problem issue"))
        .Concat(FieldLabels.Of(Field.Measures, "整改要求 整改方案 整改办法 解决措施 measures measure"))
        .Concat(FieldLabels.Of(Field.Leader, "领导 leader responsibleleader"))
        .Concat(FieldLabels.Of(Field.Person, "整改人 责任人姓名 person responsible responsibleperson owner"))
        .Concat(FieldLabels.Of(Field.Phone, "责任人电话 责任人联系电话 phone mobile"))
        .Concat(FieldLabels.Of(Field.Unit, "unit department"))
        .Concat(FieldLabels.Of(Field.Deadline, "deadline duedate due"))
        .ToFrozenDictionary();

    private static readonly Field[] Duties =
        [Field.Measures, Field.Leader, Field.Person, Field.UnitAndPerson, Field.Unit, Field.Deadline, Field.DeadlineOrActual];

    private readonly Dictionary<Field, int[]> byField;

    private TableHeader(IReadOnlyList<(Field Field, string Label)> columns)
    {
        Columns = columns;
        byField = Enumerable.Range(0, columns.Count).OrderBy(i => !columns[i].Label.Contains("具体", StringComparison.Ordinal))
            .GroupBy(i => columns[i].Field).ToDictionary(g => g.Key, g => g.ToArray());
    }

    /// <summary>One entry per column, in order; an unknown column is <see cref="Field.Other"/>.</summary>
    public IReadOnlyList<(Field Field, string Label)> Columns { get; }

    public int Known => Columns.Count(c => c.Field != Field.Other);

    /// <summary>The columns of a field; the most specific, such as 具体问题表述, comes first.</summary>
    public int[] Of(Field field) => byField.GetValueOrDefault(field, []);

    /// <summary>The leftmost column of a field.</summary>
    public int? First(Field field) => Of(field) is { Length: > 0 } columns ? columns.Min() : null;

    /// <summary>The row as a header; null unless it names the problem, and a measure, a deadline or somebody responsible.</summary>
    public static TableHeader? Read(IReadOnlyList<string> cells) => Read([cells]);

    /// <summary>Several rows, from top to bottom, as one header. In each column the lowest known word counts.</summary>
    public static TableHeader? Read(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var columns = Enumerable.Range(0, rows.Max(r => r.Count))
            .Select(i => ReadColumn([.. rows.Select(r => i < r.Count ? r[i] : "")])).ToList();
        var fields = columns.Select(c => c.Field).ToHashSet();
        return fields.Overlaps([Field.Problem, Field.Title]) && fields.Overlaps(Duties) ? new(columns) : null;
    }

    private static (Field Field, string Label) ReadColumn(IReadOnlyList<string> cells) => cells
        .Reverse().Where(c => !string.IsNullOrWhiteSpace(c)).Select(c => (Field: Find(c), Label: c.Trim()))
        .OrderBy(c => c.Field == Field.Other) // a stable sort: the lowest known word comes first
        .FirstOrDefault((Field.Other, ""));

    private static Field Find(string cell)
    {
        var word = Folding.Compact(cell).ToLowerInvariant();
        if (Words.TryGetValue(word, out var field) || Words.TryGetValue(Remark().Replace(word, ""), out field))
            return field;
        return FieldLabels.IsKnown(word) ? Field.Other : ByEnding(word);
    }

    // 查摆出的突出问题 and 党组织责任人 mean what their ending says; 问题来源 and 监督责任人 do not.
    private static Field ByEnding(string word) => word switch
    {
        _ when word.Length > 12 || NoField().IsMatch(word) => Field.Other,
        [.., '问', '题'] or [.., '隐', '患'] => Field.Problem,
        _ when Oversight().IsMatch(word) => Field.Other,
        [.., '领', '导'] => Field.Leader,
        [.., '责', '任', '人'] => Field.Person,
        [.., '责', '任', '单', '位'] or [.., '责', '任', '部', '门'] or [.., '责', '任', '科', '室'] => Field.Unit,
        [.., '时', '限'] or [.., '期', '限'] => Field.Deadline,
        [.., '措', '施'] or [.., '举', '措'] => Field.Measures,
        _ => Field.Other,
    };

    [GeneratedRegex("原因|来源|类|是否|遗留|数量|个数", RegexOptions.CultureInvariant)]
    private static partial Regex NoField();

    [GeneratedRegex("监督|督[查办导促]|审[计核批]|验收|核查|复查|检查|销号|填[表报]|上报|已采取|保管|存放|保存|延", RegexOptions.CultureInvariant)]
    private static partial Regex Oversight();

    // 整改时限(年月日) and 责任人（签字） mean the words before the bracket.
    [GeneratedRegex(@"\([^()]*\)$|[*:]$", RegexOptions.CultureInvariant)]
    private static partial Regex Remark();
}
