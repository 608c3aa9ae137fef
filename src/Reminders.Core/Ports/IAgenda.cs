namespace Reminders.Core.Ports;

/// <summary>The agenda: when each item or notice is due for a look. Shared contract: <see cref="Ledger"/>.</summary>
public interface IAgenda
{
    /// <summary>Reads all entries up to <paramref name="now"/> (inclusive), oldest first, and no entries of later days.</summary>
    Task<IReadOnlyList<AgendaEntry>> DueAsync(Instant now, CancellationToken cancellation);

    /// <summary>Reads the oldest entries up to an instant (inclusive), oldest first, at most as many as wanted.</summary>
    Task<IReadOnlyList<AgendaEntry>> OldestAsync(Instant until, int most, CancellationToken cancellation);

    /// <summary>
    /// Looks for entries of items at their places. Finds an entry itself where it stands, otherwise all entries of its item at its instant,
    /// of any version. It reads no other places, so it costs what is wanted and not what the agenda holds.
    /// </summary>
    Task<IReadOnlyList<AgendaEntry.OfItem>> FindLooksAsync(
        IReadOnlyCollection<AgendaEntry.OfItem> wanted, CancellationToken cancellation);

    /// <summary>Adds entries. Repeating is harmless: equal entries are kept once.</summary>
    Task AddToAgendaAsync(IReadOnlyCollection<AgendaEntry> entries, CancellationToken cancellation);

    /// <summary>Removes entries. Repeating is harmless: missing entries are skipped.</summary>
    Task RemoveFromAgendaAsync(IReadOnlyCollection<AgendaEntry> entries, CancellationToken cancellation);
}
