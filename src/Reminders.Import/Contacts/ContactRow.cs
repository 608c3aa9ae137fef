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
