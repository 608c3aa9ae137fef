using System.Text.RegularExpressions;

namespace Reminders.Import.Names;

/// <summary>What a word in a field of names is.</summary>
internal enum NameKind
{
    Person,
    Group,
    Redacted,
    Nothing,
}

/// <summary>One word of a field of names, with titles, 同志 and the unit before it taken off.</summary>
internal sealed partial record PersonName(NameKind Kind, string Text, bool HasOthers = false)
{
    public static PersonName Read(string word)
    {
        if (NameWords.Nothing().IsMatch(word))
            return new(NameKind.Nothing, word);
        if (NameWords.Redacted().IsMatch(word) && !Latin().IsMatch(word))
            return new(NameKind.Redacted, word);
        if (Latin().IsMatch(word))
            return NameWords.Redacted().IsMatch(word) ? new(NameKind.Redacted, word) : new(NameKind.Person, word);

        // 张伟(副镇长) and (副镇长)张伟; what stands on both sides of a bracket is not one name.
        if (BothSides().IsMatch(word))
            return new(NameKind.Group, word);
        var outside = Brackets().Replace(word, "").Trim();
        var inside = Brackets().Match(word).Groups["inside"].Value.Trim();
        if (Bare(outside) is { } name)
            return new(NameKind.Person, name, NameWords.AndOthers().IsMatch(outside));
        return inside.Length > 0 && Bare(inside) is { } inner ? new(NameKind.Person, inner) : new(NameKind.Group, word);
    }

    // 老周 is somebody whom everybody there knows, and no name.
    [GeneratedRegex(@"^[老小阿]\p{IsCJKUnifiedIdeographs}$", RegexOptions.CultureInvariant)]
    private static partial Regex Nickname();

    private const string Comrade = "同志";

    private static string? Bare(string word)
    {
        word = NameWords.AndOthers().Replace(word, "");
        if (word.EndsWith(Comrade, StringComparison.Ordinal) && IsName(word[..^Comrade.Length]) && !HasTitle(word[..^Comrade.Length]))
            return word[..^Comrade.Length]; // nothing but a person is called so, whatever the surname
        // 党院长 is a surname with a title: somebody, but who?
        var surname = Surnames.StartsCompound(word) ? 2 : 1;
        if (Surnames.IsCompound(word) || (word.Length > surname && NameWords.TitleAlone().IsMatch(word[surname..])))
            return null;
        if (IsName(word) && (Surnames.IsFullName(word) || !HasTitle(word)))
            return word;
        // The title stands behind the name (张伟副镇长), before it (副镇长张伟), or the unit does (安全科张伟).
        foreach (var candidate in Candidates(word))
        {
            if (IsName(candidate) && (Surnames.IsFullName(candidate) || candidate.Contains('·')))
                return candidate;
        }
        return null;
    }

    private static IEnumerable<string> Candidates(string word)
    {
        var behind = NameWords.TitleBehind().Replace(word, "");
        var before = NameWords.TitleBefore().Replace(word, "");
        yield return behind;
        yield return before;
        yield return NameWords.TitleBefore().Replace(behind, "");
        for (var length = 2; length <= 4 && length < word.Length; length++)
        {
            // 张伟(副镇长) without its brackets: the name is what a title follows.
            if (NameWords.TitleAlone().IsMatch(word[length..]))
                yield return word[..length];
        }
        if (NameWords.UnitBefore().Match(word) is { Success: true } unit)
            yield return word[(unit.Index + unit.Length)..];
    }

    private static bool HasTitle(string word) =>
        NameWords.TitleAlone().IsMatch(word) || NameWords.TitleBehind().IsMatch(word) || NameWords.TitleBefore().IsMatch(word);

    private static bool IsName(string word) =>
        HanName().IsMatch(word) && !NameWords.Group().IsMatch(word) && !NameWords.UnitEnding().IsMatch(word) && !NameWords.TitleAlone().IsMatch(word) && !Nickname().IsMatch(word);

    // Two to four Han characters, or the parts of a minority name with a dot between them.
    [GeneratedRegex(@"^(?:\p{IsCJKUnifiedIdeographs}{2,4}|\p{IsCJKUnifiedIdeographs}{1,8}(?:·\p{IsCJKUnifiedIdeographs}{1,8})+)$", RegexOptions.CultureInvariant)]
    private static partial Regex HanName();

    [GeneratedRegex(@"[(\[【](?<inside>[^()\[\]【】]*)[)\]】]?", RegexOptions.CultureInvariant)]
    private static partial Regex Brackets();

    [GeneratedRegex(@"[^\s(\[【][(\[【][^()\[\]【】]*[)\]】][^\s)\]】]", RegexOptions.CultureInvariant)]
    private static partial Regex BothSides();

    [GeneratedRegex(@"^[A-Za-z](?=[A-Za-z'. -]*[A-Za-z])[A-Za-z'. -]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Latin();
}
