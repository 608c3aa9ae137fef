namespace Reminders.Import.Contacts;

/// <summary>A contact list as a table, with its header among the first rows.</summary>
internal static class ContactTable
{
    private const int HeaderRows = 10;

    public static ImmutableArray<Contact> Read(IReadOnlyList<IReadOnlyList<TableRow>> sheets)
    {
        foreach (var rows in sheets)
        {
            for (var i = 0; i < Math.Min(HeaderRows, rows.Count); i++)
            {
                if (new ContactColumns(rows[i].Cells) is { IsComplete: true } columns)
                    return ContactList.Read(rows.Skip(i + 1).Where(r => !r.IsBlank).Select(r => (r.Line, columns, r.Cells)));
            }
        }
        var first = sheets.SelectMany(s => s).FirstOrDefault(r => !r.IsBlank);
        throw NoHeader(new ContactColumns(first?.Cells ?? []).Missing);
    }

    private static InputRefusedException NoHeader(IEnumerable<string> missing) => new(
        RefusalCodes.ContactsHeader,
        $"The contact list has no header row with {string.Join(" and ", missing)}. Its first row must name the columns: 姓名 (name), 电话 (phone) and, "
        + "where wanted, 角色 (role), 单位 (unit), 分管领导 (leader), 事项 (items).",
        [.. missing.Select(column => new InputError(1, column, "The column is missing."))]);
}

/// <summary>Reads the rows of a contact list, whatever they came from: all of them or none.</summary>
internal static class ContactList
{
    public static ImmutableArray<Contact> Read(IEnumerable<(int Row, ContactColumns Columns, IReadOnlyList<string> Cells)> rows)
    {
        var errors = new List<InputError>();
        var contacts = rows.Select(r => new ContactRow(r.Columns, r.Row, r.Cells, errors).Read()).ToList();
        if (errors.Count > 0)
            throw InputRefusedException.Of(RefusalCodes.ContactsInvalid, "The contact list was not taken; correct it and load it again.", [.. errors]);
        return contacts.Count > 0 ? [.. contacts.OfType<Contact>()]
            : throw new InputRefusedException(RefusalCodes.NoContacts, "The contact list has a header but no row below it. Add one row for each person.");
    }
}
