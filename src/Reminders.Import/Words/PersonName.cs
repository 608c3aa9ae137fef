using System.Text.RegularExpressions;

namespace Reminders.Import.Words;

/// <summary>What a word in a field of names stands for.</summary>
internal enum NameKind
{
    Person,
    Group,
    Redacted,
    Nothing,
}

/// <summary>One word of a field of names, without titles, 同志 and the unit before it.</summary>
internal sealed partial record PersonName(NameKind Kind, string Text, bool HasOthers = false)
{
    /// <summary>The unit beside the name: 甲局局长王宁, 王宁(甲局), 甲局(王宁).</summary>
    public string? Unit { get; init; }

    public static PersonName Read(string word)
    {
        if (NameWords.Nothing().IsMatch(word))
            return new(NameKind.Nothing, word);
        if (NameWords.Redacted().IsMatch(word))
            return new(NameKind.Redacted, word);
        if (Latin().IsMatch(word))
            return new(NameKind.Person, word);

        // 张伟(副镇长) and (副镇长)张伟 are names; text on both sides of a bracket is not one name.
        if (BothSides().IsMatch(word))
            return new(NameKind.Group, word);
        var outside = Brackets().Replace(word, "").Trim();
        var inside = Brackets().Match(word).Groups["inside"].Value.Trim();
        var notes = Brackets().Matches(word).SelectMany(m => m.Groups["inside"].Value.Split(' '));
        if (Bare(outside) is { } name)
        {
            if (!notes.All(n => NameWords.Note().IsMatch(n)))
                return new(NameKind.Group, word);
            var unit = UnitIn(Before(outside, name)) ?? UnitIn(inside);
            return new(NameKind.Person, name, NameWords.AndOthers().IsMatch(outside)) { Unit = unit };
        }
        return inside.Length > 0 && Bare(inside) is { } inner
            ? new(NameKind.Person, inner) { Unit = UnitIn(outside) ?? UnitIn(Before(inside, inner)) }
            : new(NameKind.Group, word);
    }

    private static string Before(string word, string name) =>
        word.IndexOf(name, StringComparison.Ordinal) is > 0 and var start ? word[..start] : "";

    private static string? UnitIn(string words) =>
        words.Length > 1 && NameWords.TitlesAtEnd().Replace(words, "") is var unit && NameReading.IsUnit(unit) ? unit : null;

    // 老周 is a nickname and identifies no one outside the office.
    [GeneratedRegex($"^[老小阿]{Folded.Han}$", RegexOptions.CultureInvariant)]
    private static partial Regex Nickname();

    private const string Comrade = "同志";

    private static string? Bare(string word)
    {
        word = NameWords.AndOthers().Replace(word, "");
        if (NameWords.FormerPost().IsMatch(word) || DayOrDeputy().IsMatch(word))
            return null;
        if (word.EndsWith(Comrade, StringComparison.Ordinal) && word[..^Comrade.Length] is var name && IsName(name) && !HasTitle(name))
            return name; // 同志 marks a person even if the surname is rare
        // 党院长 is a surname with a title and identifies no one.
        var surname = Surnames.StartsCompound(word) ? 2 : 1;
        if (Surnames.IsCompound(word) || (word.Length > surname && NameWords.TitleAlone().IsMatch(word[surname..])))
            return null;
        if (IsName(word) && (Surnames.IsFullName(word) || (!HasTitle(word) && Surnames.IsRareName(word))))
            return word;
        // A title follows the name (张伟副镇长) or precedes it (副镇长张伟), or a unit precedes it (安全科张伟).
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
            // 张伟副镇长: the name ends where the rest is titles only.
            if (NameWords.TitleAlone().IsMatch(word[length..]))
                yield return word[..length];
        }
        if (NameWords.UnitBefore().Match(word) is { Success: true } unit)
            yield return word[(unit.Index + unit.Length)..];
    }

    private static bool HasTitle(string word) =>
        NameWords.TitleAlone().IsMatch(word) || NameWords.TitleBehind().IsMatch(word) || NameWords.TitleBefore().IsMatch(word);

    private static bool IsName(string word) =>
        HanName().IsMatch(word) && !NameWords.LineOfWork().IsMatch(word) && !NameWords.Phrase().IsMatch(word)
        && !NameWords.Group().IsMatch(word)
        && !NameWords.UnitEnding().IsMatch(word)
        && !NameWords.TitleAlone().IsMatch(word) && !Nickname().IsMatch(word);

    // 于五月底 and 于月底 are days, and 王宁代 stands in for somebody.
    [GeneratedRegex("月[底末初中]|年[底末内]|[一二三四五六七八九十]月|^.{2,}代$", RegexOptions.CultureInvariant)]
    private static partial Regex DayOrDeputy();

    // Two to four Han characters, or the parts of a minority name with dots between them.
    [GeneratedRegex(
        "^(?:" + Folded.Han + "{2,4}|" + Folded.Han + "{1,8}(?:·" + Folded.Han + "{1,8})+)$",
        RegexOptions.CultureInvariant)]
    private static partial Regex HanName();

    [GeneratedRegex(@"[(\[【](?<inside>[^()\[\]【】]*)[)\]】]?", RegexOptions.CultureInvariant)]
    private static partial Regex Brackets();

    [GeneratedRegex(@"[^\s(\[【][(\[【][^()\[\]【】]*[)\]】][^\s)\]】]", RegexOptions.CultureInvariant)]
    private static partial Regex BothSides();

    [GeneratedRegex(@"^[A-Za-z](?=[A-Za-z'. -]*[A-Za-z])[A-Za-z'. -]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Latin();
}
