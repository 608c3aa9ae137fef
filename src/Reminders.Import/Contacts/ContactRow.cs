using System.Text.RegularExpressions;

namespace Reminders.Import.Contacts;

/// <summary>Reads one row of a contact list and adds every fault of it to the list of errors.</summary>
internal sealed partial class ContactRow(ContactColumns columns, int row, IReadOnlyList<string> cells, List<InputError> errors)
{
    public Contact? Read()
    {
        var before = errors.Count;
        var name = ReadName(ContactColumns.Name, required: true);
        if (!PhoneReading.TryRead(columns.Cell(cells, ContactColumns.Phone), out var phone, out var fault))
            Fault(ContactColumns.Phone, PhoneReading.Describe(fault) + ".");
        var role = ReadRole();
        var leader = ReadName(ContactColumns.Leader, required: false);
        var items = ReadItems();
        var unit = columns.Cell(cells, ContactColumns.Unit);
        return errors.Count > before ? null : new Contact(name!, phone, role, unit.Length > 0 ? unit : null, leader) { Items = items };
    }

    // Whoever keeps the list answers for its numbers: a post or an office, such as 王书记 or 督查室, stands as it is written. Only what
    // names nobody at all is refused.
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
            { Parties.Count: > 1 } => $"\"{text}\" names several; give each a row of their own.",
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
            Fault(ContactColumns.Items, $"\"{code}\" is no item's code; codes are numbers such as 3 or 2-3.");
        return codes;
    }

    private void Fault(string column, string message) => errors.Add(new(row, columns.Word(column, column), message));

    [GeneratedRegex("[\\s,;、。]+", RegexOptions.CultureInvariant)]
    private static partial Regex Separator();

    [GeneratedRegex("^[1-9][0-9]{0,5}(?:-[1-9][0-9]{0,5})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
