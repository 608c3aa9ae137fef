using System.Buffers;
using System.Text;

namespace Reminders.Import.Files;

/// <summary>
/// Decodes text: by its byte order mark, else as strict UTF-8, else as strict GB18030. The order matters, because GB18030 accepts most
/// UTF-8 as garbage, while UTF-8 rejects nearly all GB18030.
/// </summary>
internal static class TextDecoding
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private static readonly Encoding Gb18030 =
        CodePagesEncodingProvider.Instance.GetEncoding(54936, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    private static readonly SearchValues<char> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(c => (char)c)
            .Where(c => char.IsControl(c) && c is not ('\t' or '\n' or '\r' or '\f' or '\v' or '\u001A' or '\u0085'))]);

    /// <exception cref="InputRefusedException">The bytes are not text, or they have another encoding.</exception>
    public static string Decode(ReadOnlySpan<byte> content)
    {
        var text = content switch
        {
            [0xEF, 0xBB, 0xBF, .. var rest] => Strict(Utf8, rest) ?? throw Unknown($"It starts as UTF-8 but is damaged further on."),
            [0xFF, 0xFE, .. var rest] => Strict(new UnicodeEncoding(false, false, true), rest) ?? throw DamagedUtf16(),
            [0xFE, 0xFF, .. var rest] => Strict(new UnicodeEncoding(true, false, true), rest) ?? throw DamagedUtf16(),
            _ => WithoutMark(content),
        };
        return text.AsSpan().ContainsAny(Controls) ? throw Binary() : text;
    }

    private static string WithoutMark(ReadOnlySpan<byte> content)
    {
        if (content.Contains((byte)0))
            throw Binary();
        if (Strict(Utf8, content) is { } utf8)
            return utf8;
        if (IsDamagedUtf8(content))
            throw Unknown($"It is UTF-8 with damaged places, or it was cut off in the middle of a character.");
        return Strict(Gb18030, content) ?? throw Unknown($"It is neither UTF-8 nor GB18030 (GBK).");
    }

    private static string? Strict(Encoding encoding, ReadOnlySpan<byte> content)
    {
        try
        {
            return encoding.GetString(content);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    // GB18030 read as UTF-8 is nearly all replacement characters; damaged UTF-8 has only a few.
    private static bool IsDamagedUtf8(ReadOnlySpan<byte> content)
    {
        var text = Encoding.UTF8.GetString(content);
        return text.Count(c => c is >= '\u4E00' and <= '\u9FFF') > 10 * text.AsSpan().Count('\uFFFD');
    }

    private static InputRefusedException Binary() =>
        new(RefusalCodes.NotText, $"The file holds binary data, not text. Save it as plain text, CSV or JSON and load that.");

    private static InputRefusedException DamagedUtf16() => Unknown($"It starts as UTF-16 but is damaged further on.");

    private static InputRefusedException Unknown(Wording why) =>
        new(RefusalCodes.EncodingUnknown, $"The file's encoding is not known. {why} Save it as UTF-8 and load it again.");
}

/// <summary>
/// One line of a file without hidden characters (<see cref="Raw"/>) and folded (<see cref="Text"/>). Both are trimmed at the same places,
/// so an index into one is an index into the other.
/// </summary>
internal sealed record SourceLine
{
    public SourceLine(int number, string raw)
    {
        raw = Folded.Text(raw);
        var folded = Folding.Fold(raw);
        var start = folded.Length - folded.TrimStart().Length;
        var length = folded.Trim().Length;
        (Number, Raw, Text) = (number, raw.Substring(start, length), folded.Substring(start, length));
    }

    public int Number { get; }
    public string Raw { get; }
    public string Text { get; }
    public bool IsBlank => Text.Length == 0;
    public Place Place => new(Number);

    public static IReadOnlyList<SourceLine> Split(string text) =>
        [.. text.TrimEnd('\u001A').ReplaceLineEndings("\n").Split('\n').Select((raw, index) => new SourceLine(index + 1, raw))];
}
