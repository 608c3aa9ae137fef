using System.Text.RegularExpressions;

namespace Reminders.Import.Contacts;

/// <summary>The columns of a contact list by their names. If two columns match, the name that is listed first wins.</summary>
internal sealed partial class ContactColumns
{
    public const string Name = "姓名";
    public const string Phone = "电话";
    public const string Role = "角色";
    public const string Unit = "单位";
    public const string Leader = "分管领导";
    public const string Items = "事项";

    private static readonly Dictionary<string, string[]> Synonyms = new()
    {
        [Name] = ["姓名", "name", "名字", "联系人", "人员姓名", "联系人姓名", "fullname"],
        [Phone] =
        [
            "手机号码", "手机号", "手机", "移动电话", "mobile", "mobilephone", "cell", "phone", "phonenumber",
            "电话", "联系电话", "电话号码", "联系方式", "联系手机", "手机电话", "tel", "telephone",
        ],
        [Role] = ["角色", "role", "职务/角色", "角色/职务"],
        [Unit] = ["单位", "unit", "所在单位", "工作单位", "部门", "所在部门", "department", "单位名称", "村", "村名", "行政村", "村社区", "村居", "站所"],
        [Leader] = ["分管领导", "leader", "责任领导", "包抓领导"],
        [Items] = ["事项", "items", "item", "整改事项", "事项编号", "事项序号", "负责事项", "codes"],
    };

    private readonly Dictionary<string, int> positions = [];

    /// <param name="header">The cells of the header, or the names of an object's properties.</param>
    /// <param name="isRow">Whether the header is a row, in which a number belongs to the name at its left.</param>
    public ContactColumns(IReadOnlyList<string> header, bool isRow = false)
    {
        Header = header;
        var words = header.Select(Bare).ToList();
        foreach (var (column, names) in Synonyms)
        {
            var found = names.SelectMany(n => Enumerable.Range(0, words.Count).Where(i => words[i] == n));
            if (column == Phone)
            {
                found = Phones =
                [
                    .. Enumerable.Range(0, words.Count).Where(i => RankOf(words[i]) is not null)
                        .Where(i => !isRow || OwnerOf(i, words) == Position(Name)).OrderBy(i => RankOf(words[i])),
                ];
            }
            if (found.FirstOrDefault(-1) is >= 0 and var position)
                positions[column] = position;
        }
        old = [.. words.Select(w => OldNumber().IsMatch(w))];
    }

    /// <summary>The columns of the person's own numbers; the first that can be used counts.</summary>
    public ImmutableArray<int> Phones { get; private set; } = [];

    private readonly ImmutableArray<bool> old;

    // 新号码 comes before 电话, 电话1 before 电话2, and 备用电话 last. 旧号码 is none.
    private static (int Kind, int Word, int Number)? RankOf(string word)
    {
        var parts = PhoneWord().Match(word);
        var name = parts.Groups["word"].Value;
        var (isNew, number) = (parts.Groups["new"].Success, "123456789一二三".IndexOf(parts.Groups["number"].Value, StringComparison.Ordinal));
        var known = Array.IndexOf(Synonyms[Phone], name);
        if (known < 0 && !(name == "号码" && (isNew || parts.Groups["number"].Length > 0)))
            return null;
        return (isNew ? 0 : parts.Groups["spare"].Success ? 2 : 1, known, parts.Groups["number"].Length == 0 ? -1 : number % 9);
    }

    [GeneratedRegex("^(?<new>新|现|现在的?|[更变][新更]后的?)?(?<spare>备用|第二|其他|另一)?(?<word>.+?)(?<number>[1-9一二三])?$", RegexOptions.CultureInvariant)]
    private static partial Regex PhoneWord();

    [GeneratedRegex("^(?:旧|原|[更变][新更]前的?).*(?:号码?|电话|手机)$", RegexOptions.CultureInvariant)]
    private static partial Regex OldNumber();

    // Without a name at its left, a number belongs to the first name at its right if no column between or before is unknown.
    private static int OwnerOf(int phone, List<string> words)
    {
        var owner = words.FindLastIndex(phone, IsPerson);
        return owner >= 0 || words[..phone].Exists(IsNotKnown) ? owner : words.FindIndex(phone, w => IsPerson(w) || IsNotKnown(w));
    }

    private static bool IsPerson(string word) => Synonyms[Name].Contains(word) || Synonyms[Leader].Contains(word) || IsOthers(word);

    private static bool IsOthers(string word) => !FieldLabels.IsOfPhone(word)
        && ((FieldLabels.Read(word).Field is var field && FieldLabels.NamesPeople(field))
            || field is Field.Several or Field.Contact or Field.Oversight
            || NameWords.TitleAlone().IsMatch(word) || OtherPerson().IsMatch(word));

    // 家属姓名, 接替人 and 村民小组长 are other people than the name before them.
    [GeneratedRegex("^(?!是否|党|年).*(?:姓名|人|人员|书记|主任|副职|[组村社队站所科局]长)$", RegexOptions.CultureInvariant)]
    private static partial Regex OtherPerson();

    private static bool IsNotKnown(string word) => word.Length > 0 && FieldLabels.Read(word).Field == Field.Unknown
        && !Synonyms.Values.Any(names => names.Contains(word)) && RankOf(word) is null && !OldNumber().IsMatch(word);

    /// <summary>
    /// The columns of each table that stands in the row: usually one; two or more side by side if the header repeats itself. The columns
    /// before the first table belong to all of them.
    /// </summary>
    public static IReadOnlyList<ContactColumns> Split(IReadOnlyList<string> header)
    {
        var whole = new ContactColumns(header, isRow: true);
        if (!whole.IsComplete)
            return [];
        var words = header.Select(Bare).ToList();
        var first = words.FindIndex(w => w.Length > 0 && words.Count(other => other == w) > 1);
        if (first < 0)
            return [whole];
        var starts = Enumerable.Range(first, words.Count - first).Where(i => words[i] == words[first]).ToList();
        var tables = starts.Select((start, i) => (start, End: i + 1 < starts.Count ? starts[i + 1] : words.Count)).ToList();
        var columns = tables.ConvertAll(
            t => new ContactColumns([.. header.Select((word, i) => i < first || (i >= t.start && i < t.End) ? word : "")], isRow: true));
        return columns.TrueForAll(c => c.IsComplete && c.Position(Name) >= first && c.Position(Phone) >= first) ? columns : [whole];
    }

    /// <summary>Whether the row can be a header, told at little cost.</summary>
    public static bool MayBeHeader(IReadOnlyList<string> cells)
    {
        foreach (var cell in cells)
        {
            if (cell.Length is > 0 and <= 20 && Synonyms[Name].Contains(Bare(cell)))
                return true;
        }
        return false;
    }

    public IReadOnlyList<string> Header { get; }
    public IEnumerable<string> Missing => new[] { Name, Phone }.Where(c => !positions.ContainsKey(c));
    public bool IsComplete => !Missing.Any();

    public string Cell(IReadOnlyList<string> cells, string column) =>
        positions.TryGetValue(column, out var position) ? Cell(cells, position) : "";

    /// <summary>The cell of a column by its position.</summary>
    public static string Cell(IReadOnlyList<string> cells, int column) =>
        column < cells.Count ? Folding.Fold(Folded.Text(cells[column])).Trim() : "";

    /// <summary>The position of a column; -1 if there is none.</summary>
    public int Position(string column) => positions.GetValueOrDefault(column, -1);

    public bool Reads(int column) => positions.ContainsValue(column) || Phones.Contains(column);

    /// <summary>Whether the column holds numbers that were given up: 旧号码.</summary>
    public bool IsOld(int column) => old.ElementAtOrDefault(column);

    /// <summary>The file's own name for a column.</summary>
    public string Word(string column) => positions.TryGetValue(column, out var position) ? Header[position].Trim() : column;

    private static string Bare(string cell)
    {
        var word = Folding.Compact(cell).ToLowerInvariant().Replace("_", "", StringComparison.Ordinal).TrimEnd('*', ':');
        var bracket = word.IndexOf('(', StringComparison.Ordinal);
        return bracket > 0 ? word[..bracket] : word;
    }
}
