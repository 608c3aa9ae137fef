using System.Text.RegularExpressions;

namespace Reminders.Import.Words;

/// <summary>
/// A cell or a line of names, read into persons, groups (also posts and units), redacted names and faulty phone numbers. A doubtful name
/// counts as a group: to ask is better than to text the wrong person.
/// </summary>
internal sealed partial class NameReading
{
    private readonly List<Party> parties = [];
    private ImmutableArray<Party> people;
    private readonly List<string> groups = [];
    private readonly List<string> beside = [];
    private readonly List<string> redactions = [];
    private readonly List<PhoneFault> phoneFaults = [];
    private readonly List<string> looseNumbers = [];

    // The names, groups and numbers in the order of the text.
    private readonly List<Mark> marks = [];

    private readonly record struct Mark(string? Name, bool IsNumber, PhoneNumber? Number);

    public IReadOnlyList<Party> Parties => parties;

    /// <summary>The same as an immutable array; the items with the same text share it.</summary>
    public ImmutableArray<Party> People => people.IsDefault ? people = [.. parties] : people;

    public IReadOnlyList<string> Groups => groups;
    public IReadOnlyList<string> Redactions => redactions;
    public IReadOnlyList<PhoneFault> PhoneFaults => phoneFaults;

    /// <summary>The numbers of which nothing says whose they are.</summary>
    public IReadOnlyList<string> LooseNumbers => looseNumbers;

    /// <summary>Whether the text names persons only.</summary>
    public bool IsClear => groups.Count + redactions.Count + phoneFaults.Count + looseNumbers.Count == 0;

    public bool IsEmpty => parties.Count + groups.Count + redactions.Count == 0;

    /// <summary>The groups that end like one unit.</summary>
    public IEnumerable<string> Units => groups.Where(IsUnit);

    /// <summary>The words beside a name that end like one unit: 甲局 王宁.</summary>
    public IEnumerable<string> UnitsBesideNames => beside.Where(IsUnit);

    /// <summary>Whether the word ends like one unit.</summary>
    public static bool IsUnit(string word) => word.Length > 1 && !word.Contains(':', StringComparison.Ordinal)
        && NameWords.EndsLikeUnit(word);

    /// <summary>Removes the units, for a field that holds a unit and its person.</summary>
    public NameReading WithoutUnits()
    {
        var units = Units.ToHashSet();
        groups.RemoveAll(units.Contains);
        return this;
    }

    /// <summary>Whether every word of the list ends like a unit or several units.</summary>
    public static bool AreUnits(string list) => Separator().Split(list).Select(u => u.Trim()).All(u => !NameWords.Redacted().IsMatch(u)
        && (NameWords.Units().IsMatch(u) || NameWords.EndsLikeUnit(u)));

    public static NameReading Read(string text)
    {
        var reading = new NameReading();
        // A caption goes with the name in the next line.
        var folded = CaptionAlone().Replace(DashInName().Replace(DotInName().Replace(Folding.Fold(Folded.Text(text)), "·"), " "), ":");
        var marked = PhonePattern().Replace(folded, m => $"\u0001{m.Value.Trim()}\u0001");
        // Both 张伟(党委委员、副镇长) and 党委副书记、镇长张伟 are one person.
        marked = NameWords.BetweenTitles().Replace(Bracketed().Replace(marked, m => Separator().Replace(m.Value, " ")), "");
        foreach (var segment in Separator().Split(BrokenName().Replace(marked, WithBlank)))
            reading.AddSegment(segment);
        reading.PairNumbers();
        return reading;
    }

    // 王小 above 明李四 is as doubtful as with a blank between them.
    private static string WithBlank(Match lines) =>
        IsInsideName(lines.Groups["above"].Value, lines.Groups["below"].Value)
            ? $"{lines.Groups["above"].Value} {lines.Groups["below"].Value}"
            : lines.Value;

    // 安全员 behind 张伟 is a post.
    private static bool IsInsideName(string first, string second) =>
        Surnames.CanBreakInside(first, second) && !NameWords.BesideName().IsMatch(second);

    private void AddSegment(string segment)
    {
        foreach (var (part, isPhone) in segment.Split('\u0001').Select((part, index) => (part.Trim(), index % 2 == 1)))
        {
            if (isPhone)
                AddPhone(part);
            else
                AddLabelled(part);
        }
    }

    // 张伟 督导人:李娜 names a person and somebody else.
    private void AddLabelled(string text)
    {
        foreach (var part in BeforeLabel().Split(text).Select(p => p.Trim()))
        {
            if (NamesAnother(part))
            {
                AddGroup(part);
                continue;
            }
            // 甲局:王宁
            if (part.IndexOf(':', StringComparison.Ordinal) is > 1 and var end && IsUnit(part[..end]))
                beside.Add(part[..end]);
            if (!NameWords.Nothing().IsMatch(part))
                AddWords(WithoutCaption(part));
        }
    }

    // 组长:张伟 and 城建局:张伟 are a person with a post or a unit. 督导人:李娜 and a label that is not known name somebody else.
    private static bool NamesAnother(string part)
    {
        if (part.IndexOf(':', StringComparison.Ordinal) is not (> 0 and var end) || end == part.Length - 1)
            return false;
        var caption = part[..end].Trim('(', ')', ' ');
        return FieldLabels.Read(caption).Field switch
        {
            Field.Person or Field.Leader or Field.UnitAndPerson or Field.Phone => false,
            Field.Unknown => !NameWords.Post().IsMatch(caption) && !NameWords.UnitEnding().IsMatch(caption),
            _ => true,
        };
    }

    // 张 伟 is one name, 张伟 李娜 are two names, and 扶贫办 张伟 is a unit and a name.
    private void AddWords(string text)
    {
        var words = JoinSingles(text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (LatinName().IsMatch(text))
            words = [text];
        // 王宁 cc 李娜
        if (words.RemoveAll(w => Abbreviation().IsMatch(w)) > 0)
            AddGroup(text);
        // 周 平吴 安: a part of a name is left over, so the blanks do not show where the names end.
        if (words is [_, _, ..] && words.Exists(w => Surnames.Length(w) == 1 && LoneCharacter().IsMatch(w)))
            words = [text];
        // 王小 明李四: the blank can stand inside a name.
        if (words.Zip(words.Skip(1)).Any(pair => IsInsideName(pair.First, pair.Second)))
            words = [text];
        var read = words.Select(w => PersonName.Read(w.TrimEnd(')', ']', '】'))).ToList();
        var named = read.Any(r => r.Kind == NameKind.Person);
        foreach (var name in read)
        {
            switch (name.Kind)
            {
                case NameKind.Person:
                    if (name.Unit is { } unit)
                        beside.Add(unit);
                    if (parties.All(p => p.Name != name.Text))
                        parties.Add(new(name.Text));
                    marks.Add(new(name.Text, false, null));
                    if (name.HasOthers)
                        groups.Add(name.Text + "等");
                    break;
                case NameKind.Redacted:
                    redactions.Add(name.Text);
                    marks.Add(new(null, false, null));
                    break;
                case NameKind.Group when named && NameWords.BesideName().IsMatch(name.Text):
                    beside.Add(name.Text);
                    break;
                case NameKind.Group:
                    AddGroup(name.Text);
                    break;
            }
        }
    }

    private void AddPhone(string text)
    {
        var isRead = PhoneReading.TryRead(text, out var phone, out var fault);
        if (!isRead)
            phoneFaults.Add(fault);
        marks.Add(new(null, true, isRead ? phone : null));
    }

    private void AddGroup(string text)
    {
        groups.Add(text);
        marks.Add(new(null, false, null));
    }

    // 王宁 1、李娜 2 and 王宁、李娜 1、2 and 1 王宁 2 李娜: names and numbers pair by their order where the counts of neighbours are equal.
    private void PairNumbers()
    {
        if (!marks.Exists(m => m.IsNumber))
            return;
        var numbersFirst = marks[0].IsNumber;
        var (at, isClear) = (0, true);
        var owners = new Dictionary<string, PhoneNumber>();
        while (at < marks.Count)
        {
            var first = Run(numbersFirst);
            var second = Run(!numbersFirst);
            isClear &= numbersFirst ? second.Count > 0 && TryPair(second, first) : second.Count == 0 || TryPair(first, second);
        }
        if (!isClear)
        {
            looseNumbers.AddRange(marks.Where(m => m.Number is not null).Select(m => m.Number!.Value.Value).Distinct());
            return;
        }
        for (var i = 0; i < parties.Count; i++)
        {
            if (owners.TryGetValue(parties[i].Name, out var number))
                parties[i] = parties[i] with { Phone = number };
        }

        List<Mark> Run(bool ofNumbers)
        {
            var from = at;
            while (at < marks.Count && marks[at].IsNumber == ofNumbers)
                at++;
            return marks[from..at];
        }

        bool TryPair(List<Mark> names, List<Mark> numbers)
        {
            // 甲局、王宁 1: the unit has no number. 王宁 0571-…、1: only one number can receive an SMS.
            if (names.Count != numbers.Count && names[^1].Name is not null)
                names = names.FindAll(n => n.Name is not null);
            if (names.Count == 1 && numbers.Count > 1)
                numbers = [.. numbers.Where(n => n.Number is not null).Distinct()];
            if (numbers.TrueForAll(n => n.Number is null))
                return true;
            if (names.Count != numbers.Count)
                return false;
            foreach (var (name, number) in names.Zip(numbers))
            {
                if (name.Name is { } owner && number.Number is { } phone && !owners.TryAdd(owner, phone) && owners[owner] != phone)
                    return false;
            }
            return true;
        }
    }

    private static string WithoutCaption(string part) =>
        Caption().Replace(EmptyBrackets().Replace(part, " "), "").Trim(' ', '.', '。', ':', '(', ')', '"');

    private static List<string> JoinSingles(string[] words)
    {
        // 于 小 龙
        if (words is [[var surname], [_], [_]] && Surnames.Is(surname))
            return [string.Concat(words)];
        var joined = new List<string>();
        for (var i = 0; i < words.Length; i++)
        {
            // 张 伟, 欧阳 娜娜, and 副镇长张 伟.
            var first = Surnames.IsCompound(words[i]) ? words[i] : NameWords.TitleBefore().Replace(words[i], "");
            var pair = i + 1 < words.Length && IsGivenName(first, words[i + 1]);
            joined.Add(pair ? words[i] + words[++i] : words[i]);
        }
        return joined;
    }

    // 张 伟国 is one name. 周 平吴 can be a name and the start of another, because 平 can be a surname too.
    private static bool IsGivenName(string surname, string word)
    {
        var compound = Surnames.IsCompound(surname);
        if (!HanWord().IsMatch(word) || !(compound || LoneCharacter().IsMatch(surname)))
            return false;
        return Surnames.Length(word) == 1
            || (Surnames.Length(word) == 2 && (compound || (Surnames.Is(surname[0]) && !Surnames.Is(word[0]))));
    }

    [GeneratedRegex("[、,;/|\n\r。]+", RegexOptions.CultureInvariant)]
    private static partial Regex Separator();

    [GeneratedRegex(
        $"(?<!{Folded.Han})(?<above>{Folded.Han}{{2}})[ \r]*\n *(?<below>{Folded.Han}{{3,4}})(?!{Folded.Han})",
        RegexOptions.CultureInvariant)]
    private static partial Regex BrokenName();

    // 仓储科长-张伟. In 梁-燕 the dash stands inside a name, which is doubtful.
    [GeneratedRegex($"(?<={Folded.Han}{Folded.Han})-+(?={Folded.Han})", RegexOptions.CultureInvariant)]
    private static partial Regex DashInName();

    [GeneratedRegex(@":\s*[\n\r]\s*", RegexOptions.CultureInvariant)]
    private static partial Regex CaptionAlone();

    [GeneratedRegex(" (?=[^: ]{1,12}:)", RegexOptions.CultureInvariant)]
    private static partial Regex BeforeLabel();

    [GeneratedRegex($"(?<={Folded.Han}) *[.·] *(?={Folded.Han})", RegexOptions.CultureInvariant)]
    private static partial Regex DotInName();

    [GeneratedRegex($"^(?![{NameWords.UnitEnd}办等]){Folded.Han}$", RegexOptions.CultureInvariant)]
    private static partial Regex LoneCharacter();

    [GeneratedRegex($"^{Folded.Han}+$", RegexOptions.CultureInvariant)]
    private static partial Regex HanWord();

    [GeneratedRegex(
        @"(?<![\d*])(?:(?:(?:\+|00)?86[ -]?)?1[3-9]\d{9}(?![\d*]|-\d)"
        + @"|(?:\+|00)?\(?\d[\d \-()]{5,}\d(?![\d*]))", RegexOptions.CultureInvariant)]
    private static partial Regex PhonePattern();

    [GeneratedRegex(@"[(\[【][^()\[\]【】]*[)\]】]", RegexOptions.CultureInvariant)]
    private static partial Regex Bracketed();

    [GeneratedRegex(@"\(\s*\)|\[\s*\]|【\s*】", RegexOptions.CultureInvariant)]
    private static partial Regex EmptyBrackets();

    [GeneratedRegex(@"^[^:()]{0,8}:(?=.)|(?:联系)?(?:电话|手机)(?:号码?)?:?$|(?:TEL|Tel|tel):?$", RegexOptions.CultureInvariant)]
    private static partial Regex Caption();

    [GeneratedRegex("^(?![xX]+$)(?:[a-z]{1,4}|[A-Z]{2,3})$", RegexOptions.CultureInvariant)]
    private static partial Regex Abbreviation();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z'.-]+(?: [A-Za-z][A-Za-z'.-]*)*$", RegexOptions.CultureInvariant)]
    private static partial Regex LatinName();
}
