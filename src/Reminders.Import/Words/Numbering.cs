using System.Globalization;
using System.Text.RegularExpressions;

namespace Reminders.Import.Words;

/// <summary>Chinese numerals up to the hundreds (二十一, 廿五, 一百零三) and digit by digit (二〇二六).</summary>
internal static class ChineseNumeral
{
    public static bool TryRead(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        if (text.IsEmpty)
            return false;
        return text.IndexOfAny("十百廿卅") < 0 ? TryReadDigits(text, out value) : TryReadUnits(text, out value);
    }

    /// <summary>The number as headings print it: 十二, 二十一, 一百零三.</summary>
    public static string Write(int value)
    {
        const string Digits = "零一二三四五六七八九";
        return value switch
        {
            < 0 or > 999 => value.ToString(CultureInfo.InvariantCulture),
            < 10 => Digits[value].ToString(),
            < 20 => "十" + (value == 10 ? "" : Write(value % 10)),
            < 100 => Write(value / 10) + "十" + (value % 10 == 0 ? "" : Write(value % 10)),
            _ => Write(value / 100) + "百" + (value % 100) switch
            {
                0 => "",
                < 10 and var rest => "零" + Write(rest),
                < 20 and var rest => "一" + Write(rest),
                var rest => Write(rest),
            },
        };
    }

    private static bool TryReadDigits(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        if (text.Length > 4)
            return false;
        foreach (var c in text)
        {
            if (Digit(c) is not { } digit)
                return false;
            value = (value * 10) + digit;
        }
        return true;
    }

    private static bool TryReadUnits(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        int? pending = null;
        foreach (var c in text)
        {
            switch (c)
            {
                case '百': value += (pending ?? 1) * 100; pending = null; break;
                case '十': value += (pending is null or 0 ? 1 : pending.Value) * 10; pending = null; break;
                case '廿': value += 20; pending = null; break;
                case '卅': value += 30; pending = null; break;
                default:
                    if (Digit(c) is not { } digit || pending is > 0)
                        return false;
                    pending = digit;
                    break;
            }
        }
        value += pending ?? 0;
        return true;
    }

    private static int? Digit(char c) => c switch
    {
        '〇' or '零' or '○' => 0,
        '一' => 1,
        '二' or '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => null,
    };
}

/// <summary>How a heading is numbered. The order of the levels differs from plan to plan.</summary>
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

    /// <summary>1.1; the value is 101.</summary>
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

/// <summary>The number at the start of a line: its style, its value, its text without separators, and its length with them.</summary>
internal sealed partial record HeadingNumber(NumberStyle Style, int Value, string Printed, int Length)
{
    /// <summary>Reads the number from a folded line; null if there is none. Neither 一是 nor 2.5 is a number.</summary>
    public static HeadingNumber? Read(string line)
    {
        if (line.Length == 0)
            return null;
        if (Single(line[0]) is var (style, value))
            return new(style, value, line[..1], 1 + Blank(line, 1));
        var match = Pattern().Match(line);
        if (!match.Success || !TryReadNumber(match.Groups["n"].Value, out value))
            return null;
        var name = match.Groups.Values.Skip(1).First(g => g.Success && g.Name != "n").Name;
        return new(Enum.Parse<NumberStyle>(name), value, match.Value.Trim().TrimEnd('、', '.', ':', ','), match.Length);
    }

    /// <summary>The number of a line that heads a section of a table, such as 一、 or 第一章; null if it is no such heading.</summary>
    public static HeadingNumber? OfSection(string line) =>
        Read(Folding.Fold(line)) is { Style: NumberStyle.Chapter or NumberStyle.Chinese or NumberStyle.ChineseInBrackets } number
            ? number : null;

    private static bool TryReadNumber(string text, out int value) =>
        TryReadCircled(text, out value) || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value)
        || TryReadDecimal(text, out value) || ChineseNumeral.TryRead(text, out value);

    private static bool TryReadCircled(string text, out int value)
    {
        value = text is [>= '①' and <= '⑳' and var circled] ? circled - '①' + 1 : 0;
        return value > 0;
    }

    private static bool TryReadDecimal(string text, out int value)
    {
        var parts = text.Split('.');
        value = 0;
        if (parts.Length != 2)
            return false;
        value = (int.Parse(parts[0], CultureInfo.InvariantCulture) * 100) + int.Parse(parts[1], CultureInfo.InvariantCulture);
        return true;
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
        ^[★☆◆◇■▲△※►▶][ ]*(?: (?<Article>第(?<n>[一二三四五六七八九十百]+|\d{1,3})[条项件个][ 、:]+))
        |^(?: (?<Chapter>第(?<n>[一二三四五六七八九十百]+|\d{1,3})(?:章|部分|篇)[ 、:]*)
           | (?<Article>第(?<n>[一二三四五六七八九十百]+|\d{1,3})[条项件][ 、:]+)
           | (?<Named>[【\[(]?(?:
                 (?:整改|反馈|存在|具体|突出|主要|重点|工作|目标|风险|督[办查])?(?:问题|事项|任务|隐患|不足|项目|清单|短板)[ ]*(?:之|[(])?[ ]*(?<n>[一二三四五六七八九十百]+|\d{1,3}|[①-⑳])\)?
               | (?:序[ ]*号|编[ ]*号)[ ]*(?<n>[一二三四五六七八九十百]+|\d{1,3})
               | 第[ ]*(?<n>[一二三四五六七八九十百]+|\d{1,3})[ ]*[项个条件](?:整改|反馈|存在|具体|突出|主要|重点|工作|目标|风险|督[办查])?(?:问题|事项|任务|隐患|不足|项目)
               )[ ]*(?:[】\])][ ]*[、.:]?|:|[、.](?!\d)|(?=$))[ ]*)
           | (?<Chinese>(?<n>[一二三四五六七八九十百]+)[ ]*[、.][ ]*)
           | (?<ChineseInBrackets>\([ ]*(?<n>[一二三四五六七八九十百]+)[ ]*\)[ ]*[、.]?[ ]*)
           | (?<DigitsInBrackets>\([ ]*(?<n>\d{1,3})[ ]*\)[ ]*[、.]?[ ]*)
           | (?<DigitsWithBracket>(?<n>\d{1,3})\)[ ]*)
           | (?<Decimal>(?<n>\d{1,2}\.\d{1,2})(?![ ]*[\d.%°℃-])(?:[ ]+|(?![元万米吨亩公克千百亿平户人个倍度级月]))(?=\S))
           | (?<Digits>(?<n>\d{1,3})[ ]*[、.](?!\d{1,2}(?![\d月])|\d+[.%元万米吨亩户人个])[ ]*) )
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
