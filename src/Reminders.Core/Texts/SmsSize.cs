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

    /// <summary>Measures the text. An empty text takes one segment.</summary>
    public static SmsSize Of(string text)
    {
        var gsm = text.All(c => Basic.Contains(c, StringComparison.Ordinal) || Extension.Contains(c, StringComparison.Ordinal));
        return gsm
            ? new(Gsm7, Count(text.Select(c => Extension.Contains(c, StringComparison.Ordinal) ? 2 : 1), 160, 153))
            : new(Ucs2, Count(text.EnumerateRunes().Select(r => r.Utf16SequenceLength), 70, 67));
    }

    private static int Count(IEnumerable<int> widths, int alone, int each)
    {
        var list = widths.ToList();
        if (list.Sum() <= alone)
            return 1;
        var (segments, used) = (1, 0);
        foreach (var width in list)
        {
            if (used + width > each)
                (segments, used) = (segments + 1, 0);
            used += width;
        }
        return segments;
    }
}
