namespace Reminders.Import;

/// <summary>
/// Reads a contact list from CSV, an Excel workbook or JSON: all of it or nothing. Columns are found by their names: name 姓名,
/// phone 电话, role 角色, unit 单位, leader 分管领导, items 事项; others are ignored.
/// </summary>
public static class ContactFile
{
    /// <param name="content">The file's bytes; what it is, is told from them.</param>
    /// <param name="fileName">The file's name, for a later form that its bytes cannot tell.</param>
    /// <param name="limits">How large the file may be; null for the usual.</param>
    /// <exception cref="InputRefusedException">The file is no contact list, or rows of it are wrong: all of them are listed.</exception>
    public static ImmutableArray<Contact> Read(ReadOnlyMemory<byte> content, string? fileName, FileLimits? limits = null)
    {
        limits ??= new();
        FileSize.Check(content.Length, limits.MaxBytes);
        switch (ContentKinds.Of(content.Span))
        {
            case ContentKind.Xlsx or ContentKind.Xls:
                return ContactTable.Read([.. Workbook.Read(content, limits).Select(s => s.Rows)]);
            case ContentKind.Text:
                var text = TextDecoding.Decode(content.Span);
                FileSize.CheckNotBlank(text);
                return JsonPlan.IsJson(text) ? ContactJson.Read(text) : ContactTable.Read([Rows(text)]);
            case var kind:
                throw new InputRefusedException(
                    RefusalCodes.NotText,
                    $"The file is {kind.Name()}. A contact list is read from CSV, an Excel workbook (xlsx) or JSON: save it as one of these.");
        }
    }

    /// <summary>One contact by its fields, under the same rules as a row of a list.</summary>
    /// <exception cref="InputRefusedException">A field is wrong.</exception>
    public static Contact ReadOne(
        string name, PhoneNumber phone, string? role = null, string? unit = null, string? leader = null, IEnumerable<string>? items = null)
    {
        var columns = new ContactColumns(["name", "phone", "role", "unit", "leader", "items"]);
        string[] cells = [name, phone.Value, role ?? "", unit ?? "", leader ?? "", string.Join(',', items ?? [])];
        return ContactList.Read([(1, columns, cells)])[0];
    }

    private static IReadOnlyList<TableRow> Rows(string text)
    {
        var firstLines = string.Join('\n', text.Split('\n').Take(10));
        var separator = ",\t;".MaxBy(s => firstLines.Count(c => c == s));
        return SeparatedText.Read(text, separator, int.MaxValue, strict: true);
    }
}
