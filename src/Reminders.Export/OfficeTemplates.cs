namespace Reminders.Export;

/// <summary>
/// Workbooks for an office to fill in: a table of items and a contact list. The first sheet has only the header, the second explains each
/// column with an example. The reader ignores the second sheet, so a filled-in template is loaded as it is.
/// </summary>
public static class OfficeTemplates
{
    private const double Width = 24;
    private const double WideWidth = 60;

    private static readonly IReadOnlyDictionary<string, Template> All = new Dictionary<string, Template>
    {
        ["ledger"] = new("整改台账", [
            new("序号", "事项的编号，不重复", "1"),
            new("问题类别", "可以不填", "河道管理"),
            new("存在问题", "必填，一行一个问题", "清河村河道两侧堆放垃圾"),
            new("整改措施", "可以分行写", "一是组织清运；二是设立警示牌"),
            new("责任单位", "多个单位用顿号分开", "村建所、清河村"),
            new("责任领导", "写姓名；“各支部”之类的集体收不到短信", "林晓燕"),
            new("责任人", "写姓名，多人用顿号分开", "王建军"),
            new("联系电话", "责任人的手机；也可以写在通讯录里", "139 0000 0001"),
            new("整改时限", "写到日；立行立改、长期坚持等没有日期的，载入后再补", "2026年5月20日"),
        ]),
        ["contacts"] = new("通讯录", [
            new("姓名", "必填", "王建军"),
            new("电话", "必填，能收短信的手机", "139 0000 0001"),
            new("角色", "责任人、责任领导或督查；不填就是责任人", "责任人"),
            new("单位", "可以不填", "村建所"),
            new("分管领导", "此人名下没有写责任领导的事项，由谁负责", "林晓燕"),
            new("事项", "方案里隐去姓名的事项，写序号，用顿号分开", "3、5"),
        ]),
    };

    /// <summary>The names of the templates: ledger and contacts.</summary>
    public static IEnumerable<string> Names => All.Keys;

    /// <summary>The workbook (xlsx) of that name; null if there is none.</summary>
    public static byte[]? TryMake(string name) => All.TryGetValue(name, out var template) ? Make(template) : null;

    private static byte[] Make(Template template) => SheetWriter.Make(
    [
        new(template.Sheet, [.. template.Columns.Select(c => new SheetColumn(c.Name, Width))], []),
        new(
            "填表说明",
            [new("列", WideWidth), new("怎么填", WideWidth), new("示例", WideWidth)],
            template.Columns.Select(c => (object?[])[c.Name, c.Note, c.Example])),
    ]);

    private sealed record Template(string Sheet, IReadOnlyList<TemplateColumn> Columns);

    private sealed record TemplateColumn(string Name, string Note, string Example);
}
