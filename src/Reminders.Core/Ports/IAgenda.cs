namespace Reminders.Core.Ports;

/// <summary>
/// When each item or notice is to be looked at next. The contract that all ports of a ledger share stands at <see cref="Ledger"/>.
/// </summary>
public interface IAgenda
{
    /// <summary>All entries up to and including <paramref name="now"/>, oldest first. Reads nothing of later days.</summary>
    Task<IReadOnlyList<AgendaEntry>> DueAsync(Instant now, CancellationToken cancellation);

    /// <summary>
    /// The whole agenda by instant, future entries included. An entry that exists from the beginning to the end of the reading is included;
    /// it is not a snapshot.
    /// </summary>
    IAsyncEnumerable<AgendaEntry> AgendaAsync(CancellationToken cancellation);

    /// <summary>Adds entries. An equal entry is kept once.</summary>
    Task AddToAgendaAsync(IReadOnlyCollection<AgendaEntry> entries, CancellationToken cancellation);

    /// <summary>Removes entries. A missing entry is skipped.</summary>
    Task RemoveFromAgendaAsync(IReadOnlyCollection<AgendaEntry> entries, CancellationToken cancellation);
}
