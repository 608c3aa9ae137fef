namespace Reminders.Import.Contacts;

/// <summary>The columns of a contact list, by their names in either language. Of two names for one column the earlier in its list wins.</summary>
internal sealed class ContactColumns
{
    public const string Name = "姓名";
    public const string Phone = "电话";
    public const string Role = "角色";
    public const string Unit = "单位";
    public const string Leader = "分管领导";
    public const string Items = "事项";

    private static readonly Dictionary<string, string[]> Synonyms = new()
    {
        [Name] = ["姓名", "name", "名字", "联系人", "人员姓名", "fullname"],
        [Phone] = ["手机号码", "手机号", "手机", "移动电话", "mobile", "mobilephone", "cell", "phone", "phonenumber", "电话", "联系电话", "电话号码", "联系方式", "tel", "telephone"],
        [Role] = ["角色", "role", "职务/角色", "角色/职务"],
        [Unit] = ["单位", "unit", "所在单位", "工作单位", "部门", "所在部门", "department"],
        [Leader] = ["分管领导", "leader", "责任领导", "包抓领导"],
        [Items] = ["事项", "items", "item", "整改事项", "事项编号", "事项序号", "负责事项", "codes"],
    };

    private readonly Dictionary<string, int> positions = [];

    /// <summary>Finds the columns among a header's cells or an object's property names.</summary>
    public ContactColumns(IReadOnlyList<string> header)
    {
        Header = header;
        var words = header.Select(Word).ToList();
        foreach (var (column, names) in Synonyms)
        {
            var position = names.Select(n => words.IndexOf(n)).FirstOrDefault(i => i >= 0, -1);
            if (position >= 0)
                positions[column] = position;
        }
    }

    public IReadOnlyList<string> Header { get; }
    public IEnumerable<string> Missing => new[] { Name, Phone }.Where(c => !positions.ContainsKey(c));
    public bool IsComplete => !Missing.Any();

    public string Cell(IReadOnlyList<string> cells, string column) =>
        positions.TryGetValue(column, out var position) && position < cells.Count ? Folding.Fold(Folded.Text(cells[position])).Trim() : "";

    /// <summary>The file's own word for a column.</summary>
    public string Word(string column, string fallback) => positions.TryGetValue(column, out var position) ? Header[position].Trim() : fallback;

    private static string Word(string cell)
    {
        var word = Folding.Compact(cell).ToLowerInvariant().Replace("_", "", StringComparison.Ordinal).TrimEnd('*', ':');
        var bracket = word.IndexOf('(', StringComparison.Ordinal);
        return bracket > 0 ? word[..bracket] : word;
    }
}
