using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace Reminders.Import.Exports;

/// <summary>Text as a cell can hold it.</summary>
internal static partial class CellText
{
    /// <summary>How many UTF-16 units a cell holds (Excel specifications and limits, Microsoft Support).</summary>
    public const int Longest = 32_767;

    public const string CutMark = "……（超出单元格容量，以下略）";

    /// <summary>The text without what XML cannot hold, its line breaks as Excel has them, cut with a mark where it is too long, and read by Excel as it stands.</summary>
    public static string Of(string text)
    {
        var held = Held(text);
        if (held.Length > Longest)
        {
            var end = Longest - CutMark.Length;
            held = held[..(char.IsHighSurrogate(held[end - 1]) ? end - 1 : end)] + CutMark;
        }
        return Escape().Replace(held, "_x005F_");
    }

    private static string Held(string text)
    {
        var held = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                held.Append(c).Append(text[++i]);
            else if (c == '\r')
                held.Append(i + 1 < text.Length && text[i + 1] == '\n' ? "" : "\n");
            else if (XmlConvert.IsXmlChar(c))
                held.Append(c);
        }
        return held.ToString();
    }

    // Excel reads _x0041_ as A (ECMA-376, ST_Xstring); an underscore that is meant is spelled so itself.
    [GeneratedRegex("_(?=x[0-9A-Fa-f]{4}_)")]
    private static partial Regex Escape();
}
