namespace Reminders.Core.People;

/// <summary>
/// One line of the directory. <see cref="Leader"/> names the leader of this person's items that name none;
/// <see cref="Items"/> are codes within one plan (<c>3</c>), or whole codes (<c>2-3</c>), for plans whose names are redacted.
/// </summary>
public sealed record Contact(
    string Name, PhoneNumber Phone, Role Role = Role.Person, string? Unit = null, string? Leader = null)
{
    public string Name { get; init => field = Folded.Name(value); } = Folded.Name(Name);

    public string? Unit { get; init => field = value is null ? null : Folded.Text(value); } = Unit is null ? null : Folded.Text(Unit);

    public string? Leader { get; init => field = value is null ? null : Folded.Name(value); } = Leader is null ? null : Folded.Name(Leader);

    /// <summary>The codes of the items that this contact is the person or leader of, whatever names the plan carries.</summary>
    public ImmutableArray<string> Items { get; init; } = [];

    /// <summary>
    /// The plan that this contact came with: its people are looked for here first, and a supervisor without items serves this plan alone. Null for
    /// every plan.
    /// </summary>
    public int? Plan { get; init; }

    /// <summary>The same contact meant for one plan: its code <c>3</c> becomes <c>2-3</c>.</summary>
    public Contact Within(int plan) => this with
    {
        Plan = plan,
        Items = [.. Items.Select(c => c.Contains('-', StringComparison.Ordinal) ? c : $"{plan}-{c}")],
    };

    /// <summary>What makes two mentions one contact. Namesakes differ in their numbers.</summary>
    public (string Name, Role Role, string? Unit, int? Plan, PhoneNumber Phone) Identity => (Name, Role, Unit, Plan, Phone);

    /// <summary>Whether both say the same in everything.</summary>
    public bool IsSameAs(Contact other) => Identity == other.Identity && Leader == other.Leader && Items.SequenceEqual(other.Items);
}
