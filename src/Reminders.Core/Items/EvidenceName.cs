using System.Globalization;
using System.Text;

namespace Reminders.Core.Items;

/// <summary>
/// A file's name as a label. Paths, control characters and whatever else is not to be seen are gone, and it ends as files of its kind do: whoever opens what he
/// downloaded must not start a page or a program that hides in a picture.
/// </summary>
internal static class EvidenceName
{
    public static string Of(string? fileName, EvidenceKind kind)
    {
        var bare = Visible(fileName ?? "").Split('/', '\\')[^1].TrimEnd(' ', '.');
        var known = kind.Extensions.FirstOrDefault(e => bare.EndsWith(e, StringComparison.OrdinalIgnoreCase)) is { } extension ? extension.Length : 0;
        var ending = known == 0 ? kind.Extensions[0] : bare[^known..];
        var stem = Cut(bare[..^known].Trim(' ', '.'), EvidenceLimits.LongestName - ending.Length);
        return (stem.Length == 0 ? "evidence" : stem) + ending;
    }

    // Also marks that turn the direction of reading, behind which gpj.exe looks like exe.jpg.
    private static string Visible(string text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var hidden = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
            // Half a surrogate pair comes as U+FFFD.
            if (!hidden && rune != Rune.ReplacementChar)
                visible.Append(rune.ToString());
        }
        return visible.ToString();
    }

    private static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
