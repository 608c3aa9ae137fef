using System.Text.Json;

namespace Reminders.Import.Contacts;

/// <summary>
/// Reads a contact list from CSV, an Excel workbook or JSON, the whole list or nothing. The columns are known by their names: name 姓名,
/// phone 电话, role 角色, unit 单位, leader 分管领导, items 事项. Other columns are ignored.
/// </summary>
public static class ContactFile
{
    /// <param name="content">The bytes of the file; they decide how it is read.</param>
    /// <param name="limits">How large the file may be; null for the defaults.</param>
    /// <exception cref="InputRefusedException">The file is not a contact list, or it has wrong rows. All wrong rows are listed.</exception>
    public static ContactDraft Read(ReadOnlyMemory<byte> content, FileLimits? limits = null)
    {
        limits ??= new();
        FileSize.Check(content.Length, limits.MaxBytes);
        switch (ContentKinds.Of(content.Span))
        {
            case ContentKind.Xlsx or ContentKind.Xls:
                return ContactTable.Read(Workbook.Read(content, limits));
            case ContentKind.Text:
                var text = TextDecoding.Decode(content.Span);
                FileSize.CheckNotBlank(text);
                return JsonFaults.IsJson(text) ? ContactJson.Read(text) : ContactTable.Read([new("", Rows(text))]);
            case var kind:
                throw new InputRefusedException(
                    RefusalCodes.NotText,
                    kind.Remedy() is { } remedy
                        ? (Wording)$"The file is {kind.Name()}. {remedy}"
                        : $"The file is {kind.Name()}. A contact list is CSV, an Excel workbook (xlsx) or JSON: save it as one of these.");
        }
    }

    /// <summary>One contact by its fields, under the same rules as a row of a list.</summary>
    /// <exception cref="InputRefusedException">A field is wrong.</exception>
    public static Contact ReadOne(
        string name, PhoneNumber phone, string? role = null, string? unit = null, string? leader = null, IEnumerable<string>? items = null)
    {
        var columns = new ContactColumns(["name", "phone", "role", "unit", "leader", "items"]);
        string[] cells = [name, phone.Value, role ?? "", unit ?? "", leader ?? "", string.Join(',', items ?? [])];
        return ContactList.Read([new(1, columns, cells)]).Contacts[0];
    }

    private static IReadOnlyList<TableRow> Rows(string text)
    {
        var firstLines = string.Join('\n', text.Split('\n').Take(10));
        var separator = ",\t;".MaxBy(s => firstLines.Count(c => c == s));
        return SeparatedText.Read(text, separator, int.MaxValue, strict: true);
    }
}

/// <summary>A contact list as it was read. The findings name the people who were not read.</summary>
public sealed record ContactDraft(ImmutableArray<Contact> Contacts, ImmutableArray<Finding> Findings)
{
    public static ContactDraft None { get; } = new([], []);
}

/// <summary>A row of a contact list that names one person.</summary>
/// <param name="Row">The row of the sheet, the line of the text or the position in the JSON.</param>
/// <param name="Columns">The columns that the row is read by.</param>
/// <param name="Cells">The texts.</param>
/// <param name="Sheet">The name of the sheet, if there are several.</param>
/// <param name="Unit">The unit of rows whose table has no column for it.</param>
internal sealed record ContactEntry(
    int Row, ContactColumns Columns, IReadOnlyList<string> Cells, string? Sheet = null, string? Unit = null);

/// <summary>Reads the rows of a contact list from any format, all of them or none. Only a row without a number is left out.</summary>
internal static class ContactList
{
    private const int MaxQuoted = 10;

    public static ContactDraft Read(IReadOnlyList<ContactEntry> entries)
    {
        var rows = entries.Select(e => new ContactRow(e)).ToList();
        var contacts = rows.Select(r => r.Read()).OfType<Contact>().ToImmutableArray();
        var withoutNumber = rows.FindAll(r => r.LacksNumber);
        var isWrong = contacts.IsEmpty || rows.Exists(r => r.Errors.Count > 0);
        // Without its row, a namesake's number would be found for such a person.
        foreach (var row in withoutNumber.Where(r => isWrong || contacts.Any(r.IsNamesake)))
            row.RefuseWithoutNumber();
        if (rows.Exists(r => r.Errors.Count > 0))
        {
            throw InputRefusedException.Of(
                RefusalCodes.ContactsInvalid, $"The contact list has wrong rows and was not loaded. Correct it and load it again.",
                [.. rows.SelectMany(r => r.Errors)]);
        }
        if (entries.Count == 0)
        {
            throw new InputRefusedException(
                RefusalCodes.NoContacts, $"The contact list has a header but no row below it. Add one row for each person.");
        }
        return new(contacts, [.. WithoutNumber(withoutNumber), .. Chosen(rows), .. Taken(rows.FindAll(r => r.IsTaken))]);
    }

    private static IEnumerable<Finding> WithoutNumber(List<ContactRow> rows)
    {
        if (rows.Count == 0)
            yield break;
        yield return new(
            "contact-without-phone",
            $"These people have no phone number and were not read: {Listed(rows, r => $"\"{r.Name}\" ({r.Place})")}. "
            + $"Items that name them wait for a number, unless the directory has one for the same name.",
            null);
    }

    private static IEnumerable<Finding> Chosen(List<ContactRow> rows) =>
        from row in rows
        where row.HasChoice
        group row by string.Join(", ", row.PhoneWords) into table
        select new Finding(
            "phone-chosen",
            $"Of the columns {table.Key} the first number that can receive an SMS counts. Check "
            + $"{Listed([.. table], r => $"{r.Place} ({r.ChosenWord})")}.");

    private static IEnumerable<Finding> Taken(List<ContactRow> rows)
    {
        if (rows.Count == 0)
            yield break;
        yield return new(
            "phone-chosen",
            $"These cells hold more than a phone number, and the first mobile number in them counts: "
            + $"{Listed(rows, r => r.Place)}. Check them.");
    }

    private static Wording Listed(List<ContactRow> rows, Func<ContactRow, Wording> text) =>
        SheetFindings.Listed([.. rows.Select(text)], MaxQuoted);
}

/// <summary>A contact list as a JSON array of objects, with properties named like the columns.</summary>
internal static class ContactJson
{
    public static ContactDraft Read(string text)
    {
        using var document = JsonFaults.Parse(text);
        var faults = new JsonFaults();
        if (document.RootElement.ValueKind != JsonValueKind.Array)
            faults.Add(null, "the document", $"must be a list of contacts, not {JsonFaults.Kind(document.RootElement)}.");
        faults.ThrowIfAny(RefusalCodes.JsonInvalid, $"The JSON is no contact list.");

        var rows = document.RootElement.EnumerateArray().Select((element, index) => Row(element, index + 1, faults)).ToList();
        faults.ThrowIfAny(RefusalCodes.JsonInvalid, $"The JSON is no contact list.");
        return ContactList.Read(rows);
    }

    private static ContactEntry Row(JsonElement element, int row, JsonFaults faults)
    {
        if (!faults.IsObject(element, row, $"[{row - 1}]"))
            return new(row, new([]), []);
        var properties = element.EnumerateObject().ToList();
        return new(row, new([.. properties.Select(p => p.Name)]), [.. properties.Select(p => Cell(p, row, faults))]);
    }

    private static string Cell(JsonProperty property, int row, JsonFaults faults)
    {
        switch (property.Value.ValueKind)
        {
            case JsonValueKind.Null:
                return "";
            case JsonValueKind.String or JsonValueKind.Number:
                return property.Value.ToString();
            case JsonValueKind.Array
                when property.Value.EnumerateArray().All(e => e.ValueKind is JsonValueKind.String or JsonValueKind.Number):
                return string.Join(',', property.Value.EnumerateArray());
            default:
                faults.Add(row, property.Name, $"must be a text, a number or a list of them, not {JsonFaults.Kind(property.Value)}.");
                return "";
        }
    }
}
