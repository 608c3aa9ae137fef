using System.Globalization;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Reminders.Import.Files;

/// <summary>
/// The numbers that Word computes and prints before paragraphs; the text does not hold them. The paragraph or its style names the list
/// and the level.
/// </summary>
internal sealed partial class WordNumbering
{
    private const int Levels = 9;

    private static readonly NumberFormatValues[] Chinese =
    [
        NumberFormatValues.ChineseCounting, NumberFormatValues.ChineseCountingThousand, NumberFormatValues.JapaneseCounting,
        NumberFormatValues.TaiwaneseCounting, NumberFormatValues.TaiwaneseCountingThousand, NumberFormatValues.IdeographDigital,
        NumberFormatValues.JapaneseDigitalTenThousand,
    ];

    private readonly Dictionary<int, (AbstractNum List, NumberingInstance Instance)> lists = [];
    private readonly WordStyles styles;
    private readonly Dictionary<int, int?[]> counters = [];
    private readonly HashSet<int> begun = [];

    public WordNumbering(MainDocumentPart document, WordStyles styles)
    {
        this.styles = styles;
        var numbering = document.NumberingDefinitionsPart?.Numbering;
        var known = numbering?.Elements<AbstractNum>().Where(a => a.AbstractNumberId is not null)
            .GroupBy(a => a.AbstractNumberId!.Value).ToDictionary(a => a.Key, a => a.First()) ?? [];
        foreach (var instance in numbering?.Elements<NumberingInstance>() ?? [])
        {
            if (instance.NumberID?.Value is { } id && instance.AbstractNumId?.Val?.Value is { } list
                && known.TryGetValue(list, out var definition))
            {
                lists.TryAdd(id, (definition, instance));
            }
        }
    }

    /// <summary>The number that Word prints before the paragraph, or "". Call it once for each paragraph, in order: it counts.</summary>
    public string Next(Paragraph paragraph)
    {
        if (Find(paragraph) is not (var id, var level) || id == 0 || level is < 0 or >= Levels || !lists.TryGetValue(id, out var list))
            return "";
        var key = list.List.AbstractNumberId!.Value;
        var counts = counters.TryGetValue(key, out var running) ? running : counters[key] = new int?[Levels];
        if (begun.Add(id))
            Restart(list.Instance, counts);
        counts[level] = counts[level] is { } before ? before + 1 : StartOf(list.List, level);
        Array.Clear(counts, level + 1, Levels - level - 1);
        var format = LevelOf(list.List, list.Instance, level);
        if (format?.NumberingFormat?.Val?.Value is { } kind && (kind == NumberFormatValues.Bullet || kind == NumberFormatValues.None))
            return "";
        var text = Placeholder().Replace(format?.LevelText?.Val?.Value ?? "", match =>
        {
            var at = match.ValueSpan[1] - '1';
            var value = counts[at] ?? StartOf(list.List, at);
            return Print(LevelOf(list.List, list.Instance, at)?.NumberingFormat?.Val?.Value, value);
        });
        // Word puts a tab or a blank between a bare number and the text.
        return text.Length > 0 && char.IsLetterOrDigit(text[^1]) ? text + " " : text;
    }

    private (int List, int Level)? Find(Paragraph paragraph)
    {
        var properties = paragraph.ParagraphProperties;
        int? list = properties?.NumberingProperties?.NumberingId?.Val?.Value;
        int? level = properties?.NumberingProperties?.NumberingLevelReference?.Val?.Value;
        foreach (var style in styles.Of(properties?.ParagraphStyleId?.Val?.Value))
        {
            var numbering = style.StyleParagraphProperties?.NumberingProperties;
            list ??= numbering?.NumberingId?.Val?.Value;
            level ??= numbering?.NumberingLevelReference?.Val?.Value;
        }
        return list is { } found ? (found, level ?? 0) : null;
    }

    private static void Restart(NumberingInstance instance, int?[] counts)
    {
        foreach (var change in instance.Elements<LevelOverride>())
        {
            if (change.StartOverrideNumberingValue?.Val?.Value is { } start && change.LevelIndex?.Value is >= 0 and < Levels and var level)
                counts[level] = start - 1;
        }
    }

    private static int StartOf(AbstractNum list, int level) =>
        list.Elements<Level>().FirstOrDefault(l => l.LevelIndex?.Value == level)?.StartNumberingValue?.Val?.Value ?? 1;

    private static Level? LevelOf(AbstractNum list, NumberingInstance instance, int level) =>
        instance.Elements<LevelOverride>().FirstOrDefault(o => o.LevelIndex?.Value == level)?.Level
        ?? list.Elements<Level>().FirstOrDefault(l => l.LevelIndex?.Value == level);

    private static string Print(NumberFormatValues? format, int value)
    {
        if (format is not { } known)
            return value.ToString(CultureInfo.InvariantCulture);
        if (Chinese.Contains(known))
            return ChineseNumeral.Write(value);
        if (known == NumberFormatValues.DecimalEnclosedCircle || known == NumberFormatValues.DecimalEnclosedCircleChinese)
            return value is >= 1 and <= 20 ? ((char)('①' + value - 1)).ToString() : $"({value})";
        if (known == NumberFormatValues.DecimalEnclosedParen)
            return $"({value})";
        if (known == NumberFormatValues.LowerLetter || known == NumberFormatValues.UpperLetter)
            return ((char)((known == NumberFormatValues.LowerLetter ? 'a' : 'A') + ((value - 1) % 26))).ToString();
        return value.ToString(CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("%[1-9]", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
