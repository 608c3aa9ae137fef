using System.Collections.Immutable;

namespace Reminders.Core.Contacts;

/// <summary>
/// One line of the directory. <see cref="Leader"/> names the leader of this person's items that name none;
/// <see cref="Items"/> are codes within one plan (<c>3</c>), or whole codes (<c>2-3</c>), for plans whose names are redacted.
/// </summary>
public sealed record Contact(
    string Name, PhoneNumber Phone, Role Role = Role.Person, string? Unit = null, string? Leader = null)
{
    /// <summary>The codes of the items that this contact is the person or leader of, whatever names the plan carries.</summary>
    public ImmutableArray<string> Items { get; init; } = [];
}
