using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Reminders.Core.Input;

/// <summary>
/// One form for texts that look the same: compatibility forms become plain, and controls, zero-width marks and other characters that
/// Unicode calls default-ignorable are removed. Names, codes and notes are folded on entry.
/// </summary>
public static partial class Folded
{
    // A fast path: nearly all names and notes have only these characters.
    private static readonly SearchValues<char> PlainInNames = SearchValues.Create(
        [.. Range(' ', '-'), .. Range('/', '~'), '、', .. Range('\u4E00', '\u9FFF')]);

    private static readonly SearchValues<char> PlainInTexts = SearchValues.Create(
        [
            .. Range(' ', '~'), '\n', '\r', '\t', '·', '…', '—', .. Range('\u2018', '\u201D'), .. Range('\u3001', '\u3011'),
            .. Range('\u4E00', '\u9FFF'), .. Range('\uFF01', '\uFF0F'), .. Range('\uFF1A', '\uFF20'),
        ]);

    // Default-ignorable characters whose category does not say so: letters, marks and unassigned code points.
    private static readonly (int From, int To)[] Ignorable =
    [
        (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2065, 0x2065), (0x3164, 0x3164), (0xFE00, 0xFE0F),
        (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0xE0000, 0xE0FFF),
    ];

    // All the dots that a keyboard or a converter puts between the parts of a name such as 买买提·吐尔逊.
    private const string MiddleDots = "\u02D9\u0387\u16EB\u2022\u2027\u2219\u22C5\u2E31\u2E33\u30FB\uFF65\uA78F";

    private static readonly Lazy<Forms> Unicode = new(Forms.Read);

    /// <summary>
    /// Folds a name or a code: compatibility forms become plain, runs of blanks become one blank, and outer blanks are removed. Between
    /// ideographs every dot is the middle dot of minority names.
    /// </summary>
    public static string Name(string name)
    {
        if (!name.AsSpan().ContainsAnyExcept(PlainInNames))
            return IsTrim(name) ? name : Trimmed(name);
        var folded = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
                folded.Append(' ');
            else if (rune.IsBmp && MiddleDots.Contains((char)rune.Value))
                folded.Append('·');
            else if (!IsHidden(rune))
                folded.Append(Unicode.Value.PlainOf(rune));
        }
        return DotInName().Replace(Trimmed(Unicode.Value.Joined(folded.ToString())), "·");
    }

    /// <summary>A regular expression of one ideograph of any block, 〇 among them.</summary>
    public const string Han = @"(?:[\u3007\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF]|[\uD840-\uD8BF][\uDC00-\uDFFF])";

    [GeneratedRegex($"(?<={Han}) ?[.·] ?(?={Han})", RegexOptions.CultureInvariant)]
    private static partial Regex DotInName();

    /// <summary>Folds several texts; the same array if nothing changes.</summary>
    public static ImmutableArray<string> Texts(ImmutableArray<string> texts)
    {
        foreach (var text in texts)
        {
            if (!ReferenceEquals(Text(text), text))
                return [.. texts.Select(Text)];
        }
        return texts;
    }

    /// <summary>
    /// Folds a note or another text of several words: only letters and digits become plain. Full-width punctuation, ① and line breaks stay,
    /// because people write them.
    /// </summary>
    public static string Text(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(PlainInTexts))
            return text;
        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsLetterOrDigit(rune) && !IsHidden(rune))
                folded.Append(Unicode.Value.PlainOf(rune));
            else if (Rune.IsWhiteSpace(rune) || !IsHidden(rune))
                folded.Append(rune.ToString());
        }
        return Unicode.Value.Joined(folded.ToString());
    }

    /// <summary>The part of a name that counts in a comparison: its letters and digits in upper case.</summary>
    public static string Bare(string name)
    {
        var folded = Name(name);
        var bare = string.Concat(folded.EnumerateRunes().Where(IsCounted).Select(Rune.ToUpperInvariant));
        return bare.Length > 0 ? bare : folded;
    }

    // 〇 is a number to Unicode and an ideograph in a name.
    private static bool IsCounted(Rune rune) => Rune.IsLetterOrDigit(rune) || rune.Value == '〇';

    /// <summary>Whether the text has a NUL character.</summary>
    public static bool HasNul(string text) => text.Contains('\0', StringComparison.Ordinal);

    private static bool IsHidden(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        || Array.Exists(Ignorable, i => rune.Value >= i.From && rune.Value <= i.To);

    // Kangxi radicals look like ordinary characters, but their category is symbol.
    private static bool IsLetterOrDigit(Rune rune) => rune.Value is >= 0x2E80 and <= 0x2FD5 || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber;

    private static bool IsTrim(string name) =>
        !name.StartsWith(' ') && !name.EndsWith(' ') && !name.Contains("  ", StringComparison.Ordinal);

    private static string Trimmed(string name) => string.Join(' ', name.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<char> Range(char from, char to) => Enumerable.Range(from, to - from + 1).Select(c => (char)c);

    /// <summary>Unicode's table of compatibility forms. The hosts run in invariant mode, in which the runtime does not normalise.</summary>
    private sealed class Forms(FrozenDictionary<int, string> plain, FrozenDictionary<(int Letter, int Mark), Rune> joined)
    {
        public static Forms Read()
        {
            using var reader = new StreamReader(typeof(Folded).Assembly.GetManifestResourceStream("compatibility.txt")!);
            var (plain, joined) = (new Dictionary<int, string>(), new Dictionary<(int, int), Rune>());
            while (reader.ReadLine() is { } line)
            {
                if (line.StartsWith('#'))
                    continue;
                var (left, right) = (line.Split('=')[0].Split('+').Select(Code).ToArray(), line.Split('=')[1].Split(' ').Select(Code));
                if (left is [var letter, var mark])
                    joined[(letter, mark)] = new(right.Single());
                else
                    plain[left[0]] = string.Concat(right.Select(c => new Rune(c)));
            }
            return new(plain.ToFrozenDictionary(), joined.ToFrozenDictionary());
        }

        public string PlainOf(Rune rune) => plain.TryGetValue(rune.Value, out var form) ? form : rune.ToString();

        /// <summary>Joins each mark to the letter before it where Unicode has one character for both.</summary>
        public string Joined(string text)
        {
            var whole = new List<Rune>(text.Length);
            foreach (var rune in text.EnumerateRunes())
            {
                if (whole.Count > 0 && joined.TryGetValue((whole[^1].Value, rune.Value), out var both))
                    whole[^1] = both;
                else
                    whole.Add(rune);
            }
            return string.Concat(whole);
        }

        private static int Code(string hex) => int.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }
}
