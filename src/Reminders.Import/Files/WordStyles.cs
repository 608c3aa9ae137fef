using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Reminders.Import.Files;

/// <summary>The styles of a Word document. A style has what the style has that it is based on, unless it says otherwise.</summary>
internal sealed class WordStyles
{
    private const int MaxStyles = 20;

    private readonly Dictionary<string, Style> styles;
    private readonly Dictionary<string, (bool? Struck, bool? Hidden)> marks = [];
    private readonly string? ofParagraphs;

    public WordStyles(MainDocumentPart document)
    {
        styles = document.StyleDefinitionsPart?.Styles?.Elements<Style>().Where(s => s.StyleId?.Value is not null)
            .GroupBy(s => s.StyleId!.Value!).ToDictionary(s => s.Key, s => s.First()) ?? [];
        ofParagraphs = styles.Values
            .FirstOrDefault(s => s.Type?.Value == StyleValues.Paragraph && s.Default?.Value == true)?.StyleId?.Value;
    }

    /// <summary>The style with this id, then the styles that it is based on.</summary>
    public IEnumerable<Style> Of(string? id)
    {
        for (var i = 0; i < MaxStyles && id is not null && styles.TryGetValue(id, out var style); i++)
        {
            yield return style;
            id = style.BasedOn?.Val?.Value;
        }
    }

    /// <summary>Whether the run is struck through and whether it is hidden, by its own format or by a style.</summary>
    public (bool Struck, bool Hidden) MarksOf(Run run, Paragraph? paragraph)
    {
        var own = Marks(run.RunProperties);
        var byStyle = Marks(run.RunProperties?.RunStyle?.Val?.Value);
        var ofParagraph = Marks(paragraph?.ParagraphProperties?.ParagraphStyleId?.Val?.Value ?? ofParagraphs);
        return ((own.Struck ?? byStyle.Struck ?? ofParagraph.Struck) == true, (own.Hidden ?? byStyle.Hidden ?? ofParagraph.Hidden) == true);
    }

    private (bool? Struck, bool? Hidden) Marks(string? style)
    {
        if (style is null)
            return default;
        if (!marks.TryGetValue(style, out var known))
        {
            foreach (var next in Of(style).Select(s => Marks(s.StyleRunProperties)))
                known = (known.Struck ?? next.Struck, known.Hidden ?? next.Hidden);
            marks[style] = known;
        }
        return known;
    }

    private static (bool? Struck, bool? Hidden) Marks(OpenXmlElement? format) => format is null ? default
        : (IsOn(format.GetFirstChild<Strike>()) | IsOn(format.GetFirstChild<DoubleStrike>()), IsOn(format.GetFirstChild<Vanish>()));

    private static bool? IsOn(OnOffType? mark) => mark is null ? null : mark.Val?.Value != false;
}
