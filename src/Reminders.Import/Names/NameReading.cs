using System.Text.RegularExpressions;

namespace Reminders.Import.Names;

/// <summary>
/// A cell or a line of names read into persons, and what stood among them that is no person: groups and posts, redactions,
/// phone numbers that cannot be used. Whatever is doubtful is a group: asking is better than texting the wrong one.
/// </summary>
internal sealed partial class NameReading
{
    private readonly List<Party> parties = [];
    private ImmutableArray<Party> people;
    private readonly List<string> groups = [];
    private readonly List<string> redactions = [];
    private readonly List<PhoneFault> phoneFaults = [];

    public IReadOnlyList<Party> Parties => parties;

    /// <summary>The same as an item holds them, made once for all items that say the same.</summary>
    public ImmutableArray<Party> People => people.IsDefault ? people = [.. parties] : people;

    public IReadOnlyList<string> Groups => groups;
    public IReadOnlyList<string> Redactions => redactions;
    public IReadOnlyList<PhoneFault> PhoneFaults => phoneFaults;
    /// <summary>Whether nothing but persons stands there.</summary>
    public bool IsClear => groups.Count + redactions.Count + phoneFaults.Count == 0;

    public bool IsEmpty => parties.Count + groups.Count + redactions.Count == 0;

    /// <summary>The units among the groups: what ends as a unit does and is not several of them.</summary>
    public IEnumerable<string> Units => groups.Where(g => NameWords.UnitEnding().IsMatch(g) && !NameWords.Collective().IsMatch(g));

    /// <summary>The same without its units, where a field may hold them beside a person.</summary>
    public NameReading WithoutUnits()
    {
        var units = Units.ToHashSet();
        groups.RemoveAll(units.Contains);
        return this;
    }

    public static NameReading Read(string text)
    {
        var reading = new NameReading();
        var marked = PhonePattern().Replace(Folding.Fold(Folded.Text(text)), m => $"\u0001{m.Value.Trim()}\u0001");
        // 张伟(党委委员、副镇长) is one person, and so is 党委副书记、镇长张伟.
        marked = NameWords.BetweenTitles().Replace(Bracketed().Replace(marked, m => Separator().Replace(m.Value, " ")), "");
        foreach (var segment in Separator().Split(marked))
            reading.AddSegment(segment);
        return reading;
    }

    private void AddSegment(string segment)
    {
        foreach (var (part, isPhone) in segment.Split('\u0001').Select((part, index) => (part.Trim(), index % 2 == 1)))
        {
            if (isPhone)
                AddPhone(part);
            else if (!NameWords.Nothing().IsMatch(part))
                AddWords(Spoken(part));
        }
    }

    // 张 伟 is one name, 张伟 李娜 are two, and 扶贫办 张伟 is one with its unit before it.
    private void AddWords(string text)
    {
        var words = JoinSingles(text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (LatinName().IsMatch(text))
            words = [text];
        var read = words.Select(w => PersonName.Read(w.TrimEnd(')', ']', '】'))).ToList();
        var named = read.Any(r => r.Kind == NameKind.Person);
        foreach (var name in read)
        {
            switch (name.Kind)
            {
                case NameKind.Person:
                    if (parties.All(p => p.Name != name.Text))
                        parties.Add(new(name.Text));
                    if (name.HasOthers)
                        groups.Add(name.Text + "等");
                    break;
                case NameKind.Redacted:
                    redactions.Add(name.Text);
                    break;
                case NameKind.Group when !named:
                    groups.Add(name.Text);
                    break;
            }
        }
    }

    private void AddPhone(string text)
    {
        if (!PhoneReading.TryRead(text, out var phone, out var fault))
            phoneFaults.Add(fault);
        else if (parties.Count > 0 && parties[^1].Phone is null)
            parties[^1] = parties[^1] with { Phone = phone };
    }

    private static string Spoken(string part) => Caption().Replace(EmptyBrackets().Replace(part, " "), "").Trim(' ', '.', '。', ':', '(', ')', '"');

    private static List<string> JoinSingles(string[] words)
    {
        var joined = new List<string>();
        for (var i = 0; i < words.Length; i++)
        {
            // 张 伟, and 副镇长张 伟.
            var single = words[i].Length == 1 || Surnames.IsCompound(words[i]) || NameWords.TitleBefore().Replace(words[i], "").Length == 1;
            var pair = i + 1 < words.Length && single && words[i + 1].Length == 1 && char.IsLetter(words[i][^1]);
            joined.Add(pair ? words[i] + words[++i] : words[i]);
        }
        return joined;
    }

    [GeneratedRegex("[、,;/|\n\r。]+", RegexOptions.CultureInvariant)]
    private static partial Regex Separator();

    [GeneratedRegex(@"(?<![\d*])(?:\+|00)?\(?\d[\d \-()]{5,}\d(?![\d*])", RegexOptions.CultureInvariant)]
    private static partial Regex PhonePattern();

    [GeneratedRegex(@"[(\[【][^()\[\]【】]*[)\]】]", RegexOptions.CultureInvariant)]
    private static partial Regex Bracketed();

    [GeneratedRegex(@"[(\[【]\s*[)\]】]", RegexOptions.CultureInvariant)]
    private static partial Regex EmptyBrackets();

    [GeneratedRegex(@"^[^:()]{0,8}:(?=.)|(?:联系)?(?:电话|手机)(?:号码?)?:?$|(?:TEL|Tel|tel):?$", RegexOptions.CultureInvariant)]
    private static partial Regex Caption();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z'.-]+(?: [A-Za-z][A-Za-z'.-]*)*$", RegexOptions.CultureInvariant)]
    private static partial Regex LatinName();
}
