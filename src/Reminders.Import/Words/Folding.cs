namespace Reminders.Import.Words;

/// <summary>
/// Replaces full-width and look-alike characters by plain ones, one for one, so that an index into the folded text is an index into the
/// original. Unlike NFKC it keeps ① and ㈠: they number another level than 1 and (一).
/// </summary>
internal static class Folding
{
    public static string Fold(string text) => string.Create(text.Length, text, static (folded, original) =>
    {
        for (var i = 0; i < folded.Length; i++)
            folded[i] = Fold(original[i]);
    });

    /// <summary>Folded and without blanks, to compare labels, header cells and role names.</summary>
    public static string Compact(string text) => text.AsSpan().ContainsAnyExceptInRange('0', 'z') ? Squeezed(text) : text;

    private static string Squeezed(string text)
    {
        // Most labels and names have nothing to remove, so nothing is copied.
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c) || Fold(c) != c)
                return string.Concat(Fold(text).Where(f => !char.IsWhiteSpace(f)));
        }
        return text;
    }

    private static char Fold(char c) => c switch
    {
        >= '\uFF01' and <= '\uFF5D' => (char)(c - 0xFEE0),
        '\uFF5E' or '\u301C' => '~',
        '\u2060' or '\uFEFF' or '\u2800' or (>= '\u2000' and <= '\u200D') => ' ',
        '\u2236' or '\uFE13' or '\uFE30' or '\uFE55' or '\uA789' => ':',
        '\uFE10' or '\uFE50' => ',',
        '\uFE14' or '\uFE54' => ';',
        '\uFE52' or '\u2024' => '.',
        '\uFE35' or '\uFE59' => '(',
        '\uFE36' or '\uFE5A' => ')',
        '\u2044' or '\u2215' => '/',
        '\uFE61' or '\u2217' or '\u204E' => '*',
        '\uFF61' => '。',
        '\uFF64' => '、',
        (>= '\u2010' and <= '\u2015') or '\u2212' => '-',
        '\u2715' or '\u2716' or '\u2573' or '\u2A09' => '×',
        '\u25A1' or '\u25A0' or '\u2610' => '□',
        '\u30FB' or '\uFF65' or '\u2022' or '\u2027' or '\u2219' or '\u22C5' or '\u2E31' or '\u2E33' or '\u02D9' => '·',
        _ when char.IsWhiteSpace(c) && c is not ('\n' or '\r') => ' ',
        _ => c,
    };
}
