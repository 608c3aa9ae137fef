namespace Reminders.Core.People;

/// <summary>
/// One row of the directory. <see cref="Leader"/> leads this person's items that name no leader. <see cref="Items"/> are codes within one
/// plan (<c>3</c>) or whole codes (<c>2-3</c>), for plans whose names are redacted.
/// </summary>
public sealed record Contact(
    string Name, PhoneNumber Phone, Role Role = Role.Person, string? Unit = null, string? Leader = null)
{
    public string Name { get; init => field = Folded.Name(value); } = Folded.Name(Name);

    public string? Unit { get; init => field = value is null ? null : Folded.Text(value); } = Unit is null ? null : Folded.Text(Unit);

    public string? Leader { get; init => field = value is null ? null : Folded.Name(value); } = Leader is null ? null : Folded.Name(Leader);

    /// <summary>The codes of the items that this contact serves, regardless of the names in the plan.</summary>
    public ImmutableArray<string> Items { get; init; } = [];

    /// <summary>
    /// The plan that this contact came with, in which its name is looked up first; a supervisor without items serves this plan only. Null
    /// means every plan.
    /// </summary>
    public int? Plan { get; init; }

    /// <summary>The contact for one plan: its code <c>3</c> becomes <c>2-3</c>.</summary>
    public Contact Within(int plan) => this with
    {
        Plan = plan,
        Items = [.. Items.Select(c => c.Contains('-', StringComparison.Ordinal) ? c : $"{plan}-{c}")],
    };

    /// <summary>Rows with the same identity are one contact. Namesakes differ by number.</summary>
    public (string Name, Role Role, string? Unit, int? Plan, PhoneNumber Phone) Identity => (Name, Role, Unit, Plan, Phone);

    /// <summary>Whether all fields are equal.</summary>
    public bool IsSameAs(Contact other) => Identity == other.Identity && Leader == other.Leader && Items.SequenceEqual(other.Items);

    /// <summary>Whether two lists have the same contacts. It is quick for two lists of one order, as the ledger gives them.</summary>
    public static bool AreSame(IReadOnlyCollection<Contact> one, IReadOnlyCollection<Contact> other) => one.Count == other.Count
        && (one.Zip(other).All(pair => pair.First.IsSameAs(pair.Second)) || one.All(c => other.Any(c.IsSameAs)));
}
