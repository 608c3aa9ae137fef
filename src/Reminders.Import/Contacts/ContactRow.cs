using System.Text.RegularExpressions;

namespace Reminders.Import.Contacts;

/// <summary>Reads one row of a contact list.</summary>
internal sealed partial class ContactRow(ContactEntry entry)
{
    private readonly List<InputError> errors = [];
    private readonly ContactColumns columns = entry.Columns;
    private readonly IReadOnlyList<string> cells = entry.Cells;

    /// <summary>All faults of the row.</summary>
    public IReadOnlyList<InputError> Errors => errors;

    /// <summary>The name; empty before <see cref="Read"/>.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Whether the row is right but for its number, which is not given.</summary>
    public bool LacksNumber { get; private set; }

    /// <summary>Whether the number was chosen from several columns.</summary>
    public bool HasChoice { get; private set; }

    public IEnumerable<string> PhoneWords => columns.Phones.Select(c => $"\"{columns.Header[c].Trim()}\"");

    public string ChosenWord { get; private set; } = "";

    /// <summary>Whether the number is a part of its cell, beside a short number or another one.</summary>
    public bool IsTaken { get; private set; }

    public string Place => entry.Sheet is { } sheet ? $"sheet {sheet}, row {entry.Row}" : $"row {entry.Row}";

    private string? Unit => columns.Cell(cells, ContactColumns.Unit) is { Length: > 0 } unit ? unit : entry.Unit;

    /// <summary>Whether the contact has this row's name and another unit.</summary>
    public bool IsNamesake(Contact contact) => contact.Name == Name && contact.Unit != Unit;

    /// <summary>Makes the missing number an error.</summary>
    public void RefuseWithoutNumber() => Fault(ContactColumns.Phone, PhoneReading.Describe(PhoneFault.Empty) + ".");

    public Contact? Read()
    {
        var name = ReadName(ContactColumns.Name, required: true);
        Name = name ?? "";
        var hasNumber = TryReadNumber(out var phone, out var fault);
        if (!hasNumber && fault != PhoneFault.Empty)
            Fault(ContactColumns.Phone, PhoneReading.Describe(fault) + ".");
        var role = ReadRole();
        var leader = ReadName(ContactColumns.Leader, required: false);
        var items = ReadItems();
        LacksNumber = !hasNumber && errors.Count == 0;
        if (!hasNumber && fault == PhoneFault.Empty && !LacksNumber)
            RefuseWithoutNumber();
        return errors.Count > 0 || !hasNumber ? null : new Contact(name!, phone, role, Unit, leader) { Items = items };
    }

    // Of several columns the first number that can receive an SMS counts.
    private bool TryReadNumber(out PhoneNumber number, out PhoneFault fault)
    {
        (number, fault) = (default, PhoneFault.Empty);
        foreach (var column in columns.Phones)
        {
            var text = ContactColumns.Cell(cells, column);
            if (NameWords.Nothing().IsMatch(text))
                continue;
            if (PhoneReading.TryRead(text, out number, out var wrong) || (IsTaken = TryTake(text, out number)))
            {
                ChosenWord = columns.Header[column].Trim();
                HasChoice = column != columns.Phones[0]
                    || columns.Phones.Any(c => c != column && PhoneReading.TryRead(ContactColumns.Cell(cells, c), out _));
                return true;
            }
            fault = fault == PhoneFault.Empty ? wrong : fault;
        }
        return false;
    }

    // 13900000001(短号661) and 13900000001/13900000011: the first mobile number, unless a word says that it is somebody else's.
    private static bool TryTake(string text, out PhoneNumber number)
    {
        number = default;
        return Mobile().Match(text) is { Success: true } first && OfNumber().IsMatch(Mobile().Replace(text, ""))
            && PhoneReading.TryRead(first.Value, out number);
    }

    [GeneratedRegex(@"(?<![\d-])(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex Mobile();

    [GeneratedRegex(
        @"^(?:[\d\s()+/、,;:.-]|短号|虚拟[网号]|集团[网号]?|微信|同号|手机|电话|号码?|移动|联通|电信|办公?室?|工作|单位|座机|固话|转|分机|或|和|及)*$",
        RegexOptions.CultureInvariant)]
    private static partial Regex OfNumber();

    // The office chose the number for this entry, so a post or an office, such as 王书记 or 督查室, is kept as written. Only entries that
    // identify no one are refused.
    private string? ReadName(string column, bool required)
    {
        var text = columns.Cell(cells, column);
        var reading = NameReading.Read(text);
        if (reading is { Parties: [{ Name.Length: > 1 } party], Groups.Count: 0, Redactions.Count: 0 })
            return party.Name;
        if (reading.IsEmpty && !required)
            return null;
        if (reading is { IsEmpty: false, Redactions.Count: 0, Parties.Count: < 2 } && !NameWords.Collective().IsMatch(text))
            return Folding.Compact(text);
        Fault(column, reading switch
        {
            { IsEmpty: true } => "the name is missing.",
            { Redactions.Count: > 0 } => $"\"{text}\" is redacted; a real name is needed.",
            { Parties.Count: > 1 } => $"\"{text}\" names several people; give each person a row.",
            _ => $"\"{text}\" is a group; name one person or one office.",
        });
        return null;
    }

    private Role ReadRole()
    {
        var text = columns.Cell(cells, ContactColumns.Role);
        switch (Folding.Compact(text).ToLowerInvariant())
        {
            case "" or "责任人" or "person" or "responsibleperson":
                return Role.Person;
            case "责任领导" or "leader" or "responsibleleader":
                return Role.Leader;
            case "督查" or "supervisor":
                return Role.Supervisor;
            default:
                Fault(ContactColumns.Role, $"\"{text}\" is no role; use 责任人 (person), 责任领导 (leader) or 督查 (supervisor).");
                return Role.Person;
        }
    }

    private ImmutableArray<string> ReadItems()
    {
        var codes = Separator().Split(columns.Cell(cells, ContactColumns.Items)).Where(c => c.Length > 0).Distinct().ToImmutableArray();
        foreach (var code in codes.Where(c => !Code().IsMatch(c)))
            Fault(ContactColumns.Items, $"\"{code}\" is not the code of an item; codes are numbers such as 3 or 2-3.");
        return codes;
    }

    private void Fault(string column, string message) =>
        errors.Add(new(entry.Row, columns.Word(column), entry.Sheet is { } sheet ? $"(sheet {sheet}) {message}" : message));

    [GeneratedRegex("[\\s,;、。]+", RegexOptions.CultureInvariant)]
    private static partial Regex Separator();

    [GeneratedRegex("^[1-9][0-9]{0,5}(?:-[1-9][0-9]{0,5})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}

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
