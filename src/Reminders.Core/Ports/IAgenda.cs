namespace Reminders.Core.Ports;

/// <summary>The agenda: when each item or notice is due for a look. Shared contract: <see cref="Ledger"/>.</summary>
public interface IAgenda
{
    /// <summary>Reads all entries up to <paramref name="now"/> (inclusive), oldest first, and no entries of later days.</summary>
    Task<IReadOnlyList<AgendaEntry>> DueAsync(Instant now, CancellationToken cancellation);

    /// <summary>
    /// Streams the whole agenda by instant, future entries included. It is not a snapshot; an entry that exists during the whole reading is
    /// included.
    /// </summary>
    IAsyncEnumerable<AgendaEntry> AgendaAsync(CancellationToken cancellation);

    /// <summary>Adds entries. Repeating is harmless: equal entries are kept once.</summary>
    Task AddToAgendaAsync(IReadOnlyCollection<AgendaEntry> entries, CancellationToken cancellation);

    /// <summary>Removes entries. Repeating is harmless: missing entries are skipped.</summary>
    Task RemoveFromAgendaAsync(IReadOnlyCollection<AgendaEntry> entries, CancellationToken cancellation);
}
