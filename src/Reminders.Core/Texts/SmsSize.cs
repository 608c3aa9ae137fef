using System.Buffers;

namespace Reminders.Core.Texts;

/// <summary>
/// The encoding and the number of segments of a text. GSM-7 (3GPP TS 23.038): 160 septets in a single segment, 153 in each of several; an
/// extension character takes two. UCS-2: 70 code units in a single segment, 67 in each of several. An extension character or a surrogate
/// pair is never split.
/// </summary>
public readonly record struct SmsSize(string Encoding, int Segments)
{
    public const string Gsm7 = "GSM-7";
    public const string Ucs2 = "UCS-2";

    private const string Basic =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
        + "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    private const string Extension = "\f^{}\\[~]|€";

    private static readonly SearchValues<char> Gsm = SearchValues.Create(Basic + Extension);
    private static readonly SearchValues<char> Extended = SearchValues.Create(Extension);

    /// <summary>Measures the text. An empty text takes one segment.</summary>
    public static SmsSize Of(string text)
    {
        var isUcs2 = IsUcs2(text);
        return new(isUcs2 ? Ucs2 : Gsm7, SegmentsOf(text, isUcs2));
    }

    /// <summary>
    /// Whether a text that contains so many characters takes more segments, however short the rest is. False where only the whole text can
    /// tell.
    /// </summary>
    /// <param name="length">The number of code units of the part.</param>
    /// <param name="isUcs2">Whether GSM-7 lacks a character of the part.</param>
    /// <param name="segments">The most segments.</param>
    public static bool IsTooLong(int length, bool isUcs2, int segments)
    {
        var (alone, each) = Limits(isUcs2);
        return length > Math.Max(alone, segments * each);
    }

    /// <summary>The units of a text in one segment, and of each segment of a longer text.</summary>
    private static (int Alone, int Each) Limits(bool isUcs2) => isUcs2 ? (70, 67) : (160, 153);

    public static bool IsUcs2(string text) => text.AsSpan().ContainsAnyExcept(Gsm);

    private static int SegmentsOf(string text, bool isUcs2)
    {
        var (alone, each) = Limits(isUcs2);
        // Without characters of two units, the length is enough.
        if (isUcs2 ? !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') : !text.AsSpan().ContainsAny(Extended))
            return text.Length <= alone ? 1 : (text.Length + each - 1) / each;
        var (segments, used, sum) = (1, 0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = isUcs2 && char.IsSurrogatePair(text, i);
            var width = isPair || (!isUcs2 && Extended.Contains(text[i])) ? 2 : 1;
            if (used + width > each)
                (segments, used) = (segments + 1, 0);
            (used, sum) = (used + width, sum + width);
            i += isPair ? 1 : 0;
        }
        return sum <= alone ? 1 : segments;
    }
}
