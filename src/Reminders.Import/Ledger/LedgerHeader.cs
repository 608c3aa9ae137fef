using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Reminders.Import.Ledger;

/// <summary>Which column of a ledger holds what, told by the words of the header and not by their order.</summary>
internal sealed partial class LedgerHeader
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

    private readonly Dictionary<Field, int[]> byField;

    private LedgerHeader(IReadOnlyList<(Field Field, string Label)> columns)
    {
        Columns = columns;
        byField = Enumerable.Range(0, columns.Count).OrderBy(i => !columns[i].Label.Contains("具体", StringComparison.Ordinal)).GroupBy(i => columns[i].Field).ToDictionary(g => g.Key, g => g.ToArray());
    }

    /// <summary>The columns of a field. Of several the one that says most exactly what is meant comes first: 具体问题表述 before what the report says in general.</summary>
    public int[] Of(Field field) => byField.GetValueOrDefault(field, []);

    /// <summary>One entry per column, in the ledger's order; a column that is not known is <see cref="Field.Other"/>.</summary>
    public IReadOnlyList<(Field Field, string Label)> Columns { get; }

    public int Known => Columns.Count(c => c.Field != Field.Other);

    /// <summary>The row as a header, or null when it is none: it must name the problem and at least who, when or how.</summary>
    public static LedgerHeader? Read(IReadOnlyList<string> cells) => Read([cells]);

    /// <summary>
    /// Several rows as one header, from the uppermost on: of each column the lowest word that is known counts, such as 电话 below 责任人及联系电话.
    /// </summary>
    public static LedgerHeader? Read(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var columns = Enumerable.Range(0, rows.Max(r => r.Count)).Select(i => ReadColumn([.. rows.Select(r => i < r.Count ? r[i] : "")])).ToList();
        var fields = columns.Select(c => c.Field).ToHashSet();
        return fields.Overlaps([Field.Problem, Field.Title])
            && fields.Overlaps([Field.Measures, Field.Leader, Field.Person, Field.UnitAndPerson, Field.Unit, Field.Deadline, Field.DeadlineOrActual])
                ? new(columns)
                : null;
    }

    private static (Field Field, string Label) ReadColumn(IReadOnlyList<string> cells) => cells
        .Reverse().Where(c => !string.IsNullOrWhiteSpace(c)).Select(c => (Field: Find(c), Label: c.Trim()))
        .OrderBy(c => c.Field == Field.Other) // stable: the lowest of those that are known
        .FirstOrDefault((Field.Other, ""));

    private static Field Find(string cell)
    {
        var word = Folding.Compact(cell).ToLowerInvariant();
        if (Words.TryGetValue(word, out var field) || Words.TryGetValue(Remark().Replace(word, ""), out field))
            return field;
        return FieldLabels.IsKnown(word) ? Field.Other : Alike(word);
    }

    // 查摆出的突出问题 and 党组织责任人 end as what they are; 问题来源 and 监督责任人 do not.
    private static Field Alike(string word) => word switch
    {
        _ when word.Length > 12 || NotTheThing().IsMatch(word) => Field.Other,
        [.., '问', '题'] or [.., '隐', '患'] => Field.Problem,
        _ when Watches().IsMatch(word) => Field.Other,
        [.., '领', '导'] => Field.Leader,
        [.., '责', '任', '人'] => Field.Person,
        [.., '责', '任', '单', '位'] or [.., '责', '任', '部', '门'] or [.., '责', '任', '科', '室'] => Field.Unit,
        [.., '时', '限'] or [.., '期', '限'] => Field.Deadline,
        [.., '措', '施'] or [.., '举', '措'] => Field.Measures,
        _ => Field.Other,
    };

    [GeneratedRegex("原因|来源|类|是否|遗留|数量|个数", RegexOptions.CultureInvariant)]
    private static partial Regex NotTheThing();

    [GeneratedRegex("监督|督[查办导促]|审[计核批]|验收|核查|复查|检查|销号|填[表报]|上报|已采取|保管|存放|保存|延", RegexOptions.CultureInvariant)]
    private static partial Regex Watches();

    // 整改时限(年月日) and 责任人（签字） mean what stands before the bracket.
    [GeneratedRegex(@"\([^()]*\)$|[*:]$", RegexOptions.CultureInvariant)]
    private static partial Regex Remark();
}
