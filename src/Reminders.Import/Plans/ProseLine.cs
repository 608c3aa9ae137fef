using System.Text.RegularExpressions;

namespace Reminders.Import.Plans;

/// <summary>A line of a plan in prose: its number, if it is a heading, and its labels with their values.</summary>
internal sealed partial record ProseLine(SourceLine Source, HeadingNumber? Number, LabelledLine Labelled)
{
    /// <summary>The line without its number, as printed.</summary>
    public string Body => Number is null ? Source.Raw : Source.Raw[Number.Length..].TrimStart();

    public static ProseLine Read(SourceLine source)
    {
        if (HeadingNumber.Read(source.Text) is { } number)
        {
            var labelled = LabelledLine.Read(source.Raw[number.Length..], source.Text[number.Length..], isNumbered: true);
            // 1.漏电(责任人:王宁);2.漏水(责任人:李娜) holds two items, and nothing is read from it.
            if (labelled.Values.GroupBy(v => v.Label).Any(g => g.Count() > 1) && NumberInside().IsMatch(source.Text))
                labelled = new(source.Raw[number.Length..], []);
            // "2.责任人: …" is a numbered field, not an item.
            if (labelled is { Lead.Length: 0, Values: [{ Field: not Field.Problem }, ..] })
                return new(source, null, labelled);
            return new(source, number, labelled);
        }
        return new(source, null, LabelledLine.Read(source.Raw, source.Text));
    }

    public static bool IsFooter(SourceLine line) => Footer().IsMatch(line.Text);

    /// <summary>Whether the document is signed here: a full date alone, or a unit with one.</summary>
    public static bool IsSignature(SourceLine line) => Signature().IsMatch(line.Text.Replace(" ", "", StringComparison.Ordinal));

    [GeneratedRegex(@"[;。,)] *(?:(?:问题|隐患|事项)?\d{1,2} ?[.、)]|\(?[一二三四五六七八九十]{1,2}[、)]|[①-⑳]|\(\d)", RegexOptions.CultureInvariant)]
    private static partial Regex NumberInside();

    [GeneratedRegex(
        @"^文档为.{0,6}格式|^本文(?:来源|档|由)|^(?:点击)?下载|^来源:|^责任编辑"
        + @"|^【?(?:打印|关闭)|^[(-]? ?第 ?\d+ ?页.{0,12}$|^- ?\d+ ?-$", RegexOptions.CultureInvariant)]
    private static partial Regex Footer();

    [GeneratedRegex(
        @"^(?!\(?截[至止])(?:[^\d。,;:《》]{2,30})?\(?(?:\d{4}|二[〇零○]?[〇零○一二三四五六七八九]{2,3})年"
        + @"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日\)?(?:印发)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Signature();
}
