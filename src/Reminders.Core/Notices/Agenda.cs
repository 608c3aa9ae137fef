namespace Reminders.Core.Notices;

/// <summary>
/// An entry of the agenda, the index by which a scan finds due items and notices without reading the rest. An entry is written before the
/// change that it stands for and removed after the work is done, so a crash leaves an extra entry and never loses one.
/// </summary>
/// <param name="At">When to look.</param>
/// <param name="Since">
/// The instant from which steps may be owed, so that notices of earlier slots cannot tell them; for notices their slot.
/// </param>
public abstract record AgendaEntry(Instant At, Instant Since)
{
    /// <summary>The most notices of one entry, so that it fits into one property of a row.</summary>
    private const int MostNotices = 500;

    public static OfItem ForItem(Item item, Instant at, Instant since) => new(at, since, item.Code, item.Version);

    public static OfNotices ForNotice(Notice notice, Instant at) => new(at, notice.SlotAt, [notice.Id]);

    /// <summary>Few entries for many notices.</summary>
    public static IEnumerable<OfNotices> ForNotices(IEnumerable<Notice> notices, Instant at) =>
        from slot in notices.GroupBy(n => n.SlotAt, n => n.Id)
        from some in slot.Chunk(MostNotices)
        select new OfNotices(at, slot.Key, [.. some]);

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

    /// <summary>A look at notices of one slot. It is done when all of them are.</summary>
    /// <param name="At">When to look.</param>
    /// <param name="Since">Their slot.</param>
    /// <param name="Notices">Their ids; at least one.</param>
    public sealed record OfNotices(Instant At, Instant Since, ImmutableArray<string> Notices) : AgendaEntry(At, Since)
    {
        public bool Equals(OfNotices? other) => base.Equals(other) && Notices.SequenceEqual(other!.Notices);

        public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Notices.Length, Notices[0]);
    }
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
