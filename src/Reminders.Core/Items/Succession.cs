namespace Reminders.Core.Items;

/// <summary>
/// A successor takes over 移交: everything, or the work in one role, for one unit, in one plan. The number identifies the predecessor; if
/// people share it, <see cref="Name"/> does.
/// </summary>
/// <param name="From">The number of the predecessor.</param>
/// <param name="To">The successor, with a number.</param>
public sealed record Succession(PhoneNumber From, Party To)
{
    public string? Name { get; init => field = value is null ? null : Folded.Name(value); }
    public Role? Role { get; init; }
    public string? Unit { get; init => field = value is null ? null : Folded.Text(value); }
    public int? Plan { get; init; }

    public bool IsFrom(Party party) => party.Phone == From && (Name is null || party.Name == Name);

    public bool IsIn(Role role) => Role is null || Role == role;

    /// <summary>
    /// Whether the item belongs to the plan and the unit: dealt out to the unit, done by it, or by a person whom the directory knows in
    /// that unit only.
    /// </summary>
    public bool Covers(Item item, IEnumerable<Contact> directory) =>
        (Plan is null || item.Code.Plan == Plan)
        && (Unit is null || item.Unit == Unit || item.Units.Contains(Unit)
            || (directory.Where(IsFrom).ToList() is { Count: > 0 } known && known.All(c => c.Unit == Unit)));

    /// <summary>Supervisors without items who supervise more than is handed over, and so cannot be split.</summary>
    public IEnumerable<Contact> Indivisible(IEnumerable<Contact> directory) =>
        directory.Where(c => IsFrom(c) && c is { Role: People.Role.Supervisor, Items.IsEmpty: true } && IsIn(c.Role) && !IsWholly(c));

    /// <summary>
    /// The directory after the handover. A contact within the role, unit and plan becomes the successor. A contact that reaches further is
    /// split by its items, or stays if it has none. Contacts led by the predecessor are led by the successor, unless the directory still
    /// has the old name.
    /// </summary>
    /// <param name="directory">The directory before the handover.</param>
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
    /// The refusal of an unknown unit or name; null when both are known. A typing error would otherwise hand over nothing, unnoticed.
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

    /// <summary>
    /// Whether the predecessor has nothing left: they hand over everything, or the directory has no contact of them any more.
    /// </summary>
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
        // A supervisor without items would supervise everything.
        return staying is { Role: People.Role.Supervisor, Items.IsEmpty: true }
            ? [Taken(contact)]
            : [Taken(contact) with { Items = going }, staying];
    }

    private bool IsFrom(Contact contact) => IsFrom(new Party(contact.Name, contact.Phone));

    private bool IsWholly(Contact contact) => (Unit is null || contact.Unit == Unit) && (Plan is null || contact.Plan == Plan);

    private Contact Taken(Contact contact) => contact with { Name = To.Name, Phone = To.Phone!.Value };
}

/// <summary>
/// A handover 移交, kept for good. It is written before the predecessor leaves the directory, so that an item that still names them finds the
/// successor at any later time.
/// </summary>
/// <param name="Id">The running number among the handovers of one number.</param>
/// <param name="Succession">The succession.</param>
/// <param name="Leaves">Whether the predecessor had nothing left; then the successor has every item that still names them.</param>
/// <param name="At">Orders the handovers. A later record has a later instant, also if the clock of its host is behind.</param>
/// <param name="By">The actor.</param>
public sealed record HandedOver(string Id, Succession Succession, bool Leaves, Instant At, string By);
