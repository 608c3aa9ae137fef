namespace Reminders.Core.Notices;

/// <summary>
/// A note to look at an item, or at a notice, at a certain moment: the index by which a scan finds what is due without reading what is
/// not. It is written before what it points to and removed after all that it stood for is done, so a crash leaves an entry too many and
/// never one too few. <see cref="Since"/> is the instant from which the item's steps may still be owed, so that notices of earlier slots cannot
/// hold them; for a notice it is its slot. <see cref="Version"/> is the item's at which the entry was written (1 for a notice).
/// </summary>
public sealed record AgendaEntry(Instant At, Instant Since, ItemCode? Item, string? Notice, int Version)
{
    public static AgendaEntry ForItem(Item item, Instant at, Instant since) => new(at, since, item.Code, null, item.Version);

    /// <summary>An entry to look after a notice; it is since the notice's slot.</summary>
    public static AgendaEntry ForNotice(Notice notice, Instant at) => new(at, notice.SlotAt, null, notice.Id, 1);
}
