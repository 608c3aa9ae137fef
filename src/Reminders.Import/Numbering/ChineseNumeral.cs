namespace Reminders.Import.Numbering;

/// <summary>Chinese numerals up to the hundreds (二十一, 廿五, 一百零三) and digit by digit (二〇二六).</summary>
internal static class ChineseNumeral
{
    /// <summary>The characters that can stand in a numeral, for use inside a regular expression's class.</summary>
    public const string Characters = "〇零○一二两三四五六七八九十百廿卅";

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
            < 0 or > 999 => value.ToString(System.Globalization.CultureInfo.InvariantCulture),
            < 10 => Digits[value].ToString(),
            < 20 => "十" + (value == 10 ? "" : Write(value % 10)),
            < 100 => Write(value / 10) + "十" + (value % 10 == 0 ? "" : Write(value % 10)),
            _ => Write(value / 100) + "百" + (value % 100) switch { 0 => "", < 10 and var rest => "零" + Write(rest), < 20 and var rest => "一" + Write(rest), var rest => Write(rest) },
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
