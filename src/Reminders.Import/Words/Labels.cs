using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Reminders.Import.Words;

/// <summary>The meaning of a label or of a table's column.</summary>
internal enum Field
{
    Number,
    Section,
    Title,
    Problem,
    Measures,
    Leader,
    Person,

    /// <summary>责任部门/责任人: a unit and its person in one field.</summary>
    UnitAndPerson,

    Phone,
    Unit,
    Deadline,

    /// <summary>完成时间: the deadline, or the actual date if there is also a clearer label such as 整改时限.</summary>
    DeadlineOrActual,

    /// <summary>Known and not read: goals, status, actual dates, inspectors.</summary>
    Other,
}

/// <summary>The labels that offices print in plans and tables, without blanks.</summary>
internal static class FieldLabels
{
    private const string Leaders = """
        责任领导 整改责任领导 牵头领导 牵头责任领导 分管领导 主管领导 包抓领导 包保领导 包联领导 挂点领导 挂牌领导 县级责任领导 乡镇责任领导
        整改第一责任人 协助整改工作的领导
        """;

    private const string Persons = """
        责任人 整改责任人 主责责任人 主责任人 直接责任人 具体责任人 责任人员 整改责任人员 整改负责人 具体负责人 负责人 责任民警 整改对接人 承办人 经办人
        责任人及联系电话 责任人及电话 责任人及联系方式 整改责任人及联系电话 牵头整改部门责任人及联系电话 配合整改部门责任人及联系电话
        """;

    private const string UnitsAndPersons = """
        责任部门/责任人 责任单位/责任人 责任人/责任部门 责任人/责任单位 责任单位及责任人 责任部门及责任人 责任单位和责任人 责任单位(责任人)
        责任单位(人)
        """;

    private const string Units = """
        责任单位 责任部门 牵头单位 牵头部门 承办单位 主办单位 协办单位 协助单位 主责部门 主责单位 整改责任部门 整改责任单位 整改单位 具体责任单位
        责任科室 责任股室 责任处室 责任支部 责任村 协作部门 配合单位 配合部门 牵头责任单位 牵头领导责任单位
        """;

    private const string Deadlines = """
        整改时限 整改期限 完成时限 完成期限 办结时限 办结期限 要求整改期限 要求整改时限 整改完成时限 整改完成期限 整改时限要求 时限要求 时限 期限
        预计完成时间 预计完成时限 要求完成时间 要求完成时限 计划完成时间 计划完成时限 计划完成日期 拟完成时间 对应的完成时间 任务结束时间 截止时间 截止日期
        整改截止时间 整改截止日期 完成截止时间 时间节点 完成时间节点
        """;

    private const string Problems = """
        存在问题 存在的问题 主要问题 具体问题 问题 问题清单 具体问题表述 问题表述 具体表现 问题表现 问题描述 问题内容 风险问题 风险隐患
        隐患问题 隐患内容 反馈问题 发现问题 违规描述 隐患描述 整改任务 整改事项 整改内容 问题在审计报告中的序号及表述 在审计报告中的表述
        """;

    private const string Measures = """
        整改措施 整改措施具体内容(含措施分解) 整改措施具体内容 细化的整改措施 具体整改措施 整改举措 具体措施 工作措施 措施
        """;

    private const string Others = """
        整改目标 整改落实目标 整改完成标准 工作目标 目标 整改情况 整改完成情况 办理情况 整改状态 整改进展 整改成效 进展情况 是否整改 是否已完成整改 是否完成
        是否销号 销号状态 当前状态 状态 整改结果 已采取的整改措施 未整改到位问题原因及下一步计划 整改完成日期 实际整改时间 实际完成时间 实际完成日期
        整改验收时间 验收时间 验收日期 销号日期 销号时间 核查时间 核查单位 验证人 复核人 验收人 验收人员 验收单位 审核人 填表人 监督领导 监督单位 督办领导
        督查领导 督导领导 督办单位 监督人 监督责任人 督办责任人 审计部门责任人及联系电话 问题来源 台账来源 原因 原因分析 问题原因 问题金额
        备注 整改类型 应急预案 整改资金 资金来源 隐患等级 隐患类别 风险等级 问题等级 整改标准 完成标准 验收标准 目标要求
        """;

    /// <summary>Every label of a plan in prose.</summary>
    public static IReadOnlyList<KeyValuePair<string, Field>> All { get; } =
    [
        .. Of(Field.Leader, Leaders), .. Of(Field.Person, Persons), .. Of(Field.UnitAndPerson, UnitsAndPersons), .. Of(Field.Unit, Units),
        .. Of(Field.Deadline, Deadlines), .. Of(Field.DeadlineOrActual, "完成时间 整改时间 整改完成时间 完成日期"),
        .. Of(Field.Problem, Problems), .. Of(Field.Measures, Measures), .. Of(Field.Other, Others),
        .. Of(Field.Number, "序号"), .. Of(Field.Phone, "联系电话 电话 手机 手机号 手机号码 联系方式"),
    ];

    private static readonly FrozenDictionary<string, Field> ByText = All.ToFrozenDictionary();

    public static bool IsKnown(string compactLabel) => ByText.ContainsKey(compactLabel);

    /// <exception cref="KeyNotFoundException">The text is not a label.</exception>
    public static Field Find(string compactLabel) => ByText[compactLabel];

    /// <summary>The words, separated by blanks, as labels of the field.</summary>
    public static IEnumerable<KeyValuePair<string, Field>> Of(Field field, string words) =>
        words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => KeyValuePair.Create(word, field));
}

/// <summary>A label and the text behind it on the same line, as printed.</summary>
internal sealed record LabelledValue(Field Field, string Label, string Value);

/// <summary>A line split at its labels: the text before the first label, then each label with its value.</summary>
internal sealed record LabelledLine(string Lead, IReadOnlyList<LabelledValue> Values)
{
    // Built at run time, because FieldLabels is the one source of the words.
    private static readonly Regex Pattern = new(
        @"(?:(?<=^|[(\[【{;,、。.!?|/)\]】 ])(?<label>" + Words() + @")[ ]*(?:\([^():]{0,20}\)[ ]*)?(?::|(?<is>[为是])(?=[^第]))"
        + @"|[【\[][ ]*(?<label>" + Words() + @")[ ]*[】\]][ ]*:?)[ ]*",
        RegexOptions.CultureInvariant);

    /// <param name="raw">The line as printed.</param>
    /// <param name="folded">The same line folded, of the same length.</param>
    public static LabelledLine Read(string raw, string folded)
    {
        var matches = Pattern.Matches(folded).Where(m => Counts(m, folded)).ToList();
        if (matches.Count == 0)
            return new(raw, []);
        var values = new List<LabelledValue>();
        for (var i = 0; i < matches.Count; i++)
        {
            var end = i + 1 < matches.Count ? matches[i + 1].Index : raw.Length;
            var start = matches[i].Index + matches[i].Length;
            var label = Folding.Compact(matches[i].Groups["label"].Value);
            var field = FieldLabels.Find(label);
            if (matches[i].Groups["is"].Success && raw.AsSpan(start, end - start).IndexOfAny('。', '；', ';') is >= 0 and var stop)
                end = start + stop;
            values.Add(new(field, label, Clean(raw[start..end], field, last: i + 1 == matches.Count)));
        }
        return new(CleanLead(raw[..matches[0].Index]), values);
    }

    // 问题: and 原因: are labels at the start of a line, but ordinary words inside a sentence.
    private static bool Counts(Match match, string folded)
    {
        var label = Folding.Compact(match.Groups["label"].Value);
        // 责任人为张三 inside a sentence names a person; 问题是 and 措施是 are ordinary words.
        if (match.Groups["is"].Success)
            return FieldLabels.Find(label) is Field.Leader or Field.Person or Field.Unit or Field.Deadline;
        return FieldLabels.Find(label) is not (Field.Problem or Field.Other)
            || folded.AsSpan(0, match.Index).Trim("([【 ").IsEmpty
            || label.IndexOfAny(['督', '审', '验', '核']) >= 0;
    }

    private static string CleanLead(string lead) => lead.Trim().TrimEnd('(', '（', '[', '【', '{', ',', '，', '、', ' ', '\u3000');

    // A sentence keeps its full stop. Names, units and dates lose the separator or the bracket behind them.
    private static string Clean(string value, Field field, bool last)
    {
        value = value.Trim();
        if (field is Field.Measures or Field.Problem or Field.Other)
            return last ? value : value.TrimEnd('(', '（', '[', '【', ' ', '\u3000');
        value = value.TrimEnd('。', ';', '；', ',', '，', '、', '.', '(', '（', '[', '【', '|', '/', ' ', '\u3000');
        foreach (var (open, close) in (ReadOnlySpan<(char, char)>)[('(', ')'), ('（', '）'), ('[', ']'), ('【', '】')])
        {
            if (value.EndsWith(close) && value.Count(c => c == close) > value.Count(c => c == open))
                value = value[..^1];
        }
        return value.Trim();
    }

    // Longest first, so that 整改责任人 is not read as 责任人 with text before it.
    private static string Words() => string.Join('|', FieldLabels.All.Select(l => l.Key).OrderByDescending(w => w.Length)
        .Select(word => string.Join("[ ]*", word.Select(c => Regex.Escape(c.ToString())))));
}
