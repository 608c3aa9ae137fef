namespace Reminders.Core.Notices;

/// <summary>
/// A note to look at an item, or at a notice, at a certain moment: the index by which a scan finds what is due without reading what is not. It is written
/// before what it points to and removed after all that it stood for is done, so a crash leaves an entry too many and never one too few.
/// </summary>
/// <param name="At">When to look.</param>
/// <param name="Since">From when on steps may still be owed, so that notices of earlier slots cannot hold them; for a notice its slot.</param>
public abstract record AgendaEntry(Instant At, Instant Since)
{
    public static OfItem ForItem(Item item, Instant at, Instant since) => new(at, since, item.Code, item.Version);

    public static OfNotice ForNotice(Notice notice, Instant at) => new(at, notice.SlotAt, notice.Id);

    /// <summary>To look at an item; <paramref name="Version"/> is the item's at which the entry was written.</summary>
    public sealed record OfItem(Instant At, Instant Since, ItemCode Item, int Version) : AgendaEntry(At, Since);

    /// <summary>To look after a notice.</summary>
    public sealed record OfNotice(Instant At, Instant Since, string Notice) : AgendaEntry(At, Since);
}

/// <summary>
/// An entry that stands for a write is written before it, so that a death in between loses nothing. It must not be used up before the write is there, or
/// what the write leaves would be forgotten: so it waits longer than any write can be late, and who was held up writes nothing.
/// </summary>
public static class AgendaTiming
{
    /// <summary>How long an entry waits for the write that it stands for before the writer is taken for dead.</summary>
    public static Duration WaitsFor { get; } = Duration.FromHours(1);

    /// <summary>
    /// After how long a writer has been held up too long and must begin anew. The rest of the time is for the write itself: no client of the ledger tries
    /// one request for half an hour.
    /// </summary>
    public static Duration HeldUpAfter { get; } = Duration.FromMinutes(20);
}
