namespace Reminders.Core.UseCases;

/// <summary>The order of writes that owe somebody a message: the agenda entries come first, and a late decision is not written.</summary>
internal static class AgendaFirst
{
    /// <summary>Writes the entries that announce a write.</summary>
    /// <returns>False if the decision is too old: the entries may be used up before the write, so it must be decided again.</returns>
    public static async Task<bool> AnnounceAsync(
        this IAgenda agenda, IReadOnlyCollection<AgendaEntry> entries, Instant decidedAt, IClock clock, CancellationToken cancellation)
    {
        if (entries.Count > 0)
            await agenda.AddToAgendaAsync(entries, cancellation);
        return clock.GetCurrentInstant().IsInTime(decidedAt);
    }

    /// <summary>Whether a decision may still be written at the instant, after its entries.</summary>
    public static bool IsInTime(this Instant now, Instant decidedAt) => now - decidedAt <= AgendaTiming.HeldUpAfter;
}
