namespace Reminders.Core.Notices;

/// <summary>
/// An entry of the agenda, the index by which a scan finds due items and notices without reading the rest. An entry is written before the
/// change that it stands for and removed after the work is done, so a crash leaves an extra entry and never loses one.
/// </summary>
/// <param name="At">When to look.</param>
/// <param name="Since">
/// The instant from which steps may be owed, so that notices of earlier slots cannot tell them; for a notice its slot.
/// </param>
public abstract record AgendaEntry(Instant At, Instant Since)
{
    public static OfItem ForItem(Item item, Instant at, Instant since) => new(at, since, item.Code, item.Version);

    public static OfNotice ForNotice(Notice notice, Instant at) => new(at, notice.SlotAt, notice.Id);

    /// <summary>A look at an item.</summary>
    /// <param name="At">When to look.</param>
    /// <param name="Since">The instant from which steps may be owed.</param>
    /// <param name="Item">The item.</param>
    /// <param name="Version">The version of the item when the entry was written.</param>
    /// <param name="Role">Steps of this role may be owed since then; null for any role.</param>
    public sealed record OfItem(Instant At, Instant Since, ItemCode Item, int Version, Role? Role = null) : AgendaEntry(At, Since)
    {
        public bool Covers(Role role) => Role is null || Role == role;
    }

    /// <summary>A look at a notice.</summary>
    public sealed record OfNotice(Instant At, Instant Since, string Notice) : AgendaEntry(At, Since);
}

/// <summary>
/// How entries and writes overlap. An entry is written before the write that it announces, so a crash between the two loses nothing. The
/// scan must not use up the entry before the write: so the entry waits longer than any write can take, and a writer that is too slow writes
/// nothing.
/// </summary>
public static class AgendaTiming
{
    /// <summary>How long an entry waits for its write before the writer counts as crashed.</summary>
    public static Duration WaitsFor { get; } = Duration.FromHours(1);

    /// <summary>
    /// The age of a decision after which its writer must decide again. The rest of the wait is for the write itself: no client of the
    /// ledger tries one request for half an hour.
    /// </summary>
    public static Duration HeldUpAfter { get; } = Duration.FromMinutes(20);
}
