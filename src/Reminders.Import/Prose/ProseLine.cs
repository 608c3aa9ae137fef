using System.Text.RegularExpressions;

namespace Reminders.Import.Prose;

/// <summary>A line of a plan in prose: the number it starts with, if it is a heading, and what its labels say.</summary>
internal sealed partial record ProseLine(SourceLine Source, HeadingNumber? Number, LabelledLine Labelled)
{
    /// <summary>The line without its number, as printed.</summary>
    public string Body => Number is null ? Source.Raw : Source.Raw[Number.Length..].TrimStart();

    public static ProseLine Read(SourceLine source)
    {
        if (HeadingNumber.Read(source.Text) is { } number)
        {
            var labelled = LabelledLine.Read(source.Raw[number.Length..], source.Text[number.Length..]);
            // "2.责任人: …" numbers a field, not an item.
            if (labelled is { Lead.Length: 0, Values: [{ Field: not Field.Problem }, ..] })
                return new(source, null, labelled);
            return new(source, number, labelled);
        }
        return new(source, null, LabelledLine.Read(source.Raw, source.Text));
    }

    public static bool IsFooter(SourceLine line) => Footer().IsMatch(line.Text);

    /// <summary>A line of nothing but a full date, or a unit with one: the document is signed here.</summary>
    public static bool IsSignature(SourceLine line) => Signature().IsMatch(line.Text.Replace(" ", "", StringComparison.Ordinal));

    [GeneratedRegex(
        @"^文档为.{0,6}格式|^本文(?:来源|档|由)|^(?:点击)?下载|^来源:|^责任编辑|^【?(?:打印|关闭)|^-? ?第 ?\d+ ?页.{0,12}$|^- ?\d+ ?-$", RegexOptions.CultureInvariant)]
    private static partial Regex Footer();

    [GeneratedRegex(
        @"^(?!\(?截[至止])(?:[^\d。,;:《》]{2,30})?\(?(?:\d{4}|二[〇零○]?[〇零○一二三四五六七八九]{2,3})年"
        + @"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日\)?(?:印发)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Signature();
}
