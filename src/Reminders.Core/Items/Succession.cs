namespace Reminders.Core.Items;

/// <summary>
/// Who takes over from whom 移交: all, or what he does in one role, for one unit, in one plan. Whoever has the number hands over, or of those who
/// share it the one of the <see cref="Name"/>.
/// </summary>
/// <param name="From">The number of whoever hands over.</param>
/// <param name="To">Who takes over, with a number.</param>
public sealed record Succession(PhoneNumber From, Party To)
{
    public string? Name { get; init => field = value is null ? null : Folded.Name(value); }
    public Role? Role { get; init; }
    public string? Unit { get; init => field = value is null ? null : Folded.Text(value); }
    public int? Plan { get; init; }

    public bool IsFrom(Party party) => party.Phone == From && (Name is null || party.Name == Name);

    public bool IsIn(Role role) => Role is null || Role == role;

    /// <summary>Whether the item is one of the plan and the unit: dealt out to it, done by it, or by somebody whom the directory knows as the unit's alone.</summary>
    public bool Covers(Item item, IEnumerable<Contact> directory) =>
        (Plan is null || item.Code.Plan == Plan)
        && (Unit is null || item.Unit == Unit || item.Units.Contains(Unit)
            || (directory.Where(IsFrom).ToList() is { Count: > 0 } known && known.All(c => c.Unit == Unit)));

    /// <summary>The contacts that supervise more than is handed over, and cannot be parted.</summary>
    public IEnumerable<Contact> Indivisible(IEnumerable<Contact> directory) =>
        directory.Where(c => IsFrom(c) && c is { Role: People.Role.Supervisor, Items.IsEmpty: true } && IsIn(c.Role) && !IsWholly(c));

    /// <summary>
    /// The directory afterwards. A contact of the role, unit and plan becomes the new person's; one that reaches further is parted by its items, or stays where it has
    /// none. Whose leader has handed over has the new one, unless the directory still knows somebody of the old name.
    /// </summary>
    /// <param name="directory">The directory before.</param>
    /// <param name="items">The ledger's items.</param>
    public ImmutableArray<Contact> After(IReadOnlyCollection<Contact> directory, IEnumerable<Item> items)
    {
        var covered = items.Where(i => Covers(i, directory)).Select(i => i.Code.ToString()).ToHashSet();
        var moved = directory.SelectMany(c => Parts(c, covered)).ToList();
        var gone = directory.Where(IsFrom).Select(c => c.Name).Where(name => moved.All(c => c.Name != name)).ToHashSet();
        return
        [
            .. from contact in moved
               let followsSuccessor = IsIn(People.Role.Leader) && contact.Leader is { } leader && gone.Contains(leader)
               group followsSuccessor ? contact with { Leader = To.Name } : contact by contact.Identity into same
               select same.First() with { Items = [.. same.SelectMany(c => c.Items).Distinct()] },
        ];
    }

    /// <summary>
    /// Why nothing can be meant: the directory and the items know no such unit, or nobody of that name has the number. Else a misspelt word
    /// would hand over nothing, and nobody would notice.
    /// </summary>
    public Refusal? NamesUnknown(IReadOnlyCollection<Contact> directory, IReadOnlyCollection<Item> items)
    {
        if (Unit is { } unit && !directory.Any(c => c.Unit == unit) && !items.Any(i => i.Unit == unit || i.Units.Contains(unit)))
            return new("unit-unknown", $"Neither the directory nor any item knows a unit \"{unit}\"; write it as they do.");
        return Name is { } name && !directory.Any(IsFrom)
            && !items.Any(i => Enum.GetValues<Role>().SelectMany(role => i.Parties(role)).Any(p => IsFrom(p.InOwnName())))
            ? new("name-unknown", $"Nobody called \"{name}\" has that number; write the name as the directory does.")
            : null;
    }

    /// <summary>Whether nothing is left afterwards to whoever hands over: he hands over all, or the directory knows him no more.</summary>
    public bool EndsFor(IEnumerable<Contact> before, IEnumerable<Contact> after) =>
        this is { Role: null, Unit: null, Plan: null } || (before.Any(IsFrom) && !after.Any(IsFrom));

    private IEnumerable<Contact> Parts(Contact contact, HashSet<string> covered)
    {
        if (!IsFrom(contact) || !IsIn(contact.Role))
            return [contact];
        if (IsWholly(contact))
            return [Taken(contact)];
        var going = contact.Items.Where(covered.Contains).ToImmutableArray();
        if (going.IsEmpty)
            return [contact];
        var staying = contact with { Items = contact.Items.RemoveRange(going) };
        // Without items a supervisor would serve everything.
        return staying is { Role: People.Role.Supervisor, Items.IsEmpty: true }
            ? [Taken(contact)]
            : [Taken(contact) with { Items = going }, staying];
    }

    private bool IsFrom(Contact contact) => IsFrom(new Party(contact.Name, contact.Phone));

    private bool IsWholly(Contact contact) => (Unit is null || contact.Unit == Unit) && (Plan is null || contact.Plan == Plan);

    private Contact Taken(Contact contact) => contact with { Name = To.Name, Phone = To.Phone!.Value };
}

/// <summary>
/// That somebody handed over 移交, kept for good. It is written before they leave the directory, so that an item which still names them finds who
/// took over, however late it is written.
/// </summary>
/// <param name="Id">Counts the handovers of one number.</param>
/// <param name="Succession">Who took over what from whom.</param>
/// <param name="Leaves">Whether nothing was left to them: then every item that still names them is the successor's.</param>
/// <param name="At">When it began.</param>
/// <param name="By">Who did it.</param>
public sealed record HandedOver(string Id, Succession Succession, bool Leaves, Instant At, string By);
