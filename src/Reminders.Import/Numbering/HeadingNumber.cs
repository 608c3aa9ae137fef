using System.Globalization;
using System.Text.RegularExpressions;

namespace Reminders.Import.Numbering;

/// <summary>How a heading is numbered. Which style stands below which differs from plan to plan.</summary>
internal enum NumberStyle
{
    /// <summary>第一章, 第一部分</summary>
    Chapter,

    /// <summary>第一条</summary>
    Article,

    /// <summary>问题一：</summary>
    Named,

    /// <summary>一、</summary>
    Chinese,

    /// <summary>(一) and ㈠</summary>
    ChineseInBrackets,

    /// <summary>1.1; its value counts hundreds before the point.</summary>
    Decimal,

    /// <summary>1. and 1、</summary>
    Digits,

    /// <summary>(1) and ⑴</summary>
    DigitsInBrackets,

    /// <summary>1)</summary>
    DigitsWithBracket,

    /// <summary>①</summary>
    Circled,
}

/// <summary>The number at the start of a line: its style, its value, what is printed, and how many characters it takes.</summary>
internal sealed partial record HeadingNumber(NumberStyle Style, int Value, string Printed, int Length)
{
    /// <summary>Reads the number from a folded line; null when the line starts with none. 一是 is none, nor is 2.5.</summary>
    public static HeadingNumber? Read(string line)
    {
        if (line.Length == 0)
            return null;
        if (Single(line[0]) is var (style, value))
            return new(style, value, line[..1], 1 + Blank(line, 1));
        var match = Pattern().Match(line);
        if (!match.Success)
            return null;
        if (!TryReadNumber(match.Groups["n"].Value, out value))
            return null;
        var name = match.Groups.Values.Skip(1).First(g => g.Success && g.Name != "n").Name;
        return new(Enum.Parse<NumberStyle>(name), value, PrintedPart(match), match.Length);
    }

    private static string PrintedPart(Match match) => match.Value.Trim().TrimEnd('、', '.', ':', ',');

    private static bool TryReadNumber(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) || TryReadDecimal(text, out value) || ChineseNumeral.TryRead(text, out value);

    private static bool TryReadDecimal(string text, out int value)
    {
        var parts = text.Split('.');
        value = parts.Length == 2 ? (int.Parse(parts[0], CultureInfo.InvariantCulture) * 100) + int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        return parts.Length == 2;
    }

    private static int Blank(string line, int start)
    {
        var end = start;
        while (end < line.Length && (line[end] == ' ' || (end == start && line[end] is '、' or '.')))
            end++;
        return end - start;
    }

    private static (NumberStyle Style, int Value)? Single(char c) => c switch
    {
        >= '①' and <= '⑳' => (NumberStyle.Circled, c - '①' + 1),
        >= '⑴' and <= '⒇' => (NumberStyle.DigitsInBrackets, c - '⑴' + 1),
        >= '⒈' and <= '⒛' => (NumberStyle.Digits, c - '⒈' + 1),
        >= '㈠' and <= '㈩' => (NumberStyle.ChineseInBrackets, c - '㈠' + 1),
        _ => null,
    };

    [GeneratedRegex("""
        ^(?: (?<Chapter>第(?<n>[一二三四五六七八九十百]+|\d{1,3})(?:章|部分|篇)[ 、:]*)
           | (?<Article>第(?<n>[一二三四五六七八九十百]+|\d{1,3})[条项][ 、:]+)
           | (?<Named>(?:问题|事项|任务|隐患|不足)[ ]*(?<n>[一二三四五六七八九十百]+|\d{1,3})[ ]*[、.:][ ]*)
           | (?<Chinese>(?<n>[一二三四五六七八九十百]+)[ ]*[、.][ ]*)
           | (?<ChineseInBrackets>\([ ]*(?<n>[一二三四五六七八九十百]+)[ ]*\)[ ]*[、.]?[ ]*)
           | (?<DigitsInBrackets>\([ ]*(?<n>\d{1,3})[ ]*\)[ ]*[、.]?[ ]*)
           | (?<DigitsWithBracket>(?<n>\d{1,3})\)[ ]*)
           | (?<Decimal>(?<n>\d{1,2}\.\d{1,2})(?![ ]*[\d.%°℃-])(?:[ ]+|(?![元万米吨亩公克千百亿平户人个倍度级]))(?=\S))
           | (?<Digits>(?<n>\d{1,3})[ ]*[、.](?!\d{1,2}(?!\d)|\d+[.%元万米吨亩户人个])[ ]*) )
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
